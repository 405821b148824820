//! What an administrator does in a step, people by name.

use serde::Deserialize;

use super::notation::Token;
use crate::domain::command::{Command, NewMethod, UserSettings};
use crate::domain::directory::{Directory as _, fold};
use crate::domain::id::{MethodId, UserId};
use crate::domain::method::DefaultMethod;
use crate::domain::phone::PhoneType;
use crate::domain::profile::ProfileField;
use crate::domain::role::Role;
use crate::domain::settings::ServiceSettings;
use crate::domain::tenant::Tenant;
use crate::domain::user::PerUserMfa;

type Name = String;

/// An administrator's action. Methods are named as in a state: `app`, `app=Pixel 8`.
#[derive(Debug, Clone, Deserialize)]
pub(super) enum Wish {
    ResetPassword(Name),
    /// The blade's button for one, box 1 for several.
    Reregister(Vec<Name>),
    RevokeMfaSessions(Name),
    RevokeSessions(Name),
    /// The dialog "Manage user settings", with the boxes of these numbers ticked: `"13"`.
    Boxes(Vec<Name>, String),
    SetPerUserMfa(Vec<Name>, PerUserMfa),
    AddPhone(Name, PhoneType, String),
    AddEmail(Name, String),
    /// For so many minutes, and whether it works once only.
    AddAccessPass(Name, u32, bool),
    ChangeMethod(Name, String, String),
    DeleteMethod(Name, String),
    SetDefault(Name, DefaultMethod),
    ActivateToken(Name),
    DeactivateToken(Name),
    EditProfile(Name, ProfileField, String),
    Block(Vec<Name>),
    Unblock(Vec<Name>),
    Delete(Vec<Name>),
    Restore(Vec<Name>),
    AssignRole(Name, Role),
    RemoveRole(Name, Role),
    ServiceSettings(ServiceSettings),
}

/// A name that nobody and nothing in the tenant has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unknown {
    pub(super) name: String,
    pub(super) what: String,
}

impl Wish {
    pub(super) fn command(&self, tenant: &Tenant) -> Result<Command, Unknown> {
        let one = |name: &Name| one(tenant, name);
        let all = |names: &[Name]| everybody(tenant, names);
        Ok(match self {
            Self::ResetPassword(user) => Command::ResetPassword { user: one(user)? },
            Self::Reregister(users) => match all(users)?[..] {
                [user] if tenant_has_blade(tenant) => Command::RequireReregister { user },
                ref users => boxes(users.to_vec(), "1"),
            },
            Self::RevokeMfaSessions(user) => Command::RevokeMfaSessions { user: one(user)? },
            Self::RevokeSessions(user) => Command::RevokeSessions { user: one(user)? },
            Self::Boxes(users, ticked) => boxes(all(users)?, ticked),
            Self::SetPerUserMfa(users, to) => Command::SetPerUserMfa {
                users: all(users)?,
                to: *to,
            },
            Self::AddPhone(user, phone_type, number) => Command::AddMethod {
                user: one(user)?,
                method: NewMethod::Phone {
                    phone_type: *phone_type,
                    number: number.clone(),
                },
            },
            Self::AddEmail(user, address) => Command::AddMethod {
                user: one(user)?,
                method: NewMethod::Email {
                    address: address.clone(),
                },
            },
            Self::AddAccessPass(user, minutes, one_time) => Command::AddMethod {
                user: one(user)?,
                method: NewMethod::TemporaryAccessPass {
                    starts: None,
                    lifetime_minutes: *minutes,
                    one_time: *one_time,
                },
            },
            Self::ChangeMethod(user, name, to) => Command::ChangeMethod {
                user: one(user)?,
                method: method(tenant, user, name)?,
                to: to.clone(),
            },
            Self::DeleteMethod(user, name) => Command::DeleteMethod {
                user: one(user)?,
                method: method(tenant, user, name)?,
            },
            Self::SetDefault(user, default) => Command::SetDefaultMethod {
                user: one(user)?,
                default: *default,
            },
            Self::ActivateToken(user) => Command::ActivateHardwareToken {
                user: one(user)?,
                method: method(tenant, user, "hw")?,
                code: None,
            },
            Self::DeactivateToken(user) => Command::DeactivateHardwareToken {
                user: one(user)?,
                method: method(tenant, user, "hw")?,
            },
            Self::EditProfile(user, field, text) => Command::EditProfile {
                user: one(user)?,
                name: None,
                fields: vec![(*field, text.clone())],
            },
            Self::Block(users) => Command::BlockSignIn { users: all(users)? },
            Self::Unblock(users) => Command::UnblockSignIn { users: all(users)? },
            Self::Delete(users) => Command::DeleteUsers { users: all(users)? },
            Self::Restore(users) => Command::RestoreUsers { users: all(users)? },
            Self::AssignRole(user, role) => Command::AssignRole {
                user: one(user)?,
                role: *role,
            },
            Self::RemoveRole(user, role) => Command::RemoveRole {
                user: one(user)?,
                role: *role,
            },
            Self::ServiceSettings(settings) => Command::SaveServiceSettings(settings.clone()),
        })
    }
}

