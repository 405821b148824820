//! The administrator's steps of the ten scenarios, in every edition. What is not listed is
//! unchanged, and [`assert_state`] says so.

use pretty_assertions::assert_eq;
use proofup::domain::command::{Action, Command, NewMethod};
use proofup::domain::edition::Edition::{self, Azure2018, Azure2020, Azure2022, Entra2023};
use proofup::domain::id::UserId;
use proofup::domain::method::MethodKind;
use proofup::domain::phone::PhoneType;
use proofup::domain::plan::{Actor, Nothing, Outcome, Warning};
use proofup::domain::profile::ProfileField;
use proofup::domain::refusal::Refusal;
use proofup::domain::role::Role;
use proofup::domain::tenant::Tenant;
use proofup::domain::user::{PerUserMfa, User};
use rstest::rstest;

use crate::support::*;

fn kim() -> User {
    user("Kim")
}

/// Whoever is "able to act" in the edition: a full administrator in 2018 (D8).
fn able(edition: Edition) -> Role {
    if edition == Azure2018 { GA } else { AA }
}

fn reregister(user: &User) -> Command {
    Command::RequireReregister { user: user.id }
}

#[rstest]
#[case(Azure2018, "M{} F1 T{LAP1} A{OL10} P own")]
#[case(Azure2020, "M{mob* app} F1 T{LAP1} A{OL10} P own")]
#[case(Azure2022, "M{mob* app} F1 T{LAP1} A{OL10} P own")]
#[case(Entra2023, "M{} F0 T{LAP1} A{OL10} P own")]
fn lost_phone(#[case] edition: Edition, #[case] expected: &str) {
    let kim = kim()
        .methods("mob* app")
        .devices("LAP1")
        .app_passwords("OL10");
    let before = tenant(edition, [kim.clone()]);
    let by = actor(able(edition));
    let after_blade = after(&before, &by, [reregister(&kim)]);
    assert_state(&before, &after_blade, "Kim", expected);
    let after_box = after(&before, &by, [boxes(&[kim.id], "1")]);
    assert_eq!(
        after_blade, after_box,
        "D7: box 1 is the blade's re-register"
    );
}

#[rstest]
#[case(Azure2018, "M{} F1 T{} A{} P own MFA next")]
#[case(Azure2020, "M{mob* app} F1 T{} A{} P temp!")]
#[case(Azure2022, "M{mob* app} F1 T{} A{} P temp!")]
#[case(Entra2023, "M{} F0 T{} A{} P temp!")]
fn account_taken_over_full_clean_up(#[case] edition: Edition, #[case] expected: &str) {
    let kim = kim()
        .methods("mob* app")
        .devices("HOME EVIL")
        .app_passwords("OL10 imap");
    let before = tenant(edition, [kim.clone()]);
    let reset = Command::ResetPassword { user: kim.id };
    let clean_up = [reset.clone(), boxes(&[kim.id], "123")];
    let after = after(&before, &actor(GA), &clean_up);
    assert_state(&before, &after, "Kim", expected);
    let plan = planned(&before, &actor(GA), &reset);
    assert_eq!(plan.revealed.is_some(), edition != Azure2018);
    if edition == Azure2018 {
        let action = Action::ResetPassword;
        let offered = refusal(&before, &actor(GA), &reset);
        assert_eq!(offered, Refusal::NotInThisEdition { action, edition });
    }
}

#[rstest]
#[case(Azure2018, "M{app*} F0 T{} A{} P own MFA next")]
#[case(Azure2020, "M{app*} F0 T{} A{} P own")]
#[case(Azure2022, "M{app*} F0 T{} A{} P own")]
#[case(Entra2023, "M{app*} F0 T{} A{} P own")]
fn stolen_remembered_laptop_phone_safe(#[case] edition: Edition, #[case] expected: &str) {
    for mfa in PerUserMfa::ALL {
        let kim = kim()
            .methods("app*")
            .devices("LAP7 HOME")
            .but(|user| user.mfa = mfa);
        let before = tenant(edition, [kim.clone()]);
        let by = actor(able(edition));
        let revoke = Command::RevokeMfaSessions { user: kim.id };
        let after_blade = after(&before, &by, [&revoke]);
        assert_state(&before, &after_blade, "Kim", expected);
        let after_box = after(&before, &by, [boxes(&[kim.id], "3")]);
        assert_eq!(after_blade, after_box, "D7: box 3 is the blade's revoke");
        let again = outcome(&after_blade, &by, &revoke);
        assert_eq!(again, Outcome::Nothing(Nothing::NoDevices));
    }
}

