//! The forms of Security info: what users change of their own.

use super::{Dialog, Kind, name, phone, typed};
use crate::domain::id::{MethodId, UserId};
use crate::domain::method::{DefaultMethod, Detail, Method};
use crate::domain::phone::PhoneType;
use crate::domain::plan::OwnCommand;
use crate::domain::user::User;
use crate::portal::blades::Desk;
use crate::portal::dialogs::controls::Control;
use crate::portal::dialogs::form::Form;
use crate::portal::words::security_info as words;

/// What a user changes.
#[derive(Debug)]
pub enum Own {
    /// Yes or no to this.
    Question(OwnCommand),
    /// Another number or address.
    ChangeMethod(MethodId, Option<PhoneType>),
    /// One of these defaults.
    Default(Vec<DefaultMethod>),
    /// A name for an app password.
    AppPassword,
}

const APP_NAME: &str = "Type the app or the device it is for, such as Outlook.";
const ADDRESS: &str = "Type an email address such as kim@contoso.com.";

impl Own {
    /// What the controls ask for. `Err`: what is missing, in words.
    pub fn command(&self, controls: &mut [Control]) -> Result<OwnCommand, String> {
        match (self, controls) {
            (Self::Question(command), _) => Ok(command.clone()),
            (Self::ChangeMethod(method, phone_type), [text]) => {
                let to = match phone_type {
                    Some(phone_type) => phone(text, *phone_type)?,
                    None => typed(text, ADDRESS)?,
                };
                let method = *method;
                Ok(OwnCommand::ChangeMethod { method, to })
            }
            (Self::Default(offered), [choice]) => {
                let default = offered.get(choice.chosen()).copied();
                let default = default.ok_or("No usable method can be the default")?;
                Ok(OwnCommand::SetDefaultMethod(default))
            }
            (Self::AppPassword, [text]) => {
                Ok(OwnCommand::CreateAppPassword(typed(text, APP_NAME)?))
            }
            _ => Err(String::new()),
        }
    }
}

impl Dialog {
    fn own(
        user: UserId,
        (own, title): (Own, &str),
        controls: Vec<Control>,
        desk: &Desk<'_>,
    ) -> Form {
        let mut form = Form::new(Kind::Own(user, own), title, controls, desk);
        form.subtitle = name(desk.snapshot.user(user).as_deref());
        form
    }

    /// Asks before `command` of `user` is carried out.
    pub fn own_question(user: UserId, command: OwnCommand, desk: &Desk<'_>) -> Self {
        let mut form = Self::own(user, (Own::Question(command), ""), Vec::new(), desk);
        let plan = form.plan.as_ref();
        form.title = plan.map_or_else(String::new, |plan| plan.title.clone());
        form.subtitle.clear();
        form.save = "Yes";
        form.close = "Cancel";
        form.focus = 1;
        Self::Form(Box::new(form))
    }

    /// Another number or address of `user`.
    pub fn change_own_method(user: &User, method: &Method, desk: &Desk<'_>) -> Self {
        let (label, phone_type) = match method.detail {
            Detail::Phone { phone_type, .. } => ("Phone number", Some(phone_type)),
            _ => ("Email", None),
        };
        let edition = desk.snapshot.edition();
        let what = words::method(edition, method.kind()).to_lowercase();
        let title = format!("Change {what}");
        let controls = vec![Control::text(label, &method.detail.text())];
        let own = Own::ChangeMethod(method.id, phone_type);
        Self::Form(Box::new(Self::own(user.id, (own, &title), controls, desk)))
    }

    /// The defaults that `user` can choose.
    pub fn own_defaults(user: &User, desk: &Desk<'_>) -> Vec<DefaultMethod> {
        let policies = &desk.snapshot.facts().policies;
        let usable = user.usable_methods(policies, desk.now);
        let usable: Vec<_> = usable.map(Method::kind).collect();
        let serves =
            |default: &DefaultMethod| usable.iter().any(|kind| default.kinds().contains(*kind));
        DefaultMethod::ALL.into_iter().filter(serves).collect()
    }

    /// The default sign-in method of `user`.
    pub fn own_default_method(user: &User, desk: &Desk<'_>) -> Self {
        let edition = desk.snapshot.edition();
        let offered = Self::own_defaults(user, desk);
        let at = offered
            .iter()
            .position(|default| Some(*default) == user.default_method);
        let labels = offered.iter();
        let labels = labels.map(|default| words::default_is(edition, *default).to_owned());
        let label = words::default_method(edition);
        let controls = vec![Control::choice(
            label,
            labels.collect(),
            at.unwrap_or_default(),
        )];
        let own = (Own::Default(offered), label);
        Self::Form(Box::new(Self::own(user.id, own, controls, desk)))
    }

    /// A name for an app password of `user`.
    pub fn own_app_password(user: UserId, desk: &Desk<'_>) -> Self {
        let controls = vec![Control::text("Name", "")];
        let own = (Own::AppPassword, "Create app password");
        let mut form = Self::own(user, own, controls, desk);
        form.save = "Next";
        Self::Form(Box::new(form))
    }
}
