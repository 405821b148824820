//! Made-up tenants of any size, for whoever tests lists, searches and scripts at scale.
//!
//! One user after the other, each from its own number alone: the same seed gives the same
//! people, and the first thousand of a million are the thousand of a thousand. Nobody is hashed
//! for: passwords come from the pool.

mod dice;
mod methods;
mod names;

use enumset::EnumSet;

use self::dice::Dice;
use super::pool;
use crate::domain::edition::Edition;
use crate::domain::entropy::Entropy;
use crate::domain::id::{AppPasswordId, DeviceId, UserId};
use crate::domain::profile::PublicProfile;
use crate::domain::role::{Protection, Role};
use crate::domain::settings::{AppPasswords, Policies, ServiceSettings};
use crate::domain::tenant::TenantFacts;
use crate::domain::time::{DAY, Timestamp};
use crate::domain::user::{AppPassword, Password, PerUserMfa, RememberedDevice, User, UserType};

/// The present of a generated tenant where nothing else is said: 2026-11-23T09:00:00Z, as
/// Contoso's. Fixed, so that a seed repeats to the byte.
pub const PRESENT: Timestamp = Timestamp(1_795_424_400);

/// Days a generated tenant lets users trust a device for.
const REMEMBER_DAYS: u16 = 90;

/// The first users of every generated tenant: who one signs in as.
const ADMINISTRATORS: [(&str, &str, Role); 5] = [
    ("admin", "Contoso Administrator", Role::GlobalAdministrator),
    (
        "authadmin",
        "Alicia Thornber",
        Role::AuthenticationAdministrator,
    ),
    (
        "privauth",
        "Rory Brevik",
        Role::PrivilegedAuthenticationAdministrator,
    ),
    ("helpdesk", "Hugo Marchand", Role::HelpdeskAdministrator),
    ("useradmin", "Ulrike Brandt", Role::UserAdministrator),
];

/// Roles that somebody further down holds now and then: every other row of matrix 7.1.
const ROLES: [Role; 14] = [
    Role::AuthenticationPolicyAdministrator,
    Role::PasswordAdministrator,
    Role::PrivilegedRoleAdministrator,
    Role::GlobalReader,
    Role::ReportsReader,
    Role::SecurityReader,
    Role::ExchangeAdministrator,
    Role::GroupsAdministrator,
    Role::DirectoryReaders,
    Role::GuestInviter,
    Role::MessageCenterReader,
    Role::UserExperienceSuccessManager,
    Role::UsageSummaryReportsReader,
    Role::HelpdeskAdministrator,
];

const DEPARTMENTS: [(&str, &[&str]); 8] = [
    (
        "Sales",
        &[
            "Account manager",
            "Sales representative",
            "Regional director",
        ],
    ),
    ("Engineering", &["Developer", "Test engineer", "Architect"]),
    ("Production", &["Shift leader", "Planner", "Machinist"]),
    ("Finance", &["Controller", "Analyst", "Payroll clerk"]),
    ("Human resources", &["Recruiter", "Partner", "Trainer"]),
    ("Legal", &["Counsel", "Paralegal"]),
    ("Marketing", &["Designer", "Editor", "Brand manager"]),
    ("Operations", &["Buyer", "Dispatcher", "Service desk"]),
];

const COUNTRIES: [&str; 6] = [
    "United States",
    "Germany",
    "Poland",
    "Japan",
    "Brazil",
    "India",
];

const DEVICES: [(&str, &str); 5] = [
    ("LAPTOP", "Edge on Windows"),
    ("DESKTOP", "Chrome on Windows"),
    ("MACBOOK", "Safari on macOS"),
    ("HOME", "Firefox on Windows"),
    ("TABLET", "Edge on iOS"),
];

const LEGACY_APPS: [&str; 4] = ["Outlook 2010", "Scanner", "Mail on phone", "IMAP script"];

/// The facts of a generated tenant.
pub fn facts() -> TenantFacts {
    TenantFacts {
        name: "Contoso".to_owned(),
        domains: vec!["contoso.com".to_owned()],
        edition: Edition::default(),
        demo: true,
        settings: ServiceSettings {
            app_passwords: AppPasswords::Allowed,
            remember_days: Some(REMEMBER_DAYS),
            ..ServiceSettings::default()
        },
        policies: Policies::default(),
        clock_days: 0,
    }
}