#[rstest]
#[case(Azure2018, "M{} F1 T{} A{} P own", "+1 4255550100")]
#[case(Azure2020, "M{mob*} F1 T{} A{} P own", "+1 4255550100")]
#[case(Azure2022, "M{mob*} F0 T{} A{} P own", "+1 4255550199")]
#[case(Entra2023, "M{mob*} F0 T{} A{} P own", "+1 4255550199")]
fn synced_user_new_mobile_number(
    #[case] edition: Edition,
    #[case] expected: &str,
    #[case] number: &str,
) {
    let kim = kim().methods("mob*").but(|user| {
        user.synced = true;
        user.profile.mobile_phone = "+1 4255550100".to_owned();
    });
    let before = tenant(edition, [kim.clone()]);
    let edit = Command::EditProfile {
        user: kim.id,
        name: None,
        fields: vec![(ProfileField::MobilePhone, "+1 4255550199".to_owned())],
    };
    assert_eq!(refusal(&before, &actor(GA), &edit), Refusal::SyncedProfile);
    let update = Command::ChangeMethod {
        user: kim.id,
        method: MethodKind::MobilePhone.fixed_id().unwrap(),
        to: "+1 4255550199".to_owned(),
    };
    let second = match edition {
        Azure2018 | Azure2020 => reregister(&kim),
        Azure2022 | Entra2023 => update,
    };
    let after = after(&before, &actor(GA), [edit, second]);
    let now = of(&after, "Kim");
    assert_eq!(state(&now), expected);
    assert_eq!(now.profile, kim.profile);
    if let Some(mobile) = now.method_of_kind(MethodKind::MobilePhone) {
        assert_eq!(mobile.detail.text(), number);
    }
}

#[rstest]
#[case(Azure2018, "M{app*} F0 T{PC} A{x} P own")]
#[case(Azure2020, "M{app*} F1 T{} A{x} P own")]
#[case(Azure2022, "M{app*} F1 T{} A{} P own")]
#[case(Entra2023, "M{} F0 T{} A{} P own")]
fn authentication_administrator_against_a_global_administrator(
    #[case] edition: Edition,
    #[case] as_privileged: &str,
) {
    let chief = administrator("Kim", GA)
        .methods("app*")
        .devices("PC")
        .app_passwords("x");
    let before = tenant(edition, [chief.clone()]);
    let add = Command::AddMethod {
        user: chief.id,
        method: NewMethod::Phone {
            phone_type: PhoneType::Mobile,
            number: "+1 4255550100".to_owned(),
        },
    };
    let every_box = boxes(&[chief.id], "123");
    let reset = Command::ResetPassword { user: chief.id };
    for command in [&add, &every_box, &reset] {
        let plan = planned(&before, &actor(AA), command);
        for part in plan.parts() {
            assert!(matches!(part.outcome, Outcome::Refused(_)), "{part:?}");
        }
    }
    let after = after(&before, &actor(PAA), [every_box]);
    assert_state(&before, &after, "Kim", as_privileged);
}

#[rstest]
#[case(Azure2018, "M{app*} F0 T{PC} A{} P own")]
#[case(Azure2020, "M{app*} F0 T{PC} A{} P temp!")]
#[case(Azure2022, "M{app*} F0 T{PC} A{} P temp!")]
#[case(Entra2023, "M{app*} F0 T{PC} A{} P temp!")]
fn helpdesk_forgotten_password_and_lost_phone(#[case] edition: Edition, #[case] expected: &str) {
    let kim = kim().methods("app*").devices("PC");
    let before = tenant(edition, [kim.clone()]);
    let reset = Command::ResetPassword { user: kim.id };
    let after = after(&before, &actor(HD), [reset, reregister(&kim)]);
    assert_state(&before, &after, "Kim", expected);
    let refused = refusal(&after, &actor(HD), &reregister(&kim));
    assert!(matches!(refused, Refusal::NotPermitted { .. }), "{refused}");
}

/// 22 ordinary, 1 synced, 1 without methods, 1 Global Administrator; 5 of the ordinary have app
/// passwords.
fn breach(edition: Edition) -> (Tenant, Vec<UserId>) {
    let ordinary = (0..22).map(|number| {
        let passwords = if number < 5 { "OL10" } else { "" };
        user(&format!("Ordinary {number:02}"))
            .methods("mob* app")
            .app_passwords(passwords)
    });
    let synced = user("Synced")
        .methods("mob*")
        .but(|user| user.synced = true);
    let chief = administrator("Chief", GA).methods("app*");
    let users: Vec<_> = ordinary
        .chain([synced, user("Empty"), chief])
        .map(|user| user.devices("PC"))
        .collect();
    let ids = users.iter().map(|user| user.id).collect();
    (tenant(edition, users), ids)
}

/// How many rows change, have nothing to do, are refused.
fn count(before: &Tenant, by: &Actor, command: &Command) -> [usize; 3] {
    let plan = planned(before, by, command);
    plan.parts().fold([0; 3], |mut counts, part| {
        let at = match part.outcome {
            Outcome::Change(_) => 0,
            Outcome::Nothing(_) => 1,
            Outcome::Refused(_) => 2,
        };
        counts[at] += 1;
        counts
    })
}

