//! Re-register, app passwords, remembered devices: the three boxes of "Manage user settings" and,
//! by the same functions, the blade's commands (D7).

use super::context::{Context, Ruling};
use super::{Nothing, Warning};
use crate::domain::change::Change;
use crate::domain::command::{Action, UserSettings};
use crate::domain::edition::Reregister;
use crate::domain::method::{Detail, Method, MethodKind, MethodKinds};
use crate::domain::user::{PerUserMfa, User};

/// One ticked box.
pub(super) fn tick(context: &Context, user: &User, boxes: UserSettings, box_: Action) -> Ruling {
    match box_ {
        Action::DeleteAppPasswords => delete_app_passwords(user),
        Action::RevokeMfaSessions => forget_devices(context, user),
        _ => reregister(context, user, boxes.delete_app_passwords),
    }
}

/// Box 1; "Require re-register MFA". `app_passwords_too`: box 2 is ticked as well.
pub(super) fn reregister(context: &Context, user: &User, app_passwords_too: bool) -> Ruling {
    let app_passwords_go =
        app_passwords_too && context.reaches(Action::DeleteAppPasswords, user).is_ok();
    let app_passwords_stay = !user.app_passwords.is_empty() && !app_passwords_go;
    let ruling = match context.edition.reregister() {
        Reregister::EmptyAndFlag => {
            let usable = |method: &&Method| context.is_usable(method);
            flag(user, removals(user.methods.iter().filter(usable)))
        }
        Reregister::Flag => {
            let ruling = flag(user, Vec::new());
            ruling.warn_if(!user.methods.is_empty(), Warning::MethodsStay)
        }
        Reregister::DeleteAndDeactivate => delete_and_deactivate(context, user),
    };
    ruling.warn_if(app_passwords_stay, Warning::AppPasswordsStay)
}

/// `changes` and the flag, which stays where it is set already (D19).
fn flag(user: &User, mut changes: Vec<Change>) -> Ruling {
    if !user.must_register_again {
        changes.push(Change::MustRegisterAgain(true));
    }
    if changes.is_empty() {
        return Nothing::AlreadyRequired.into();
    }
    changes.into()
}

/// What a re-register of 2023 deletes (S3: phones, Microsoft Authenticator apps, software OATH
/// tokens), usable or not. Authenticator Lite and passwordless phone sign-in count as Microsoft
/// Authenticator apps: both are registrations of that app, and a lost phone holds them too. All
/// other kinds survive (D5).
fn deleted_in_2023() -> MethodKinds {
    MethodKind::MobilePhone
        | MethodKind::AlternateMobilePhone
        | MethodKind::OfficePhone
        | MethodKind::MicrosoftAuthenticator
        | MethodKind::AuthenticatorLite
        | MethodKind::PasswordlessPhoneSignIn
        | MethodKind::SoftwareOath
}

fn delete_and_deactivate(context: &Context, user: &User) -> Ruling {
    let doomed = |method: &&Method| deleted_in_2023().contains(method.kind());
    let mut changes = removals(user.methods.iter().filter(doomed));
    changes.extend(user.methods.iter().filter_map(deactivated));
    if changes.is_empty() {
        return Nothing::NothingToDelete.into();
    }
    let survives = |method: &Method| {
        let token = method.kind() == MethodKind::HardwareOath;
        method.kind().facts().mfa && context.is_usable(method) && !doomed(&method) && !token
    };
    let required = user.mfa != PerUserMfa::Disabled || context.policies().require_mfa_for_all;
    let weaker = !required && !user.methods.iter().any(survives);
    Ruling::from(changes).warn_if(weaker, Warning::WeakerThanBefore)
}

/// An active hardware token, deactivated.
fn deactivated(method: &Method) -> Option<Change> {
    let mut method = method.clone();
    match &mut method.detail {
        Detail::HardwareOath { active, .. } if *active => *active = false,
        _ => return None,
    }
    Some(Change::ReplaceMethod(method))
}

fn removals<'a>(methods: impl Iterator<Item = &'a Method>) -> Vec<Change> {
    methods
        .map(|method| Change::RemoveMethod(method.id))
        .collect()
}

/// Box 2.
fn delete_app_passwords(user: &User) -> Ruling {
    let changes: Vec<_> = user
        .app_passwords
        .iter()
        .map(|password| Change::RemoveAppPassword(password.id))
        .collect();
    if changes.is_empty() {
        return Nothing::NoAppPasswords.into();
    }
    Ruling::from(changes).warn_if(true, Warning::AppsStop)
}

/// Box 3; "Revoke MFA sessions". In 2018 MFA comes at the next sign-in even where nothing else
/// requires it (D11).
pub(super) fn forget_devices(context: &Context, user: &User) -> Ruling {
    if user.devices.is_empty() {
        return Nothing::NoDevices.into();
    }
    let mut changes: Vec<_> = user
        .devices
        .iter()
        .map(|device| Change::RemoveDevice(device.id))
        .collect();
    if context.edition.restore_forces_mfa() && !user.mfa_at_next_sign_in {
        changes.push(Change::MfaAtNextSignIn(true));
    }
    changes.into()
}
