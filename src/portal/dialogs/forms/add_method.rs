//! Add authentication method: a picker of what the experience offers, and the fields of what is
//! picked (S2, S3; `facts/portal.md` 2.3).

use super::{ADDRESS, Dialog, Kind, name, phone, typed};
use crate::domain::command::{Command, NewMethod};
use crate::domain::edition::Experience;
use crate::domain::id::UserId;
use crate::domain::method::{MethodKind, MethodKinds};
use crate::domain::number::grouped;
use crate::domain::phone::PhoneType;
use crate::domain::settings::AccessPassPolicy;
use crate::domain::time::Timestamp;
use crate::portal::blades::Desk;
use crate::portal::dialogs::controls::Control;
use crate::portal::dialogs::form::Form;

/// What the form adds.
#[derive(Debug)]
pub struct AddMethod {
    user: UserId,
    experience: Experience,
    /// Whose fields stand below the picker.
    shown: Picked,
    /// The phone type that is chosen at first.
    phone_type: PhoneType,
    /// How passes may be.
    policy: AccessPassPolicy,
}

/// An entry of the picker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Picked {
    Phone,
    Email,
    AccessPass,
}

impl Picked {
    const ALL: [Self; 3] = [Self::Phone, Self::Email, Self::AccessPass];

    fn label(self) -> &'static str {
        match self {
            Self::Phone => "Phone number",
            Self::Email => "Email",
            Self::AccessPass => "Temporary Access Pass",
        }
    }

    fn kinds(self) -> MethodKinds {
        match self {
            Self::Phone => PhoneType::ALL.into_iter().map(MethodKind::from).collect(),
            Self::Email => MethodKinds::only(MethodKind::Email),
            Self::AccessPass => MethodKinds::only(MethodKind::TemporaryAccessPass),
        }
    }
}

const NOT_A_TIME: &str = "Type a time such as 2026-11-23 08:00, or nothing to start now.";
const NOT_MINUTES: &str = "Type minutes, such as 60.";

impl AddMethod {
    fn methods(&self) -> Vec<Picked> {
        let offered = self.experience.offers();
        let all = Picked::ALL.into_iter();
        all.filter(|picked| !picked.kinds().is_disjoint(offered))
            .collect()
    }

    fn types(&self) -> Vec<PhoneType> {
        let offered = self.experience.offers();
        let all = PhoneType::ALL.into_iter();
        all.filter(|own| offered.contains(MethodKind::from(*own)))
            .collect()
    }

    fn picked(&self, controls: &[Control]) -> Picked {
        let at = controls.first().map_or(0, Control::chosen);
        self.methods().get(at).copied().unwrap_or(Picked::Phone)
    }

    fn fields(&self, picked: Picked) -> Vec<Control> {
        match picked {
            Picked::Phone => {
                let types = self.types();
                let at = types.iter().position(|own| *own == self.phone_type);
                let labels = types.iter().map(|own| own.label().to_owned()).collect();
                vec![
                    Control::choice("Phone type", labels, at.unwrap_or_default()),
                    Control::text("Phone number", ""),
                ]
            }
            Picked::Email => vec![Control::text("Email", "")],
            Picked::AccessPass => vec![
                Control::text("Delayed start time (UTC)", ""),
                Control::text(
                    "Activation duration (minutes)",
                    &self.policy.default_minutes.to_string(),
                ),
                one_time(self.policy.one_time),
            ],
        }
    }

    /// Puts the fields of what is picked below the picker.
    pub fn arrange(&mut self, controls: &mut Vec<Control>) {
        let picked = self.picked(controls);
        if picked != self.shown {
            self.shown = picked;
            controls.truncate(1);
            controls.extend(self.fields(picked));
        }
    }

    /// The command that the controls ask for.
    pub fn command(&self, controls: &mut [Control]) -> Result<Command, String> {
        let picked = self.picked(controls);
        let method = match (picked, controls) {
            (Picked::Phone, [_, phone_type, number]) => {
                let types = self.types();
                let phone_type = types.get(phone_type.chosen()).copied();
                let phone_type = phone_type.unwrap_or(PhoneType::Mobile);
                NewMethod::Phone {
                    phone_type,
                    number: phone(number, phone_type)?,
                }
            }
            (Picked::Email, [_, address]) => NewMethod::Email {
                address: typed(address, ADDRESS)?,
            },
            (Picked::AccessPass, [_, starts, lifetime, one_time]) => {
                NewMethod::TemporaryAccessPass {
                    starts: start(starts)?,
                    lifetime_minutes: minutes(lifetime, self.policy)?,
                    one_time: one_time.ticked(),
                }
            }
            _ => return Err(String::new()),
        };
        Ok(Command::AddMethod {
            user: self.user,
            method,
        })
    }
}

/// Nothing: now. Else a date and a minute, or any RFC 3339 time.
fn start(control: &mut Control) -> Result<Option<Timestamp>, String> {
    let text = control.typed().trim().to_owned();
    if text.is_empty() {
        control.say("Empty: from now on.", false);
        return Ok(None);
    }
    let whole = format!("{}:00Z", text.replacen(' ', "T", 1));
    let time = text.parse().or_else(|_| whole.parse::<Timestamp>());
    let Ok(time) = time else {
        control.say(NOT_A_TIME, true);
        return Err(NOT_A_TIME.to_owned());
    };
    control.say(&format!("{} UTC", time.date_and_time()), false);
    Ok(Some(time))
}

/// Whether so many will do is for the engine to say.
fn minutes(control: &mut Control, policy: AccessPassPolicy) -> Result<u32, String> {
    let parsed = control.typed().trim().parse();
    match parsed {
        Ok(_) => {
            let lifetimes = policy.lifetimes();
            let (least, most) = (grouped(lifetimes.start()), grouped(lifetimes.end()));
            control.say(&format!("{least} to {most}, by the policy."), false);
        }
        Err(_) => control.say(NOT_MINUTES, true),
    }
    parsed.map_err(|_| NOT_MINUTES.to_owned())
}

/// Ticked at first where the policy wants it so.
fn one_time(ticked: bool) -> Control {
    let mut control = Control::check_box("One-time use");
    if ticked {
        control.tick();
    }
    control
}

impl Dialog {
    /// Add authentication method, as `experience` offers it; `phone_type` is chosen at first, or
    /// else the first that the user does not have.
    pub fn add_method(
        user: UserId,
        experience: Experience,
        phone_type: Option<PhoneType>,
        desk: &Desk<'_>,
    ) -> Self {
        let record = desk.snapshot.user(user);
        let taken = |phone_type: PhoneType| {
            record
                .as_ref()
                .is_some_and(|user| user.method_of_kind(MethodKind::from(phone_type)).is_some())
        };
        let free = PhoneType::ALL.into_iter().find(|own| !taken(*own));
        let add = AddMethod {
            user,
            experience,
            shown: Picked::Phone,
            phone_type: phone_type.or(free).unwrap_or(PhoneType::Mobile),
            policy: desk.snapshot.facts().policies.access_pass,
        };
        let labels = add.methods().into_iter();
        let labels = labels.map(|picked| picked.label().to_owned()).collect();
        let mut controls = vec![Control::choice("Choose method", labels, 0)];
        controls.extend(add.fields(Picked::Phone));
        let kind = Kind::AddMethod(add);
        let mut form = Form::new(kind, "Add authentication method", controls, desk);
        form.subtitle = name(record.as_deref());
        form.save = "Add";
        Self::Form(Box::new(form))
    }
}
