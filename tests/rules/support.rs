//! Tenants, users and states in the notation of the scenarios: `M{mob* app} F0 T{LAP1} A{OL10}
//! P own`. M usable methods, `*` the default, `-` behind a deactivated token; F the re-register
//! flag; T remembered devices; A app passwords; P the password, `temp!` where it must be changed.

use std::borrow::Borrow;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use enumset::EnumSet;
use pretty_assertions::assert_eq;
use proofup::domain::change::Fact;
use proofup::domain::command::{Command, UserSettings};
use proofup::domain::directory::Directory as _;
use proofup::domain::edition::Edition;
use proofup::domain::entropy::Entropy;
use proofup::domain::id::{AppPasswordId, DeviceId, MethodId, UserId};
use proofup::domain::method::{DefaultMethod, Detail, Method, MethodKind};
use proofup::domain::phone::PhoneType;
use proofup::domain::plan::{Actor, Outcome, Plan, plan};
use proofup::domain::refusal::Refusal;
use proofup::domain::role::Role;
use proofup::domain::secret::PasswordHash;
use proofup::domain::settings::{Policies, ServiceSettings};
use proofup::domain::tenant::{Tenant, TenantFacts};
use proofup::domain::time::Timestamp;
use proofup::domain::user::{AppPassword, Password, PerUserMfa, RememberedDevice, User};
use uuid::Uuid;

pub use Role::AuthenticationAdministrator as AA;
pub use Role::GlobalAdministrator as GA;
pub use Role::HelpdeskAdministrator as HD;
pub use Role::PrivilegedAuthenticationAdministrator as PAA;

/// When everything here happens.
pub const NOW: Timestamp = Timestamp(1_772_600_000);

/// A cloud member who holds nothing: Enforced, enabled, no role, own password.
pub fn user(name: &str) -> User {
    let earlier = NOW.plus_seconds(-1_000_000);
    User {
        mfa: PerUserMfa::Enforced,
        ..User::new(
            UserId(uuid(name)),
            format!("{}@contoso.com", name.replace(' ', ".")),
            name.to_owned(),
            Password {
                hash: hash(),
                must_change: false,
                changed: earlier,
            },
            earlier,
        )
    }
}

/// A user of this role.
pub fn administrator(name: &str, role: Role) -> User {
    let mut user = user(name);
    user.roles.insert(role);
    user
}

/// Builds a user up.
pub trait With {
    /// Methods, such as `mob* app`.
    fn methods(self, list: &str) -> Self;
    /// Remembered devices, such as `LAP1 HOME`.
    fn devices(self, list: &str) -> Self;
    /// App passwords, such as `OL10`.
    fn app_passwords(self, list: &str) -> Self;
    /// Any other change.
    fn but(self, change: impl FnOnce(&mut User)) -> Self;
}

impl With for User {
    fn methods(mut self, list: &str) -> Self {
        for token in list.split_whitespace() {
            let (name, default) = match token.strip_suffix('*') {
                Some(name) => (name, true),
                None => (token, false),
            };
            let detail = detail(name);
            if default {
                self.default_method = DefaultMethod::ALL
                    .into_iter()
                    .find(|default| default.kinds().contains(detail.kind()));
            }
            self.methods.push(Method {
                id: detail
                    .kind()
                    .fixed_id()
                    .unwrap_or_else(|| MethodId(uuid(&format!("{name} of {}", self.name)))),
                added: NOW.plus_seconds(-500_000),
                detail,
            });
        }
        self
    }

    fn devices(mut self, list: &str) -> Self {
        self.devices = list.split_whitespace().map(device).collect();
        self
    }

    fn app_passwords(mut self, list: &str) -> Self {
        self.app_passwords = list.split_whitespace().map(app_password).collect();
        self
    }

    fn but(mut self, change: impl FnOnce(&mut User)) -> Self {
        change(&mut self);
        self
    }
}

/// Names of the notation and the methods they stand for.
const NAMES: [(&str, MethodKind); 13] = [
    ("mob", MethodKind::MobilePhone),
    ("alt", MethodKind::AlternateMobilePhone),
    ("off", MethodKind::OfficePhone),
    ("app", MethodKind::MicrosoftAuthenticator),
    ("lite", MethodKind::AuthenticatorLite),
    ("less", MethodKind::PasswordlessPhoneSignIn),
    ("sw", MethodKind::SoftwareOath),
    ("hw", MethodKind::HardwareOath),
    ("mail", MethodKind::Email),
    ("fido", MethodKind::Fido2),
    ("whfb", MethodKind::WindowsHello),
    ("tap", MethodKind::TemporaryAccessPass),
    ("ask", MethodKind::SecurityQuestions),
];

/// All names of the notation.
pub fn method_names() -> impl Iterator<Item = &'static str> {
    NAMES.iter().map(|(name, _)| *name)
}