/// `count` users from `seed`, as they are at `present`.
pub fn users(count: u32, seed: u64, present: Timestamp) -> impl ExactSizeIterator<Item = User> {
    let entropy = Entropy::from_seed(seed);
    (0..count).map(move |number| {
        let dice = Dice::new(entropy.fork(u64::from(number)));
        match ADMINISTRATORS.get(number as usize) {
            Some(&administrator) => an_administrator(number, administrator, dice, present),
            None => somebody(number, dice, present),
        }
    })
}

fn an_administrator(
    number: u32,
    (local, name, role): (&str, &str, Role),
    mut dice: Dice,
    present: Timestamp,
) -> User {
    let (given, surname) = name.split_once(' ').unwrap_or((name, ""));
    let mut user = account(
        number,
        format!("{local}@contoso.com"),
        name,
        &mut dice,
        present,
    );
    user.roles = EnumSet::only(role);
    user.mfa = PerUserMfa::Enforced;
    user.profile = profile(given, surname, ("IT", "Administrator"), &mut dice);
    methods::app_and_mobile(&mut user, &mut dice);
    user
}

fn somebody(number: u32, mut dice: Dice, present: Timestamp) -> User {
    let name = names::draw(&mut dice);
    let guest = dice.percent(8);
    // The number keeps names apart without remembering who was there before.
    let upn = if guest {
        format!("{}{number}_fabrikam.com#EXT#@contoso.com", name.mailbox)
    } else {
        format!("{}{number}@contoso.com", name.mailbox)
    };
    let mut user = account(number, upn, &name.display(), &mut dice, present);
    if guest {
        user.user_type = UserType::Guest;
        user.profile.mail = format!("{}@fabrikam.com", name.mailbox);
    } else {
        let (department, titles) = *dice.one_of(&DEPARTMENTS);
        let title = dice.one_of(titles);
        user.profile = profile(name.given, name.surname, (department, title), &mut dice);
        user.synced = dice.percent(55);
        if dice.percent(2) {
            user.roles = EnumSet::only(*dice.one_of(&ROLES));
        } else if dice.percent(1) {
            user.protections = EnumSet::only(Protection::RoleAssignableGroup);
        }
    }
    user.blocked = dice.percent(3);
    user.mfa = *dice.weighted(&[
        (PerUserMfa::Enforced, 60),
        (PerUserMfa::Enabled, 15),
        (PerUserMfa::Disabled, 25),
    ]);
    methods::register(&mut user, &mut dice);
    if dice.percent(4) {
        // A new starter: a temporary password and nothing registered yet.
        user.password.must_change = true;
        user.methods.clear();
        user.default_method = None;
    }
    remember(&mut user, &mut dice, present);
    if dice.percent(1) {
        user.deleted = Some(earlier(present, &mut dice, 29));
    }
    user
}

/// An account with a password and nothing else.
fn account(number: u32, upn: String, name: &str, dice: &mut Dice, present: Timestamp) -> User {
    let created = earlier(present, dice, 3000).plus_seconds(-500 * DAY);
    User::new(
        UserId::generate(dice.entropy()),
        upn,
        name.to_owned(),
        Password {
            hash: pool::password(number as usize),
            must_change: false,
            changed: earlier(present, dice, 400),
        },
        created,
    )
}

fn profile(
    given: &str,
    surname: &str,
    (department, title): (&str, &str),
    dice: &mut Dice,
) -> PublicProfile {
    PublicProfile {
        given_name: given.to_owned(),
        surname: surname.to_owned(),
        job_title: title.to_owned(),
        department: department.to_owned(),
        office: format!("Building {}", dice.below(30) + 1),
        country: (*dice.one_of(&COUNTRIES)).to_owned(),
        ..PublicProfile::default()
    }
}

