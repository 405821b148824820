//! What users do with their own accounts under Security info (`facts/portal.md` 6, 8.2): the same
//! rules for methods as an administrator's, and app passwords.

use super::context::{Context, Decision, Ruling};
use super::text::plain;
use super::{default_method, methods, password, user_settings};
use crate::domain::change::Change;
use crate::domain::command::{Action, NewMethod};
use crate::domain::id::{AppPasswordId, MethodId};
use crate::domain::method::{DefaultMethod, Detail, MethodKind};
use crate::domain::oath::Seed;
use crate::domain::phone::PhoneType;
use crate::domain::refusal::Refusal;
use crate::domain::secret::{PasswordHash, Secret};
use crate::domain::settings;
use crate::domain::sign_in::{APPS_AND_TOKENS, is_app};
use crate::domain::user::{AppPassword, PerUserMfa, User};

/// App passwords a user can have (`facts/portal.md` 6).
const APP_PASSWORDS: usize = 40;

/// A user's wish for the own account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnCommand {
    /// "Add sign-in method", tried out already.
    AddMethod(OwnMethod),
    /// "Change": a number or an address, as typed.
    ChangeMethod {
        /// Which.
        method: MethodId,
        /// To what.
        to: String,
    },
    /// "Delete".
    DeleteMethod(MethodId),
    /// "Default sign-in method: Change".
    SetDefaultMethod(DefaultMethod),
    /// "Add method", "App password", under this name.
    CreateAppPassword(String),
    /// "Delete" of an app password.
    DeleteAppPassword(AppPasswordId),
    /// "Sign out everywhere".
    SignOutEverywhere,
    /// "Restore multi-factor authentication on previously trusted devices".
    RestoreDevices,
}

/// A method that users can add themselves (`facts/portal.md` 8.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnMethod {
    /// Microsoft Authenticator on this telephone.
    Authenticator {
        /// The telephone.
        device: String,
        /// The key it scanned; `None`: its codes are simulated.
        seed: Option<Seed>,
    },
    /// Another authenticator app.
    OtherApp {
        /// Its name.
        name: String,
        /// The key it scanned; `None`: its codes are simulated.
        seed: Option<Seed>,
    },
    /// A telephone number, as typed.
    Phone {
        /// Which of the three.
        phone_type: PhoneType,
        /// As typed.
        number: String,
    },
    /// An e-mail address, as typed.
    Email(String),
    /// A FIDO2 security key of this name.
    SecurityKey(String),
}

pub(super) fn action(command: &OwnCommand) -> Action {
    match command {
        OwnCommand::AddMethod(_) => Action::RegisterSecurityInfo,
        OwnCommand::ChangeMethod { .. } => Action::UpdateSecurityInfo,
        OwnCommand::DeleteMethod(_) => Action::DeleteSecurityInfo,
        OwnCommand::SetDefaultMethod(_) => Action::ChangeDefaultSecurityInfo,
        OwnCommand::CreateAppPassword(_) => Action::CreateAppPassword,
        OwnCommand::DeleteAppPassword(_) => Action::DeleteAppPassword,
        OwnCommand::SignOutEverywhere => Action::SignOutEverywhere,
        OwnCommand::RestoreDevices => Action::RestoreOwnDevices,
    }
}

pub(super) fn title(user: &User, command: &OwnCommand) -> String {
    let method = |id: &MethodId| {
        user.method(*id)
            .map_or("a method", |own| own.kind().label())
    };
    let what = match command {
        OwnCommand::AddMethod(new) => format!("Register {}", new.kind().label()),
        OwnCommand::ChangeMethod { method: id, .. } => format!("Change {}", method(id)),
        OwnCommand::DeleteMethod(id) => format!("Delete {}", method(id)),
        OwnCommand::SetDefaultMethod(_) => "Change default sign-in method".to_owned(),
        OwnCommand::CreateAppPassword(_) => "Create an app password".to_owned(),
        OwnCommand::DeleteAppPassword(_) => "Delete an app password".to_owned(),
        OwnCommand::SignOutEverywhere => "Sign out everywhere".to_owned(),
        OwnCommand::RestoreDevices => "Restore MFA on remembered devices".to_owned(),
    };
    format!("{what}, by {}", user.name)
}