/// `app2` is another one of `app`; `hw-` is a deactivated token.
fn detail(name: &str) -> Detail {
    let letters = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-');
    let (_, kind) = NAMES.iter().find(|(own, _)| *own == letters).expect(name);
    let text = name.to_owned();
    let phone = |phone_type| Detail::Phone {
        phone_type,
        number: "+1 4255550100".parse().unwrap(),
    };
    match kind {
        MethodKind::MobilePhone => phone(PhoneType::Mobile),
        MethodKind::AlternateMobilePhone => phone(PhoneType::AlternateMobile),
        MethodKind::OfficePhone => phone(PhoneType::Office),
        MethodKind::MicrosoftAuthenticator => Detail::MicrosoftAuthenticator {
            device: text,
            seed: None,
        },
        MethodKind::AuthenticatorLite => Detail::AuthenticatorLite { device: text },
        MethodKind::PasswordlessPhoneSignIn => Detail::PasswordlessPhoneSignIn { device: text },
        MethodKind::SoftwareOath => Detail::SoftwareOath {
            name: text,
            seed: None,
        },
        MethodKind::HardwareOath => Detail::HardwareOath {
            serial: "2308724".to_owned(),
            manufacturer: "Contoso".to_owned(),
            model: "C200".to_owned(),
            interval: 30,
            active: !name.ends_with('-'),
            seed: None,
        },
        MethodKind::Email => Detail::Email {
            address: "kim@fabrikam.com".to_owned(),
        },
        MethodKind::Fido2 => Detail::Fido2 {
            name: text,
            model: "K5".to_owned(),
        },
        MethodKind::WindowsHello => Detail::WindowsHello { device: text },
        MethodKind::TemporaryAccessPass => Detail::TemporaryAccessPass {
            starts: NOW.plus_seconds(-60),
            lifetime_minutes: 60,
            one_time: false,
            used: false,
            hash: hash(),
        },
        _ => Detail::SecurityQuestions { count: 5 },
    }
}

fn device(name: &str) -> RememberedDevice {
    RememberedDevice {
        id: DeviceId(uuid(name)),
        name: name.to_owned(),
        client: "Edge on Windows".to_owned(),
        since: NOW.plus_seconds(-86_400),
        until: NOW.plus_days(60),
    }
}

fn app_password(name: &str) -> AppPassword {
    AppPassword {
        id: AppPasswordId(uuid(name)),
        name: name.to_owned(),
        created: NOW.plus_seconds(-86_400),
        last_used: None,
        hash: hash(),
    }
}

fn hash() -> PasswordHash {
    PasswordHash::from_phc("$argon2id$v=19$m=19456,t=2,p=1$AAAA$BBBB")
}

/// An id that a name always has.
pub fn uuid(name: &str) -> Uuid {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        (salt, name).hash(&mut hasher);
        hasher.finish()
    };
    uuid::Builder::from_random_bytes(
        (u128::from(half(0)) << 64 | u128::from(half(1))).to_be_bytes(),
    )
    .into_uuid()
}

/// Contoso with these users.
pub fn tenant(edition: Edition, users: impl IntoIterator<Item = User>) -> Tenant {
    tenant_with(edition, Policies::default(), users)
}

/// Contoso with these policies and users.
pub fn tenant_with(
    edition: Edition,
    policies: Policies,
    users: impl IntoIterator<Item = User>,
) -> Tenant {
    let facts = TenantFacts {
        name: "Contoso".to_owned(),
        domains: vec!["contoso.com".to_owned()],
        edition,
        demo: false,
        settings: ServiceSettings::default(),
        policies,
        clock_days: 0,
    };
    Tenant::new(facts, users, 1).unwrap()
}

/// An administrator of these roles, who is nobody of the tenant.
pub fn actor(roles: impl Into<EnumSet<Role>>) -> Actor {
    Actor {
        id: UserId(uuid("the administrator")),
        upn: "admin@contoso.com".to_owned(),
        roles: roles.into(),
    }
}

/// Somebody of the tenant, acting.
pub fn acting(user: &User) -> Actor {
    Actor {
        id: user.id,
        upn: user.upn.clone(),
        roles: user.roles,
    }
}

/// The plan of `command`, with the same ids and secrets every time.
pub fn planned(tenant: &Tenant, actor: &Actor, command: &Command) -> Plan {
    plan(tenant, actor, command, &mut Entropy::from_seed(7), NOW)
}

/// The tenant after each of `commands` in turn, each with ids and secrets of its own.
pub fn one_by_one(tenant: &Tenant, actor: &Actor, commands: &[Command]) -> Tenant {
    let mut entropy = Entropy::from_seed(7);
    commands.iter().fold(tenant.clone(), |tenant, command| {
        applied(&tenant, &plan(&tenant, actor, command, &mut entropy, NOW))
    })
}

/// The tenant after `plan`.
pub fn applied(tenant: &Tenant, plan: &Plan) -> Tenant {
    let mut after = tenant.clone();
    let facts: Vec<Fact> = plan.facts().cloned().collect();
    after.apply(facts, plan.revision + 1).unwrap();
    after
}

