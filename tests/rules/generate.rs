//! Any tenant, any actor, any command: what the properties are tried on.

use enumset::{EnumSet, EnumSetType};
use std::fmt::Debug;

use proofup::domain::command::{Command, NewMethod, NewUser, UserSettings};
use proofup::domain::edition::Edition;
use proofup::domain::id::{MethodId, UserId};
use proofup::domain::method::{DefaultMethod, MethodKind, MethodKinds};
use proofup::domain::oath::Seed;
use proofup::domain::phone::PhoneType;
use proofup::domain::profile::ProfileField;
use proofup::domain::role::{Protection, Role};
use proofup::domain::settings::{Policies, ServiceSettings};
use proofup::domain::tenant::Tenant;
use proofup::domain::time::Timestamp;
use proofup::domain::token_upload::NewToken;
use proofup::domain::user::{PerUserMfa, User, UserType};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::support::*;

/// How many users a generated tenant has; commands also name one who is not there.
const USERS: usize = 4;

fn set<T: EnumSetType + Debug + 'static>() -> impl Strategy<Value = EnumSet<T>> {
    let all: Vec<T> = EnumSet::all().iter().collect();
    let most = all.len().min(3);
    subsequence(all, 0..=most).prop_map(|some| some.into_iter().collect())
}

fn any_user(name: String) -> impl Strategy<Value = User> {
    let methods = subsequence(method_names().collect::<Vec<_>>(), 0..=13);
    let names = || subsequence(vec!["PC", "TAB", "HOME"], 0..=3);
    let flags = vec(any::<bool>(), 5);
    (
        (methods, names(), names(), select(&PerUserMfa::ALL[..])),
        (
            set::<Role>(),
            set::<Protection>(),
            flags,
            option::of(0..60i64),
        ),
        option::of(select(&DefaultMethod::ALL[..])),
    )
        .prop_map(move |(held, account, default)| {
            let (methods, devices, passwords, mfa) = held;
            let (roles, protections, flags, deleted) = account;
            user(&name)
                .methods(&methods.join(" "))
                .devices(&devices.join(" "))
                .app_passwords(&passwords.join(" "))
                .but(|user| {
                    user.mfa = mfa;
                    user.roles = roles;
                    user.protections = protections;
                    user.default_method = default;
                    user.blocked = flags[0];
                    user.synced = flags[1];
                    user.must_register_again = flags[2];
                    user.lockout.failures = u16::from(flags[3]);
                    if flags[4] {
                        user.user_type = UserType::Guest;
                    }
                    user.deleted = deleted
                        .filter(|days| days % 3 == 0)
                        .map(|days| NOW.plus_seconds(-days * 86_400));
                })
        })
}

/// A tenant where every default is unset or served.
pub fn any_tenant() -> impl Strategy<Value = Tenant> {
    let users: Vec<_> = (0..USERS)
        .map(|at| any_user(format!("User {at}")))
        .collect();
    let flags = (any::<bool>(), any::<bool>());
    let edition = select(&Edition::ALL[..]);
    (edition, users, set::<MethodKind>(), flags).prop_map(|(edition, users, off, flags)| {
        let policies = Policies {
            require_mfa_for_all: flags.0,
            password_writeback: flags.1,
            disabled_methods: if flags.0 { off } else { MethodKinds::empty() },
            ..Policies::default()
        };
        let users = users.into_iter().map(|mut user| {
            if user.default_method_row(&policies, NOW).is_none() {
                user.default_method = None;
            }
            user
        });
        let users: Vec<_> = users.collect();
        tenant_with(edition, policies, users)
    })
}

/// Roles of an actor, who may be one of the users.
pub fn any_actor() -> impl Strategy<Value = (EnumSet<Role>, Option<UserId>)> {
    let roles = prop_oneof![
        Just(EnumSet::only(GA)),
        Just(EnumSet::only(AA)),
        set::<Role>()
    ];
    (roles, option::of(any_id()))
}

fn any_id() -> impl Strategy<Value = UserId> {
    (0..=USERS).prop_map(|at| UserId(uuid(&format!("User {at}"))))
}

fn any_method_id() -> impl Strategy<Value = MethodId> {
    let fixed: Vec<_> = MethodKinds::all()
        .iter()
        .filter_map(MethodKind::fixed_id)
        .collect();
    let names = method_names().collect::<Vec<_>>();
    prop_oneof![
        select(fixed),
        (select(names), 0..USERS)
            .prop_map(|(name, at)| MethodId(uuid(&format!("{name} of User {at}")))),
    ]
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("+1 4255550123".to_owned()),
        Just("+44 2079460000x12".to_owned()),
        Just("kim@example.com".to_owned()),
        Just("kim@contoso.com".to_owned()),
        ".{0,20}",
    ]
}

