//! Many users, many boxes, many times (D10, D16, D19).

use pretty_assertions::assert_eq;
use proofup::domain::command::Command;
use proofup::domain::edition::Edition::{self, Azure2018, Azure2022, Entra2023};
use proofup::domain::plan::{Nothing, Outcome, Warning};
use proofup::domain::user::PerUserMfa;
use rstest::rstest;

use crate::support::*;

#[test]
fn d16_a_bulk_action_applies_where_it_may_and_names_where_not() {
    let users = [
        administrator("Chief", GA).methods("app*"),
        user("Kim").methods("app*"),
    ];
    let ids = users.each_ref().map(|user| user.id);
    let before = tenant(Entra2023, users);
    let after = after(&before, &actor(AA), [boxes(&ids, "1")]);
    assert_state(&before, &after, "Chief", "M{app*} F0 T{} A{} P own");
    assert_state(&before, &after, "Kim", "M{} F0 T{} A{} P own");
}

#[rstest]
#[case(PerUserMfa::Disabled, PerUserMfa::Enforced, &[Warning::LegacyNeedsAppPassword])]
#[case(PerUserMfa::Enabled, PerUserMfa::Enforced, &[Warning::LegacyNeedsAppPassword])]
#[case(PerUserMfa::Enforced, PerUserMfa::Disabled, &[Warning::AppPasswordsDisabled])]
#[case(PerUserMfa::Disabled, PerUserMfa::Enabled, &[])]
fn d10_states_change_and_nothing_else(
    #[case] from: PerUserMfa,
    #[case] to: PerUserMfa,
    #[case] warnings: &[Warning],
) {
    let kim = user("Kim")
        .methods("app*")
        .app_passwords("OL10")
        .but(|user| user.mfa = from);
    let before = tenant(Entra2023, [kim.clone()]);
    let users = vec![kim.id];
    let command = Command::SetPerUserMfa { users, to };
    let plan = planned(&before, &actor(AA), &command);
    let after = applied(&before, &plan);
    assert_eq!(*of(&after, "Kim"), kim.but(|user| user.mfa = to));
    assert_eq!(plan.rows[0].parts[0].warnings, warnings);
    let again = outcome(&after, &actor(AA), &command);
    assert_eq!(again, Outcome::Nothing(Nothing::AlreadySo));
}

#[test]
fn d19_the_second_time_says_why_there_is_nothing_to_do() {
    let kim = user("Kim")
        .methods("mob* hw")
        .devices("PC")
        .app_passwords("OL10");
    for (edition, reregister) in [
        (Azure2018, Nothing::AlreadyRequired),
        (Azure2022, Nothing::AlreadyRequired),
        (Entra2023, Nothing::NothingToDelete),
    ] {
        let before = tenant(edition, [kim.clone()]);
        let save = boxes(&[kim.id], "123");
        let once = after(&before, &actor(GA), [&save]);
        let plan = planned(&once, &actor(GA), &save);
        let outcomes: Vec<_> = plan.parts().map(|part| part.outcome.clone()).collect();
        let nothing = [reregister, Nothing::NoAppPasswords, Nothing::NoDevices];
        assert_eq!(outcomes, nothing.map(Outcome::Nothing));
    }
}

#[test]
fn d19_a_user_named_twice_counts_once() {
    let kim = user("Kim").methods("app*");
    let tenant = tenant(Entra2023, [kim.clone()]);
    let plan = planned(&tenant, &actor(AA), &boxes(&[kim.id, kim.id], "1"));
    assert_eq!(plan.rows.len(), 1);
    assert_eq!(plan.title, "Manage user settings for Kim");
}

#[test]
fn parts_see_the_user_as_the_earlier_parts_leave_it() {
    // Both boxes touch one user; together they leave what they leave one after the other.
    for edition in Edition::ALL {
        let kim = user("Kim").methods("mob* app").devices("PC");
        let before = tenant(edition, [kim.clone()]);
        let together = after(&before, &actor(GA), [boxes(&[kim.id], "13")]);
        let one_by_one = [boxes(&[kim.id], "1"), boxes(&[kim.id], "3")];
        assert_eq!(together, after(&before, &actor(GA), &one_by_one));
    }
}
