//! The forms there are: what each asks, and the command its controls come to.

use std::collections::HashSet;

mod accounts;
mod add_method;
mod clock;
mod export;
mod own;
mod quick_step;
mod service_settings;
mod token;

use super::Dialog;
use super::controls::Control;
use super::form::Form;
use crate::domain::command::{Command, UserSettings};
use crate::domain::edition::Experience;
use crate::domain::id::{MethodId, UserId};
use crate::domain::method::{DefaultMethod, Detail, Method};
use crate::domain::phone::{PhoneError, PhoneNumber, PhoneType};
use crate::domain::plan::{self, OwnCommand};
use crate::domain::role::Role;
use crate::domain::user::User;
use crate::portal::blades::Desk;
use crate::portal::blades::user_list::selection::Selection;
use crate::portal::effect::{Export, Rows};
use crate::portal::lesson::Source;
use crate::portal::words;
use crate::portal::work::grouped;
use crate::store::Snapshot;
use add_method::AddMethod;
use own::Own;

/// What a form is for.
#[derive(Debug)]
pub enum Kind {
    /// Yes or no to this command, for these users where it is about many.
    Question(Command, Option<Selection>),
    /// Yes or no to coming back to this state; with what that is called.
    ComeBack(Snapshot, String),
    /// The three check boxes.
    ManageUserSettings(Selection),
    /// A method for a user.
    AddMethod(AddMethod),
    /// Another number or address.
    ChangeMethod(UserId, MethodId, Option<PhoneType>),
    /// A hardware token, activated by the code that it shows.
    ActivateToken(UserId, MethodId),
    /// One of the defaults that this user can have.
    DefaultMethod(UserId, Vec<DefaultMethod>),
    /// Display name and public profile.
    EditProperties(UserId),
    /// One of these roles for a user.
    AssignRole(UserId, Vec<Role>),
    /// One of these roles from a user.
    RemoveRole(UserId, Vec<Role>),
    /// Name, display name and type of a new user.
    NewUser,
    /// What a user changes of the own account.
    Own(UserId, Own),
    /// The service settings.
    ServiceSettings,
    /// The tenant's clock.
    Clock,
    /// A scenario's file.
    Scenario,
    /// Rows for a file: those shown, or the selected ones.
    Export {
        /// Those shown.
        shown: Rows,
        /// The selected ones, where there are any.
        selected: Option<Rows>,
    },
}

/// What the controls of a form come to.
#[derive(Debug)]
pub enum Wish {
    /// Something to be planned and saved.
    Command(Command),
    /// To come back to this state; with what that is called.
    ComeBack(Snapshot, String),
    /// The same, by a user for the own account.
    Own(UserId, OwnCommand),
    /// Something to be written to a file.
    Export(Export),
    /// A scenario to be begun.
    Scenario(Source),
}

impl Kind {
    /// Brings the controls in line with what is picked among them.
    pub fn arrange(&mut self, controls: &mut Vec<Control>) {
        if let Self::AddMethod(add) = self {
            add.arrange(controls);
        }
    }

    /// What the controls ask for. `Err`: what is missing, in words.
    pub fn wish(&self, controls: &mut [Control], desk: &Desk<'_>) -> Result<Wish, String> {
        match self {
            Self::Export { shown, selected } => {
                export::export(shown, selected.as_ref(), controls).map(Wish::Export)
            }
            Self::ComeBack(then, title) => Ok(Wish::ComeBack(then.clone(), title.clone())),
            Self::Scenario => scenario(controls).map(Wish::Scenario),
            Self::Own(user, own) => own
                .command(controls)
                .map(|command| Wish::Own(*user, command)),
            _ => self.command(controls, desk).map(Wish::Command),
        }
    }

