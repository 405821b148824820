//! Contoso has somebody for every lesson: each start state of `rules.md` 3 and each row of matrix
//! 7.1 is a person, named here.

use std::collections::BTreeSet;

use proofup::demo;
use proofup::domain::directory::Directory as _;
use proofup::domain::method::{DefaultMethod, MethodKind};
use proofup::domain::plan::accounts::check_upn;
use proofup::domain::role::{Protection, Role};
use proofup::domain::tenant::Tenant;
use proofup::domain::user::{PerUserMfa, User, UserType};
use rstest::rstest;

fn contoso() -> Tenant {
    let (facts, users) = demo::contoso().unwrap();
    Tenant::new(facts, users, 0).unwrap()
}

fn person(name: &str) -> User {
    let tenant = contoso();
    let id = tenant.find(&format!("{name}@contoso.com"));
    let id = id.unwrap_or_else(|| panic!("nobody is called {name}"));
    User::clone(&tenant.user(id).unwrap())
}

/// A user's state in the notation of `rules.md` 3: `M{mob*,app} T{LAP1} A{OL10}`. The default
/// method has a star.
fn state(user: &User) -> String {
    let default = user.default_method.map(DefaultMethod::kinds);
    let mut starred = false;
    let methods = user.methods.iter().map(|method| {
        let name = match method.kind() {
            MethodKind::MobilePhone => "mob",
            MethodKind::MicrosoftAuthenticator => "app",
            MethodKind::HardwareOath => "hw",
            other => other.label(),
        };
        let star = !starred && default.is_some_and(|kinds| kinds.contains(method.kind()));
        starred |= star;
        format!("{name}{}", if star { "*" } else { "" })
    });
    let methods: Vec<_> = methods.collect();
    let devices: Vec<_> = user
        .devices
        .iter()
        .map(|device| device.name.as_str())
        .collect();
    let apps: Vec<_> = user
        .app_passwords
        .iter()
        .map(|app| app.name.as_str())
        .collect();
    format!(
        "M{{{}}} T{{{}}} A{{{}}}",
        methods.join(","),
        devices.join(","),
        apps.join(",")
    )
}

/// The start defaults of `rules.md` 3, as far as a row does not say otherwise.
fn has_the_defaults(user: &User) {
    assert!(!user.password.must_change && !user.must_register_again && !user.blocked);
    assert!(user.deleted.is_none() && user.protections.is_empty());
    assert_eq!(user.user_type, UserType::Member);
}

#[rstest]
#[case::lost_phone("PatrickR", "M{mob*,app} T{LAP1} A{OL10}")]
#[case::taken_over("IsaiahL", "M{mob*,app} T{HOME,EVIL} A{OL10,imap}")]
#[case::stolen_laptop("MiriamG", "M{app*} T{LAP7,HOME} A{}")]
#[case::forgotten_and_lost("HenriettaM", "M{app*} T{PC} A{}")]
#[case::hardware_token("JohannaL", "M{hw*,mob} T{} A{}")]
#[case::email_is_no_second_factor("KimA", "M{} T{} A{}")]
fn a_start_state_is_somebody(#[case] name: &str, #[case] start: &str) {
    let user = person(name);
    assert_eq!(state(&user), start);
    assert_eq!(user.mfa, PerUserMfa::Enforced);
    assert!(user.roles.is_empty() && !user.synced);
    has_the_defaults(&user);
}

#[rstest]
#[case::stolen_laptop("NestorW", "M{app*} T{LAP7,HOME} A{}")]
#[case::re_register("LidiaH", "M{app*} T{} A{}")]
fn where_nothing_requires_mfa(#[case] name: &str, #[case] start: &str) {
    let user = person(name);
    assert_eq!(state(&user), start);
    assert_eq!(user.mfa, PerUserMfa::Disabled);
    assert!(!contoso().facts().policies.require_mfa_for_all);
    has_the_defaults(&user);
}

#[test]
fn the_synced_user_has_the_public_number_as_a_method() {
    let diego = person("DiegoS");
    assert!(diego.synced && diego.mfa == PerUserMfa::Enforced);
    assert_eq!(state(&diego), "M{mob*} T{LAP3} A{}");
    assert_eq!(diego.methods[0].detail.text(), diego.profile.mobile_phone);
}

#[test]
fn the_global_administrator_to_fail_at() {
    let nancy = person("NancyA");
    assert_eq!(state(&nancy), "M{app*} T{PC} A{x}");
    assert_eq!(nancy.roles, Role::GlobalAdministrator);
    has_the_defaults(&nancy);
}