#[rstest]
#[case(Azure2018, [25, 0, 0], [0, 25, 0], "M{} F1", "M{} F1", "M{} F1", "M{} F1")]
#[case(Azure2020, [24, 0, 1], [0, 24, 1], "M{mob* app} F1", "M{mob*} F1", "M{} F1", "M{app*} F0")]
#[case(Azure2022, [24, 0, 1], [0, 24, 1], "M{mob* app} F1", "M{mob*} F1", "M{} F1", "M{app*} F0")]
#[case(Entra2023, [23, 1, 1], [0, 24, 1], "M{} F0", "M{} F0", "M{} F0", "M{app*} F0")]
fn breach_25_people_at_once(
    #[case] edition: Edition,
    #[case] first: [usize; 3],
    #[case] second: [usize; 3],
    #[case] ordinary: &str,
    #[case] synced: &str,
    #[case] empty: &str,
    #[case] chief: &str,
) {
    let (before, everybody) = breach(edition);
    let by = actor(able(edition));
    let save = boxes(&everybody, "1");
    assert_eq!(count(&before, &by, &save), first);
    let once = after(&before, &by, [&save]);
    assert_eq!(count(&once, &by, &save), second);
    for user in before.users() {
        let start = match user.name.as_str() {
            "Synced" => synced,
            "Empty" => empty,
            "Chief" => chief,
            _ => ordinary,
        };
        let passwords = user.app_passwords.first().map_or("", |own| &own.name);
        let expected = format!("{start} T{{PC}} A{{{passwords}}} P own");
        assert_state(&before, &once, &user.name, &expected);
    }
    let twice = after(&once, &by, [save]);
    assert_eq!(once, twice, "the second Save changes nothing (D19)");
}

#[rstest]
#[case(Azure2018, "M{} F1 T{} A{} P own")]
#[case(Azure2020, "M{hw* mob} F1 T{} A{} P own")]
#[case(Azure2022, "M{hw* mob} F1 T{} A{} P own")]
#[case(Entra2023, "M{hw-} F0 T{} A{} P own")]
fn hardware_token_holder(#[case] edition: Edition, #[case] expected: &str) {
    let kim = kim().methods("hw* mob");
    let before = tenant(edition, [kim.clone()]);
    let reregistered = after(&before, &actor(able(edition)), [reregister(&kim)]);
    assert_state(&before, &reregistered, "Kim", expected);
    if edition == Entra2023 {
        let method = kim.methods[0].id;
        let activate = Command::ActivateHardwareToken {
            user: kim.id,
            method,
            code: None,
        };
        let active = after(&reregistered, &actor(GA), [activate]);
        assert_state(&reregistered, &active, "Kim", "M{hw*} F0 T{} A{} P own");
    }
}

#[rstest]
#[case(Azure2018, None)]
#[case(Azure2020, None)]
#[case(Azure2022, Some("M{mail} F0 T{} A{} P own"))]
#[case(Entra2023, Some("M{mail} F0 T{} A{} P own"))]
fn email_is_no_second_factor(#[case] edition: Edition, #[case] expected: Option<&str>) {
    let before = tenant(edition, [kim()]);
    let add = Command::AddMethod {
        user: kim().id,
        method: NewMethod::Email {
            address: "kim@fabrikam.com".to_owned(),
        },
    };
    let plan = planned(&before, &actor(GA), &add);
    let part = &plan.rows[0].parts[0];
    match expected {
        Some(expected) => {
            assert_state(&before, &applied(&before, &plan), "Kim", expected);
            assert_eq!(part.warnings, [Warning::PasswordResetOnly]);
            assert_eq!(of(&applied(&before, &plan), "Kim").default_method, None);
        }
        None => assert!(matches!(
            part.outcome,
            Outcome::Refused(Refusal::NotInThisEdition { .. })
        )),
    }
}

#[rstest]
#[case(Azure2018, "M{} F1 T{} A{} P own", &[])]
#[case(Azure2020, "M{app*} F1 T{} A{} P own", &[Warning::MethodsStay])]
#[case(Azure2022, "M{app*} F1 T{} A{} P own", &[Warning::MethodsStay])]
#[case(Entra2023, "M{} F0 T{} A{} P own", &[Warning::WeakerThanBefore])]
fn reregister_where_nothing_requires_mfa(
    #[case] edition: Edition,
    #[case] expected: &str,
    #[case] warnings: &[Warning],
) {
    let kim = kim()
        .methods("app*")
        .but(|user| user.mfa = PerUserMfa::Disabled);
    let before = tenant(edition, [kim.clone()]);
    let by = actor(able(edition));
    let plan = planned(&before, &by, &reregister(&kim));
    assert_state(&before, &applied(&before, &plan), "Kim", expected);
    assert_eq!(plan.rows[0].parts[0].warnings, warnings);
}