    /// The command that the controls ask for. `Err`: what is missing, in words.
    fn command(&self, controls: &mut [Control], desk: &Desk<'_>) -> Result<Command, String> {
        match self {
            Self::Question(command, _) => Ok(command.clone()),
            Self::ManageUserSettings(_) => settings(controls),
            Self::AddMethod(add) => add.command(controls),
            Self::ChangeMethod(user, method, phone_type) => {
                let [text] = controls else {
                    return Err(String::new());
                };
                let to = match phone_type {
                    Some(phone_type) => phone(text, *phone_type)?,
                    None => typed(text, ADDRESS)?,
                };
                Ok(Command::ChangeMethod {
                    user: *user,
                    method: *method,
                    to,
                })
            }
            Self::ActivateToken(user, method) => token::activate(*user, *method, controls, desk),
            Self::DefaultMethod(user, offered) => {
                let at = controls.first().map_or(0, Control::chosen);
                let default = *offered
                    .get(at)
                    .ok_or("No usable method of this user can be a default")?;
                Ok(Command::SetDefaultMethod {
                    user: *user,
                    default,
                })
            }
            Self::EditProperties(user) => accounts::edit_properties(*user, controls, desk),
            Self::AssignRole(user, offered) => Ok(Command::AssignRole {
                user: *user,
                role: accounts::chosen(offered, controls)?,
            }),
            Self::RemoveRole(user, held) => Ok(Command::RemoveRole {
                user: *user,
                role: accounts::chosen(held, controls)?,
            }),
            Self::NewUser => accounts::new_user(controls, desk),
            Self::ServiceSettings => service_settings::command(controls, desk),
            Self::Clock => clock::command(controls, desk),
            Self::Export { .. } | Self::ComeBack(..) | Self::Scenario | Self::Own(..) => {
                Err(String::new())
            }
        }
    }
}

impl Kind {
    /// Whom it is about, where it is about many.
    pub fn users(&self) -> Option<&Selection> {
        match self {
            Self::ManageUserSettings(users) | Self::Question(_, Some(users)) => Some(users),
            _ => None,
        }
    }

    /// From now on it is about `only`, some of those it was about.
    pub fn narrow(&mut self, only: Vec<UserId>, desk: &Desk<'_>) {
        match self {
            Self::ManageUserSettings(users) | Self::Question(_, Some(users)) => {
                *users = Selection::named(desk.snapshot.clone(), only);
            }
            Self::Question(Command::SetPerUserMfaEach { states }, None) => {
                let only: HashSet<_> = only.into_iter().collect();
                states.retain(|(user, _)| only.contains(user));
            }
            _ => {}
        }
    }

    /// How many users it is about, of whom the search hides `hidden`; `None`: that goes without
    /// saying.
    pub fn selected(&self, hidden: usize) -> Option<String> {
        let Self::ManageUserSettings(users) = self else {
            return None;
        };
        Some(match (users.len(), hidden) {
            (1, 0) => "1 user".to_owned(),
            (count, 0) => format!("{} users selected", grouped(count)),
            (count, hidden) => format!(
                "{} users selected, {} hidden by search or filter",
                grouped(count),
                grouped(hidden)
            ),
        })
    }
}

fn settings(controls: &[Control]) -> Result<Command, String> {
    let ticked = |at: usize| controls.get(at).is_some_and(Control::ticked);
    let boxes = UserSettings {
        provide_contact_methods_again: ticked(0),
        delete_app_passwords: ticked(1),
        restore_remembered_devices: ticked(2),
    };
    if boxes == UserSettings::default() {
        return Err("Tick at least one box to see what Save will do.".to_owned());
    }
    Ok(Command::ManageUserSettings {
        users: Vec::new(),
        boxes,
    })
}

/// The scenario in the file that is typed.
fn scenario(controls: &mut [Control]) -> Result<Source, String> {
    let [file] = controls else {
        return Err(String::new());
    };
    typed(file, "Type the path of a scenario, such as lesson.ron.").map(Source::File)
}

const ADDRESS: &str = "Type an email address such as kim@contoso.com.";
/// The number in a field, checked as it is typed.
fn phone(control: &mut Control, phone_type: PhoneType) -> Result<String, String> {
    let Control::Text {
        field, hint, wrong, ..
    } = control
    else {
        return Err(String::new());
    };
    match PhoneNumber::parse_for(field.text(), phone_type) {
        Ok(number) => {
            "valid".clone_into(hint);
            *wrong = false;
            Ok(number.to_string())
        }
        Err(why) => {
            *hint = why.to_string();
            *wrong = why != PhoneError::Empty;
            Err(why.to_string())
        }
    }
}

/// The text in a field; whether it will do is for the engine to say.
fn typed(control: &mut Control, missing: &str) -> Result<String, String> {
    let Control::Text {
        field, hint, wrong, ..
    } = control
    else {
        return Err(String::new());
    };
    *wrong = false;
    if field.text().trim().is_empty() {
        missing.clone_into(hint);
        return Err(missing.to_owned());
    }
    hint.clear();
    Ok(field.text().trim().to_owned())
}

