//! The two experiences of the Authentication methods blade (S2, S3; `facts/portal.md` 2.1).

use pretty_assertions::assert_eq;
use proofup::domain::command::{Command, NewMethod};
use proofup::domain::edition::Edition::{self, Azure2018, Azure2020, Azure2022, Entra2023};
use proofup::domain::method::{DefaultMethod, MethodKind};
use proofup::domain::phone::PhoneType;
use proofup::domain::plan::Outcome;
use proofup::domain::refusal::Refusal;
use proofup::domain::user::User;
use rstest::rstest;

use crate::methods::add_phone;
use crate::support::*;

fn originally(command: Command) -> Command {
    Command::InOriginalExperience(Box::new(command))
}

fn answer(edition: Edition, user: &User, command: &Command) -> Outcome {
    outcome(&tenant(edition, [user.clone()]), &actor(AA), command)
}

#[rstest]
fn the_original_updates_phone_and_alternate_phone(
    #[values(Azure2022, Entra2023)] edition: Edition,
    #[values(PhoneType::Mobile, PhoneType::AlternateMobile)] phone_type: PhoneType,
) {
    let mut kim = user("Kim");
    if phone_type == PhoneType::AlternateMobile {
        kim = kim.methods("mob");
    }
    let add = add_phone(&kim, phone_type, "+1 4255550100");
    let both = [add.clone(), originally(add)].map(|command| answer(edition, &kim, &command));
    assert!(matches!(both[0], Outcome::Change(_)));
    assert_eq!(both[0], both[1], "the same change in both experiences");
}

#[rstest]
#[case(NewMethod::Email { address: "kim@example.com".to_owned() }, MethodKind::Email)]
#[case(
    NewMethod::Phone { phone_type: PhoneType::Office, number: "+1 4255550100".to_owned() },
    MethodKind::OfficePhone
)]
#[case(
    NewMethod::TemporaryAccessPass { starts: None, lifetime_minutes: 60, one_time: true },
    MethodKind::TemporaryAccessPass
)]
fn the_original_refuses_what_only_the_new_one_adds(
    #[case] method: NewMethod,
    #[case] kind: MethodKind,
    #[values(Azure2022, Entra2023)] edition: Edition,
) {
    let kim = user("Kim");
    let add = Command::AddMethod {
        user: kim.id,
        method,
    };
    assert!(matches!(answer(edition, &kim, &add), Outcome::Change(_)));
    let refusal = Refusal::NotInOriginalExperience {
        what: kind.label(),
        edition,
    };
    assert!(refusal.to_string().contains("original experience"));
    assert!(refusal.to_string().contains(kind.label()));
    let refused = Outcome::Refused(refusal);
    assert_eq!(answer(edition, &kim, &originally(add)), refused);
}

#[test]
fn nor_does_it_delete_or_change_other_methods() {
    let kim = user("Kim").methods("mob app mail");
    let of = |kind| kim.method_of_kind(kind).unwrap().id;
    let delete = |kind| {
        originally(Command::DeleteMethod {
            user: kim.id,
            method: of(kind),
        })
    };
    for kind in [MethodKind::MicrosoftAuthenticator, MethodKind::Email] {
        let edition = Entra2023;
        let what = kind.label();
        let refused = Outcome::Refused(Refusal::NotInOriginalExperience { what, edition });
        assert_eq!(answer(edition, &kim, &delete(kind)), refused);
    }
    let default = originally(Command::SetDefaultMethod {
        user: kim.id,
        default: DefaultMethod::ALL[0],
    });
    assert!(matches!(
        answer(Entra2023, &kim, &default),
        Outcome::Refused(Refusal::NotInOriginalExperience { .. })
    ));
    let phone = answer(Entra2023, &kim, &delete(MethodKind::MobilePhone));
    assert!(matches!(phone, Outcome::Change(_)));
}

#[test]
fn the_three_buttons_are_the_same_in_both() {
    let kim = user("Kim").methods("mob app").devices("PC");
    for command in [
        Command::RequireReregister { user: kim.id },
        Command::RevokeMfaSessions { user: kim.id },
    ] {
        let both = [command.clone(), originally(command)];
        let [new, original] = both.map(|command| answer(Entra2023, &kim, &command));
        assert_eq!(new, original);
    }
}

#[rstest]
fn earlier_editions_have_one_experience(#[values(Azure2018, Azure2020)] edition: Edition) {
    let kim = user("Kim");
    let command = originally(Command::RequireReregister { user: kim.id });
    let outcome = outcome(&tenant(edition, [kim]), &actor(GA), &command);
    assert_eq!(outcome, Outcome::Refused(Refusal::OneExperience(edition)));
}

#[test]
fn permission_goes_before_experience() {
    let kim = administrator("Kim", GA);
    let add = originally(add_phone(&kim, PhoneType::Office, "+1 4255550100"));
    let refused = answer(Entra2023, &kim, &add);
    assert!(matches!(
        refused,
        Outcome::Refused(Refusal::OutOfReach { .. })
    ));
}
