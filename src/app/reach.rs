//! What a portal is refused that may touch nothing of its computer but the tenant.

use crate::portal::effect::Effect;
use crate::portal::lesson::Source;
use crate::portal::message::Msg;
use crate::portal::model::Reach;

impl Reach {
    /// The answer to an effect that is out of reach; `None`: it is in reach. The portal offers none
    /// of these to begin with: this is the second lock.
    pub(super) fn refuses(self, effect: &Effect) -> Option<Msg> {
        if self == Self::Everything {
            return None;
        }
        let why = || Self::NO_FILES.to_owned();
        match effect {
            Effect::ListFolder(ticket, _) => Some(Msg::FolderListed(*ticket, Err(why()))),
            Effect::ReadFile(ticket, _) => Some(Msg::FileRead(*ticket, Err(why()))),
            Effect::Record(_) => Some(Msg::Recording(Err(why()))),
            Effect::Export(ticket, _) => Some(Msg::Exported(*ticket, Err(why()))),
            Effect::PlayScenario(ticket, Source::File(_), _) => {
                Some(Msg::ScenarioBegun(*ticket, Err(why())))
            }
            Effect::Suspend => Some(Msg::Said(Self::NO_SHELL.to_owned())),
            Effect::CheckPassword(..)
            | Effect::Check(..)
            | Effect::Submit(..)
            | Effect::Checkpoints(_)
            | Effect::ReadAudit(_)
            | Effect::ReadSignIns(_)
            | Effect::PlayScenario(..)
            | Effect::CheckStep
            | Effect::LeaveScenario
            | Effect::Work(..)
            | Effect::Stop(_)
            | Effect::Free(_)
            | Effect::Copy(_)
            | Effect::Room(_)
            | Effect::Repaint
            | Effect::SetMouse(_)
            | Effect::Quit => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_stopping_are_out_of_reach_in_a_login_that_has_the_tenant_only() {
        let list = || Effect::ListFolder(1, String::new());
        assert!(Reach::Everything.refuses(&list()).is_none());
        assert!(Reach::Everything.refuses(&Effect::Suspend).is_none());
        let refused = |effect| Reach::Tenant.refuses(&effect);
        assert!(
            matches!(refused(list()), Some(Msg::FolderListed(1, Err(why))) if why == Reach::NO_FILES)
        );
        let read = Effect::ReadFile(2, "/etc/passwd".to_owned());
        assert!(matches!(refused(read), Some(Msg::FileRead(2, Err(_)))));
        assert!(matches!(refused(Effect::Suspend), Some(Msg::Said(why)) if why == Reach::NO_SHELL));
        let play = |source| refused(Effect::PlayScenario(3, source, None));
        let file = Source::File("/etc/passwd".to_owned());
        assert!(matches!(play(file), Some(Msg::ScenarioBegun(3, Err(_)))));
        assert!(play(Source::Embedded("lost-phone.ron")).is_none());
        assert!(refused(Effect::Quit).is_none());
        assert!(refused(Effect::ReadAudit(9)).is_none());
    }
}