impl Dialog {
    /// The same, as it is asked for in `experience`.
    #[must_use]
    pub fn within(mut self, experience: Experience, desk: &Desk<'_>) -> Self {
        if let Self::Form(form) = &mut self {
            form.experience = experience;
            form.replan(desk);
        }
        self
    }

    /// Asks for the file of a scenario to play.
    pub fn scenario_file(desk: &Desk<'_>) -> Self {
        let controls = vec![Control::text("File", "")];
        let mut form = Form::new(Kind::Scenario, "Play a scenario", controls, desk);
        form.save = "Play";
        Self::Form(Box::new(form))
    }

    /// Asks before `command` is carried out.
    pub fn question(command: Command, desk: &Desk<'_>) -> Self {
        Self::asked(command, None, desk)
    }

    /// Asks before `command` is carried out for `users`.
    pub fn bulk(command: Command, users: Selection, desk: &Desk<'_>) -> Self {
        Self::asked(command, Some(users), desk)
    }

    fn asked(command: Command, users: Option<Selection>, desk: &Desk<'_>) -> Self {
        let many = users.as_ref().map_or(0, Selection::len);
        let title = plan::title_for_many(&command, many);
        let mut form = Form::new(Kind::Question(command, users), title, Vec::new(), desk);
        if let Some(plan) = &form.plan {
            form.title.clone_from(&plan.title);
        }
        form.save = "Yes";
        form.close = "Cancel";
        form.focus = 1;
        Self::Form(Box::new(form))
    }

    /// Asks before the tenant comes back to the state `then`.
    pub fn come_back(then: Snapshot, title: &str, desk: &Desk<'_>) -> Self {
        let kind = Kind::ComeBack(then, title.to_owned());
        let mut form = Form::new(kind, title, Vec::new(), desk);
        form.save = "Yes";
        form.close = "Cancel";
        form.focus = 1;
        Self::Form(Box::new(form))
    }

    /// Manage user settings over `users`, of whom the search hides `hidden`.
    pub fn manage_user_settings(users: Selection, hidden: usize, desk: &Desk<'_>) -> Self {
        let edition = desk.snapshot.edition();
        let boxes = [
            Control::check_box(words::box_contact_methods(edition)),
            Control::check_box(words::box_app_passwords(edition)),
            Control::check_box(words::box_remembered_devices(edition)),
        ];
        let mut form = Form::new(
            Kind::ManageUserSettings(users),
            desk.wording.sign().user_settings,
            boxes.into(),
            desk,
        );
        form.subtitle = form.kind.selected(hidden).unwrap_or_default();
        Self::Form(Box::new(form))
    }

    /// Change a phone number or e-mail address.
    pub fn change_method(user: UserId, method: &Method, desk: &Desk<'_>) -> Self {
        let (label, phone_type) = match method.detail {
            Detail::Phone { phone_type, .. } => ("Phone number", Some(phone_type)),
            _ => ("Email", None),
        };
        let controls = vec![Control::text(label, &method.detail.text())];
        let kind = Kind::ChangeMethod(user, method.id, phone_type);
        let mut form = Form::new(
            kind,
            format!("Change {}", method.kind().label().to_lowercase()),
            controls,
            desk,
        );
        form.subtitle = name(desk.snapshot.user(user).as_deref());
        Self::Form(Box::new(form))
    }

    /// Choose the default sign-in method among those the user's usable methods serve.
    pub fn default_method(user: &User, desk: &Desk<'_>) -> Self {
        let policies = &desk.snapshot.facts().policies;
        let usable: Vec<_> = user
            .usable_methods(policies, desk.now)
            .map(Method::kind)
            .collect();
        let serves =
            |default: &DefaultMethod| usable.iter().any(|kind| default.kinds().contains(*kind));
        let offered: Vec<_> = DefaultMethod::ALL.into_iter().filter(serves).collect();
        let at = offered
            .iter()
            .position(|default| Some(*default) == user.default_method);
        let labels = offered
            .iter()
            .map(|default| default.label().to_owned())
            .collect();
        let controls = vec![Control::choice(
            "Default sign-in method",
            labels,
            at.unwrap_or_default(),
        )];
        let mut form = Form::new(
            Kind::DefaultMethod(user.id, offered),
            "Default sign-in method",
            controls,
            desk,
        );
        form.subtitle = name(Some(user));
        Self::Form(Box::new(form))
    }
}

fn name(user: Option<&User>) -> String {
    user.map_or_else(String::new, |user| user.name.clone())
}