pub(super) fn decide(context: &mut Context, user: &User, command: &OwnCommand) -> Decision {
    match command {
        OwnCommand::AddMethod(new) => add(context, user, new),
        OwnCommand::ChangeMethod { method, to } => methods::change(user, *method, to),
        OwnCommand::DeleteMethod(id) => methods::delete(context, user, *id),
        OwnCommand::SetDefaultMethod(to) => default_method::set(context, user, *to),
        OwnCommand::CreateAppPassword(name) => create_app_password(context, user, name),
        OwnCommand::DeleteAppPassword(id) => {
            app_passwords_allowed(context)?;
            let own = user.app_passwords.iter().any(|own| own.id == *id);
            let gone = own.then_some(Change::RemoveAppPassword(*id));
            Ok(gone.ok_or(Refusal::NoAppPassword)?.into())
        }
        OwnCommand::SignOutEverywhere => Ok(password::revoke_sessions(context, user)),
        OwnCommand::RestoreDevices => Ok(user_settings::forget_devices(context, user)),
    }
}

impl OwnMethod {
    fn kind(&self) -> MethodKind {
        match self {
            Self::Authenticator { .. } => MethodKind::MicrosoftAuthenticator,
            Self::OtherApp { .. } => MethodKind::SoftwareOath,
            Self::Phone { phone_type, .. } => (*phone_type).into(),
            Self::Email(_) => MethodKind::Email,
            Self::SecurityKey(_) => MethodKind::Fido2,
        }
    }
}

/// Registering a method that satisfies MFA is the registration an administrator asked for: the
/// flag goes (D9), Enabled becomes Enforced (D10).
fn add(context: &mut Context, user: &User, new: &OwnMethod) -> Decision {
    let mut ruling = match new {
        OwnMethod::Phone { phone_type, number } => {
            let (phone_type, number) = (*phone_type, number.clone());
            methods::add(context, user, &NewMethod::Phone { phone_type, number })?
        }
        OwnMethod::Email(address) => {
            let address = address.clone();
            methods::add(context, user, &NewMethod::Email { address })?
        }
        OwnMethod::Authenticator { device, seed } => {
            let device = named(device, "Phone");
            let seed = seed.clone();
            add_detail(
                context,
                user,
                Detail::MicrosoftAuthenticator { device, seed },
            )?
        }
        OwnMethod::OtherApp { name, seed } => {
            let name = named(name, "Authenticator app");
            let seed = seed.clone();
            add_detail(context, user, Detail::SoftwareOath { name, seed })?
        }
        OwnMethod::SecurityKey(name) => {
            let name = named(name, "Security key");
            let model = "FIDO2 security key".to_owned();
            add_detail(context, user, Detail::Fido2 { name, model })?
        }
    };
    if let Ok(changes) = &mut ruling.changes
        && new.kind().facts().mfa
    {
        if user.must_register_again {
            changes.push(Change::MustRegisterAgain(false));
        }
        if user.mfa == PerUserMfa::Enabled {
            changes.push(Change::Mfa(PerUserMfa::Enforced));
        }
    }
    Ok(ruling)
}

fn named(text: &str, otherwise: &str) -> String {
    match plain(text) {
        text if text.is_empty() => otherwise.to_owned(),
        text => text,
    }
}

fn add_detail(context: &mut Context, user: &User, detail: Detail) -> Decision {
    let kind = detail.kind();
    context.enabled(kind)?;
    let apps = user.methods.iter().filter(|own| is_app(own.kind())).count();
    if is_app(kind) && apps >= APPS_AND_TOKENS {
        return Err(Refusal::TooManyApps);
    }
    Ok(methods::register(context, user, detail).into())
}

fn app_passwords_allowed(context: &Context) -> Result<(), Refusal> {
    match context.directory.facts().settings.app_passwords {
        settings::AppPasswords::Allowed => Ok(()),
        settings::AppPasswords::NotAllowed => Err(Refusal::AppPasswordsNotAllowed),
    }
}

/// The system makes it; it is shown once.
fn create_app_password(context: &mut Context, user: &User, name: &str) -> Decision {
    app_passwords_allowed(context)?;
    let name = plain(name);
    match () {
        () if user.mfa != PerUserMfa::Enforced => return Err(Refusal::AppPasswordsNeedEnforced),
        () if user.app_passwords.len() >= APP_PASSWORDS => {
            return Err(Refusal::TooManyAppPasswords);
        }
        () if name.is_empty() => return Err(Refusal::NoAppPasswordName),
        () => {}
    }
    let secret = Secret::app_password(context.entropy);
    let own = AppPassword {
        id: AppPasswordId::generate(context.entropy),
        name,
        created: context.now,
        last_used: None,
        hash: PasswordHash::pending(secret.clone(), context.entropy),
    };
    let change = Change::AddAppPassword(user.app_passwords.len(), own);
    Ok(Ruling::from(change).reveal("App password", secret))
}
