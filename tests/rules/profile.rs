//! The public profile, apart from the methods (D17).

use pretty_assertions::assert_eq;
use proofup::domain::command::Command;
use proofup::domain::edition::Edition::Entra2023;
use proofup::domain::plan::{Outcome, Warning};
use proofup::domain::profile::ProfileField;
use proofup::domain::refusal::Refusal;
use proofup::domain::role::Role;
use proofup::domain::user::User;

use crate::support::*;

fn edit(user: &User, field: ProfileField, text: &str) -> Command {
    Command::EditProfile {
        user: user.id,
        name: None,
        fields: vec![(field, text.to_owned())],
    }
}

#[test]
fn d17_public_numbers_and_methods_are_kept_apart() {
    let kim = user("Kim").methods("mob*");
    let before = tenant(Entra2023, [kim.clone()]);
    let command = edit(&kim, ProfileField::MobilePhone, "+1 4255550199");
    let plan = planned(&before, &actor(HD), &command);
    let after = of(&applied(&before, &plan), "Kim");
    assert_eq!(after.profile.mobile_phone, "+1 4255550199");
    assert_eq!(after.methods, kim.methods);
    let warnings = &plan.rows[0].parts[0].warnings;
    assert_eq!(warnings, &[Warning::ProfileIsNotMfa]);
}

#[test]
fn whoever_resets_passwords_edits_contact_information_and_no_more() {
    let kim = user("Kim");
    let tenant = tenant(Entra2023, [kim.clone()]);
    let title = edit(&kim, ProfileField::JobTitle, "Manager");
    let refused = refusal(&tenant, &actor(HD), &title);
    assert!(matches!(refused, Refusal::NotPermitted { .. }));
    let by = actor(Role::UserAdministrator);
    assert!(matches!(outcome(&tenant, &by, &title), Outcome::Change(_)));
}

#[test]
fn a_name_stays_on_one_line_and_is_not_empty() {
    let kim = user("Kim");
    let rename = |name: &str| Command::EditProfile {
        user: kim.id,
        name: Some(name.to_owned()),
        fields: Vec::new(),
    };
    assert_eq!(refused(&kim, &rename(" \n ")), Refusal::NoName);
    let before = tenant(Entra2023, [kim.clone()]);
    let after = after(&before, &actor(GA), [rename(" Kim\u{1b}\nLee ")]);
    assert_eq!(of(&after, "Kim").name, "KimLee");
}