fn tenant_has_blade(tenant: &Tenant) -> bool {
    tenant.edition().has_methods_blade()
}

fn boxes(users: Vec<UserId>, ticked: &str) -> Command {
    Command::ManageUserSettings {
        users,
        boxes: UserSettings {
            provide_contact_methods_again: ticked.contains('1'),
            delete_app_passwords: ticked.contains('2'),
            restore_remembered_devices: ticked.contains('3'),
        },
    }
}

/// The person of this name.
pub(super) fn one(tenant: &Tenant, name: &str) -> Result<UserId, Unknown> {
    match named(tenant, name)[..] {
        [user] => Ok(user),
        ref found => Err(Unknown {
            name: name.to_owned(),
            what: match found.len() {
                0 => format!("there is nobody called {name} in this scenario"),
                many => format!("{many} people are called {name}: name one"),
            },
        }),
    }
}

fn everybody(tenant: &Tenant, names: &[Name]) -> Result<Vec<UserId>, Unknown> {
    let mut users = Vec::new();
    for name in names {
        match named(tenant, name) {
            found if found.is_empty() => {
                return Err(one(tenant, name).err().unwrap_or_else(|| Unknown {
                    name: name.clone(),
                    what: "nobody".to_owned(),
                }));
            }
            found => users.extend(found),
        }
    }
    Ok(users)
}

/// Whom `name` names; with `*` at its end, everybody whose name begins so.
pub(super) fn named(tenant: &Tenant, name: &str) -> Vec<UserId> {
    let (beginning, whole) = match name.strip_suffix('*') {
        Some(beginning) => (fold(beginning), false),
        None => (fold(&super::people::full(name)), true),
    };
    let fits = |upn: &str| {
        let upn = fold(upn);
        upn.starts_with(&beginning) && (!whole || upn.len() == beginning.len())
    };
    tenant
        .users()
        .filter(|user| fits(&user.upn))
        .map(|user| user.id)
        .collect()
}

/// The method that is called `name`.
fn method(tenant: &Tenant, user: &str, name: &str) -> Result<MethodId, Unknown> {
    let unknown = |what| Unknown {
        name: name.to_owned(),
        what,
    };
    let token: Token = name.parse().map_err(unknown)?;
    let known = tenant.user(one(tenant, user)?);
    let method = known.as_ref().and_then(|user| {
        user.methods.iter().find(|method| {
            let text = method.detail.text();
            method.kind() == token.kind && token.detail.as_ref().is_none_or(|own| *own == text)
        })
    });
    // A method that is gone is asked for all the same: the refusal says so.
    let gone = MethodId(uuid::Uuid::nil());
    Ok(method.map_or(token.kind.fixed_id().unwrap_or(gone), |method| method.id))
}