/// The tenant after these commands, one after the other.
pub fn after(
    tenant: &Tenant,
    actor: &Actor,
    commands: impl IntoIterator<Item = impl Borrow<Command>>,
) -> Tenant {
    commands
        .into_iter()
        .fold(tenant.clone(), |tenant, command| {
            applied(&tenant, &planned(&tenant, actor, command.borrow()))
        })
}

/// Why the only part of `command`'s plan is refused.
#[track_caller]
pub fn refusal(tenant: &Tenant, actor: &Actor, command: &Command) -> Refusal {
    let plan = planned(tenant, actor, command);
    let [row] = &plan.rows[..] else {
        panic!("{} rows", plan.rows.len());
    };
    let [part] = &row.parts[..] else {
        panic!("{} parts", row.parts.len());
    };
    match &part.outcome {
        Outcome::Refused(why) => why.clone(),
        other => panic!("not refused: {other:?}"),
    }
}

/// Why `command` by a Global Administrator is refused in 2023, in a tenant of this user.
#[track_caller]
pub fn refused(user: &User, command: &Command) -> Refusal {
    refusal(
        &tenant(Edition::Entra2023, [user.clone()]),
        &actor(GA),
        command,
    )
}

/// The state of this user in 2023 after `command` by a Global Administrator.
pub fn done(user: &User, command: &Command) -> String {
    let before = tenant(Edition::Entra2023, [user.clone()]);
    let after = after(&before, &actor(GA), [command]);
    state(&of(&after, &user.name))
}

/// The outcome of the only part of `command`'s plan.
#[track_caller]
pub fn outcome(tenant: &Tenant, actor: &Actor, command: &Command) -> Outcome {
    let plan = planned(tenant, actor, command);
    assert_eq!(plan.parts().count(), 1);
    plan.rows[0].parts[0].outcome.clone()
}

/// The user of this name.
pub fn of(tenant: &Tenant, name: &str) -> Arc<User> {
    tenant.user(UserId(uuid(name))).expect(name)
}

/// The dialog with these boxes ticked, for everybody in `users`.
pub fn boxes(users: &[UserId], ticked: &str) -> Command {
    Command::ManageUserSettings {
        users: users.to_vec(),
        boxes: UserSettings {
            provide_contact_methods_again: ticked.contains('1'),
            delete_app_passwords: ticked.contains('2'),
            restore_remembered_devices: ticked.contains('3'),
        },
    }
}

/// The state of a user in the notation of the scenarios.
pub fn state(user: &User) -> String {
    let methods: Vec<_> = user
        .methods
        .iter()
        .map(|method| method_name(user, method))
        .collect();
    let devices: Vec<_> = user.devices.iter().map(|one| one.name.as_str()).collect();
    let passwords: Vec<_> = user.app_passwords.iter().map(|a| a.name.as_str()).collect();
    format!(
        "M{{{}}} F{} T{{{}}} A{{{}}} P {}{}",
        methods.join(" "),
        u8::from(user.must_register_again),
        devices.join(" "),
        passwords.join(" "),
        if user.password.must_change {
            "temp!"
        } else {
            "own"
        },
        if user.mfa_at_next_sign_in {
            " MFA next"
        } else {
            ""
        },
    )
}

fn method_name(user: &User, method: &Method) -> String {
    let (name, _) = NAMES
        .iter()
        .find(|(_, kind)| *kind == method.kind())
        .expect("a method of the notation");
    let name = match &method.detail {
        Detail::MicrosoftAuthenticator { device, .. } => device.as_str(),
        _ => name,
    };
    let inactive = matches!(method.detail, Detail::HardwareOath { active: false, .. });
    let row = user.default_method_row(&Policies::default(), NOW);
    let default = row.is_some_and(|row| row.id == method.id);
    let marks = [(inactive, "-"), (default, "*")];
    let marks = marks
        .into_iter()
        .filter(|(is, _)| *is)
        .map(|(_, mark)| mark);
    std::iter::once(name).chain(marks).collect()
}

/// Asserts the state of the user, and that whatever the state does not say, or says unchanged, is
/// as it was.
#[track_caller]
pub fn assert_state(before: &Tenant, after: &Tenant, name: &str, expected: &str) {
    let (before, after) = (of(before, name), of(after, name));
    assert_eq!(state(&after), expected, "{name}");
    let mut unchanged = User::clone(&before);
    let parts = |user: &User| {
        state(user)
            .split_inclusive('}')
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let same = |at: usize| parts(&before)[at] == parts(&after)[at];
    if !same(0) {
        unchanged.methods.clone_from(&after.methods);
        unchanged.default_method = after.default_method;
    }
    if !same(1) {
        unchanged.devices.clone_from(&after.devices);
    }
    if !same(2) {
        unchanged.app_passwords.clone_from(&after.app_passwords);
    }
    unchanged.must_register_again = after.must_register_again;
    unchanged.mfa_at_next_sign_in = after.mfa_at_next_sign_in;
    if before.password.must_change != after.password.must_change {
        unchanged.password = after.password.clone();
    }
    assert_eq!(unchanged, *after, "{name}: something else changed");
}
