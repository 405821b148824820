//! Require re-register: what goes, what survives, what is warned of (D5; `rules.md` 1).

use pretty_assertions::assert_eq;
use proofup::domain::command::Command;
use proofup::domain::edition::Edition::{self, Azure2018, Entra2023};
use proofup::domain::plan::Warning;
use rstest::rstest;

use crate::support::*;

#[rstest]
#[case("fido whfb mail tap ask", "fido whfb mail tap ask")]
#[case("mob alt off app lite less sw", "")]
#[case("hw hw-", "hw- hw-")]
#[case("app* fido", "fido")]
fn d5_in_2023(#[case] methods: &str, #[case] left: &str) {
    let kim = user("Kim").methods(methods);
    let reregister = Command::RequireReregister { user: kim.id };
    let expected = format!("M{{{left}}} F0 T{{}} A{{}} P own");
    assert_eq!(done(&kim, &reregister), expected);
}

#[test]
fn in_2018_what_is_not_usable_stays() {
    let kim = user("Kim").methods("mob* mail hw-");
    let before = tenant(Azure2018, [kim.clone()]);
    let reregister = Command::RequireReregister { user: kim.id };
    let after = after(&before, &actor(GA), [reregister]);
    assert_state(&before, &after, "Kim", "M{hw-} F1 T{} A{} P own");
}

#[test]
fn box_2_ticked_takes_the_warning_about_app_passwords_away_where_it_is_allowed() {
    let kim = user("Kim").methods("app*").app_passwords("OL10");
    let warned = |edition, ticked| {
        let tenant = tenant(edition, [kim.clone()]);
        let plan = planned(&tenant, &actor(AA), &boxes(&[kim.id], ticked));
        plan.rows[0].parts[0]
            .warnings
            .contains(&Warning::AppPasswordsStay)
    };
    assert!(warned(Entra2023, "1") && !warned(Entra2023, "12"));
    assert!(
        warned(Edition::Azure2020, "12"),
        "2020: refused, so they stay"
    );
}
