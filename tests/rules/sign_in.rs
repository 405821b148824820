//! Who gets in to the portal.

use pretty_assertions::assert_eq;
use proofup::domain::edition::Edition::Entra2023;
use proofup::domain::role::Role;
use proofup::domain::sign_in::{self, SignInRefusal, administrators};
use proofup::domain::tenant::Tenant;

use crate::support::*;

fn contoso() -> Tenant {
    let reader = Role::GlobalReader;
    tenant(
        Entra2023,
        [
            administrator("Chief", GA),
            administrator("Blocked", AA).but(|user| user.blocked = true),
            administrator("Gone", AA).but(|user| user.deleted = Some(NOW)),
            administrator("Locked", reader)
                .but(|user| user.lockout.until = Some(NOW.plus_seconds(60))),
            user("Kim"),
        ],
    )
}

#[test]
fn an_administrator_gets_in_with_the_right_password() {
    let candidate = sign_in::administrator(&contoso(), " CHIEF@contoso.com ", NOW).unwrap();
    let refused = candidate.clone().finish(false).unwrap_err();
    assert_eq!(refused.code(), Some(50126));
    let actor = candidate.finish(true).unwrap();
    assert_eq!(
        (actor.upn.as_str(), actor.roles),
        ("Chief@contoso.com", GA.into())
    );
}

#[test]
fn others_are_told_why_not() {
    let code = |upn: &str| {
        sign_in::administrator(&contoso(), upn, NOW)
            .unwrap_err()
            .code()
    };
    assert_eq!(code("nobody@contoso.com"), Some(50034));
    assert_eq!(code(""), Some(50034));
    assert_eq!(code("gone@contoso.com"), Some(50034));
    assert_eq!(code("blocked@contoso.com"), Some(50057));
    assert_eq!(code("locked@contoso.com"), Some(50053));
    let user = sign_in::administrator(&contoso(), "kim@contoso.com", NOW).unwrap_err();
    assert_eq!(user, SignInRefusal::NoRole("Kim@contoso.com".to_owned()));
}

#[test]
fn a_lockout_ends() {
    let later = NOW.plus_seconds(60);
    assert!(sign_in::administrator(&contoso(), "locked@contoso.com", later).is_ok());
}

#[test]
fn the_list_holds_who_is_neither_blocked_nor_deleted() {
    let tenant = contoso();
    let names = administrators(&tenant);
    let expected = ["Chief", "Locked"].map(|name| of(&tenant, name).id);
    assert_eq!(names, expected);
}