/// Remembered devices, where there is a method to have passed MFA with, and app passwords, where
/// the state lets them be made (`facts/portal.md` 6).
fn remember(user: &mut User, dice: &mut Dice, present: Timestamp) {
    if user.methods.iter().any(|method| method.kind().facts().mfa) {
        for _ in 0..*dice.weighted(&[(0, 30), (1, 45), (2, 18), (3, 7)]) {
            let (kind, client) = *dice.one_of(&DEVICES);
            // A few are over already: they are listed until they are revoked.
            let since = earlier(present, dice, u32::from(REMEMBER_DAYS) + 5);
            user.devices.push(RememberedDevice {
                id: DeviceId::generate(dice.entropy()),
                name: format!("{kind}-{}", dice.below(9000) + 1000),
                client: client.to_owned(),
                since,
                until: since.plus_days(u32::from(REMEMBER_DAYS)),
            });
        }
    }
    if user.mfa == PerUserMfa::Enforced && dice.percent(15) {
        for position in 0..=dice.below(2) {
            let created = earlier(present, dice, 600);
            user.app_passwords.push(AppPassword {
                id: AppPasswordId::generate(dice.entropy()),
                name: (*dice.one_of(&LEGACY_APPS)).to_owned(),
                created,
                last_used: dice
                    .percent(80)
                    .then(|| earlier(present, dice, 30).max(created)),
                hash: pool::app_password(position as usize),
            });
        }
    }
}

/// Some moment of the `days` days before `present`.
fn earlier(present: Timestamp, dice: &mut Dice, days: u32) -> Timestamp {
    let minutes = dice.below(days.saturating_mul(24 * 60));
    present.plus_seconds(-i64::from(minutes) * 60)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::domain::directory::Directory as _;
    use crate::domain::method::MethodKind;
    use crate::domain::tenant::Tenant;

    #[test]
    fn a_seed_repeats_and_a_larger_tenant_begins_with_the_smaller() {
        let few: Vec<_> = users(300, 7, PRESENT).collect();
        assert_eq!(few, users(300, 7, PRESENT).collect::<Vec<_>>());
        assert_eq!(few, users(900, 7, PRESENT).take(300).collect::<Vec<_>>());
        assert_ne!(few, users(300, 8, PRESENT).collect::<Vec<_>>());
    }

    #[test]
    fn the_first_user_is_a_global_administrator_who_can_sign_in() {
        let admin = users(1, 1, PRESENT).next().unwrap();
        assert_eq!(admin.upn, "admin@contoso.com");
        assert_eq!(admin.roles, EnumSet::only(Role::GlobalAdministrator));
        assert!(!admin.blocked && admin.deleted.is_none());
        assert!(admin.methods.iter().all(|method| method.added < PRESENT));
    }

    #[test]
    fn ten_thousand_make_a_tenant_with_every_state_and_trouble() {
        let tenant = Tenant::new(facts(), users(10_000, 2026, PRESENT), 0).unwrap();
        assert_eq!(tenant.len(), 10_000);
        let count = |is: fn(&User) -> bool| tenant.users().filter(|user| is(user)).count();
        for state in PerUserMfa::ALL {
            let of_state = tenant.users().filter(|user| user.mfa == state).count();
            assert!(of_state > 1000, "{state:?}: {of_state}");
        }
        assert!((600..1000).contains(&count(|user| user.user_type == UserType::Guest)));
        assert!((4000..6500).contains(&count(|user| user.synced)));
        assert!((1000..2500).contains(&count(|user| user.methods.is_empty())));
        assert!((200..400).contains(&count(|user| user.blocked)));
        assert!(count(|user| user.password.must_change) > 200);
        assert!(count(|user| user.app_passwords.len() > 1) > 100);
        assert!(count(|user| !user.name.is_ascii()) > 2000);
        let roles: HashSet<_> = tenant.users().flat_map(|user| user.roles).collect();
        assert!(ROLES.iter().all(|role| roles.contains(role)));
    }

    #[test]
    fn a_default_method_is_one_that_is_registered() {
        for user in users(3000, 5, PRESENT) {
            let served = user.default_method.is_none_or(|default| {
                user.methods
                    .iter()
                    .any(|m| default.kinds().contains(m.kind()))
            });
            assert!(served, "{user:?}");
            let alternate = user.method_of_kind(MethodKind::AlternateMobilePhone);
            let mobile = user.method_of_kind(MethodKind::MobilePhone);
            assert!(alternate.is_none() || mobile.is_some(), "{user:?}");
            assert!(
                user.upn.split('@').next().unwrap().len() <= 64,
                "{}",
                user.upn
            );
        }
    }
}