fn any_new_method() -> impl Strategy<Value = NewMethod> {
    prop_oneof![
        (select(&PhoneType::ALL[..]), any_text())
            .prop_map(|(phone_type, number)| { NewMethod::Phone { phone_type, number } }),
        any_text().prop_map(|address| NewMethod::Email { address }),
        (option::of(writable_time()), any::<u16>(), any::<bool>()).prop_map(
            |(starts, minutes, one_time)| NewMethod::TemporaryAccessPass {
                starts: starts.map(Timestamp),
                lifetime_minutes: minutes.into(),
                one_time,
            }
        ),
    ]
}

/// Years 0 to 9999: what RFC 3339 can say.
fn writable_time() -> impl Strategy<Value = i64> {
    prop_oneof![
        -62_167_219_200..253_402_207_200i64,
        NOW.0..NOW.0 + 40_000_000
    ]
}

fn any_settings() -> impl Strategy<Value = ServiceSettings> {
    let range = prop_oneof![Just("203.0.113.0/24".to_owned()), any_text()];
    (option::of(0..400u16), vec(range, 0..3), any::<bool>()).prop_map(|(days, ranges, flag)| {
        ServiceSettings {
            remember_days: days,
            trusted_ips: ranges,
            call_to_phone: flag,
            ..ServiceSettings::default()
        }
    })
}

/// Any command, sensible or not.
pub fn any_command() -> impl Strategy<Value = Command> {
    let users = || vec(any_id(), 0..6);
    let one = any_id;
    let with_method = || (any_id(), any_method_id());
    let role = || {
        (
            any_id(),
            select(EnumSet::<Role>::all().iter().collect::<Vec<_>>()),
        )
    };
    let fields = vec((select(&ProfileField::ALL[..]), any_text()), 0..3);
    let many = prop_oneof![
        4 => (users(), any::<[bool; 3]>()).prop_map(|(users, ticked)| Command::ManageUserSettings {
            users,
            boxes: UserSettings {
                provide_contact_methods_again: ticked[0],
                delete_app_passwords: ticked[1],
                restore_remembered_devices: ticked[2],
            },
        }),
        1 => (users(), select(&PerUserMfa::ALL[..]))
            .prop_map(|(users, to)| Command::SetPerUserMfa { users, to }),
        1 => (users(), select(&PerUserMfa::ALL[..])).prop_map(|(users, to)| {
            let states = users.into_iter().map(|user| (user, to)).collect();
            Command::SetPerUserMfaEach { states }
        }),
        1 => users().prop_map(|users| Command::BlockSignIn { users }),
        1 => users().prop_map(|users| Command::UnblockSignIn { users }),
        1 => users().prop_map(|users| Command::DeleteUsers { users }),
        1 => users().prop_map(|users| Command::RestoreUsers { users }),
        1 => users().prop_map(|users| Command::DeletePermanently { users }),
    ];
    let account = prop_oneof![
        one().prop_map(|user| Command::ResetPassword { user }),
        one().prop_map(|user| Command::RequireReregister { user }),
        one().prop_map(|user| Command::RevokeMfaSessions { user }),
        one().prop_map(|user| Command::RevokeSessions { user }),
        role().prop_map(|(user, role)| Command::AssignRole { user, role }),
        role().prop_map(|(user, role)| Command::RemoveRole { user, role }),
        (one(), option::of(any_text()), fields)
            .prop_map(|(user, name, fields)| Command::EditProfile { user, name, fields }),
        (any_text(), any_text(), any::<bool>()).prop_map(|(upn, name, guest)| {
            let user_type = if guest {
                UserType::Guest
            } else {
                UserType::Member
            };
            Command::CreateUser(NewUser {
                upn,
                name,
                user_type,
            })
        }),
        any_settings().prop_map(Command::SaveServiceSettings),
        any::<u32>().prop_map(|days| Command::AdvanceClock { days }),
        (0..40_u32).prop_map(|days| Command::AdvanceClock { days }),
        Just(Command::ResetClock),
    ];
    let method = prop_oneof![
        (one(), any_new_method()).prop_map(|(user, method)| Command::AddMethod { user, method }),
        (with_method(), any_text()).prop_map(|((user, method), to)| Command::ChangeMethod {
            user,
            method,
            to
        }),
        with_method().prop_map(|(user, method)| Command::DeleteMethod { user, method }),
        (one(), select(&DefaultMethod::ALL[..]))
            .prop_map(|(user, default)| Command::SetDefaultMethod { user, default }),
        with_method().prop_map(|(user, method)| Command::ActivateHardwareToken {
            user,
            method,
            code: None
        }),
        with_method().prop_map(|(user, method)| Command::DeactivateHardwareToken { user, method }),
        (vec(one(), 0..4), any_text()).prop_map(|(users, serial)| {
            let token = NewToken {
                serial,
                seed: Seed::from_base32("GEZDGNBVGY3TQOJQ").unwrap(),
                interval: 60,
                manufacturer: String::new(),
                model: String::new(),
            };
            let tokens = users.into_iter().map(|user| (user, token.clone()));
            Command::UploadHardwareTokens {
                tokens: tokens.collect(),
            }
        }),
    ];
    prop_oneof![many, account, method]
}