#[test]
fn the_breach_is_building_25() {
    let tenant = contoso();
    let all: Vec<_> = tenant
        .users()
        .filter(|user| user.profile.office == "Building 25")
        .collect();
    assert_eq!(all.len(), 25);
    let ordinary: Vec<_> = all
        .iter()
        .filter(|user| user.roles.is_empty() && !user.synced && !user.methods.is_empty())
        .collect();
    assert_eq!(ordinary.len(), 22);
    for user in &ordinary {
        assert!(
            state(user).starts_with("M{mob*,app} T{"),
            "{}: {}",
            user.name,
            state(user)
        );
    }
    let with_app_passwords = ordinary
        .iter()
        .filter(|user| !user.app_passwords.is_empty());
    assert_eq!(with_app_passwords.count(), 5);
    for user in &all {
        assert_eq!(user.devices.len(), 1, "{}", user.name);
        assert_eq!(user.mfa, PerUserMfa::Enforced, "{}", user.name);
        has_the_defaults(user);
    }
    let others: BTreeSet<_> = all
        .iter()
        .filter(|user| !ordinary.iter().any(|own| own.id == user.id))
        .map(|user| (user.name.as_str(), state(user)))
        .collect();
    let expected = [
        ("Diego Siciliani", "M{mob*} T{LAP3} A{}".to_owned()),
        ("Grady Archie", "M{} T{LAP4} A{}".to_owned()),
        ("Nancy Anderson", "M{app*} T{PC} A{x}".to_owned()),
    ];
    assert_eq!(others, BTreeSet::from(expected));
}

#[rstest]
#[case(Role::GlobalAdministrator, "admin")]
#[case(Role::AuthenticationAdministrator, "authadmin")]
#[case(Role::PrivilegedAuthenticationAdministrator, "privauth")]
#[case(Role::HelpdeskAdministrator, "helpdesk")]
#[case(Role::UserAdministrator, "useradmin")]
#[case(Role::AuthenticationPolicyAdministrator, "policyadmin")]
#[case(Role::GlobalReader, "globalreader")]
#[case(Role::DirectoryReaders, "DebraB")]
#[case(Role::GroupsAdministrator, "GraceT")]
#[case(Role::GuestInviter, "GabrielD")]
#[case(Role::MessageCenterReader, "MallorieC")]
#[case(Role::PasswordAdministrator, "PattiF")]
#[case(Role::PrivilegedRoleAdministrator, "PavelB")]
#[case(Role::ReportsReader, "ReneV")]
#[case(Role::UserExperienceSuccessManager, "UmarK")]
#[case(Role::UsageSummaryReportsReader, "SaraD")]
#[case::any_other_role(Role::ExchangeAdministrator, "EvanL")]
fn a_row_of_the_matrix_is_somebody_with_that_role_alone(#[case] role: Role, #[case] name: &str) {
    let user = person(name);
    assert_eq!(user.roles, role);
    has_the_defaults(&user);
}

#[test]
fn the_rows_without_a_role_are_somebody_too() {
    assert_eq!(person("WillB").protections, Protection::RoleAssignableGroup);
    assert_eq!(
        person("TinaM").protections,
        Protection::RestrictedManagementUnit
    );
    assert!(person("WillB").roles.is_empty() && person("TinaM").roles.is_empty());
}

#[test]
fn every_trouble_is_somebody() {
    let tenant = contoso();
    let is_somebody = |what: &str, is: &dyn Fn(&User) -> bool| {
        assert!(tenant.users().any(is), "nobody is {what}");
    };
    for state in PerUserMfa::ALL {
        is_somebody(state.label(), &|user| user.mfa == state);
    }
    is_somebody("a guest", &|user| user.user_type == UserType::Guest);
    is_somebody("blocked", &|user| user.blocked);
    is_somebody("locked out", &|user| user.lockout.until.is_some());
    is_somebody("deleted", &|user| user.deleted.is_some());
    is_somebody("a new starter", &|user| {
        user.password.must_change && user.methods.is_empty()
    });
    is_somebody("reachable by e-mail only", &|user| {
        user.method_kinds() == MethodKind::Email
    });
    is_somebody("of two app passwords", &|user| {
        user.app_passwords.len() == 2
    });
    is_somebody("long-named", &|user| user.name.chars().count() > 70);
    is_somebody("written with combining marks", &|user| {
        user.name.contains('\u{308}')
    });
    is_somebody("written from right to left", &|user| {
        user.name.contains('ف')
    });
    let holly = person("HollyD");
    assert_eq!(holly.method_kinds().len(), 17, "every kind of method");
    assert_eq!(person("balas").methods[0].detail.text(), "+1 7748933135");
}

#[test]
fn everybody_obeys_the_rules_of_the_tenant() {
    let tenant = contoso();
    let mut numbers = BTreeSet::new();
    for user in tenant.users() {
        assert_eq!(
            check_upn(&user.upn, &tenant.facts().domains),
            Ok(()),
            "{}",
            user.upn
        );
        let kinds = user.method_kinds();
        let served = user
            .default_method
            .is_none_or(|default| !default.kinds().is_disjoint(kinds));
        assert!(
            served,
            "{}: a default method that is not registered",
            user.name
        );
        let alternate = kinds.contains(MethodKind::AlternateMobilePhone);
        assert!(
            !alternate || kinds.contains(MethodKind::MobilePhone),
            "{}",
            user.name
        );
        for method in &user.methods {
            assert!(method.added >= user.created, "{}: {method:?}", user.name);
            let fixed = method.kind().fixed_id();
            assert!(
                fixed.is_none_or(|id| id == method.id),
                "{}: {method:?}",
                user.name
            );
            if method.kind() == MethodKind::MobilePhone {
                assert!(
                    numbers.insert(method.detail.text()),
                    "{}: {method:?}",
                    user.name
                );
            }
        }
        for device in &user.devices {
            let days = device.since.days_until(device.until);
            assert!((1..=365).contains(&days), "{}: {days} days", user.name);
        }
    }
}
