//! Who may do what to whom: editions, roles, reach, the own account (D8, D14, D16; matrix 7.1).

use enumset::EnumSet;
use pretty_assertions::assert_eq;
use proofup::domain::command::{Action, Command, NewMethod, NewUser};
use proofup::domain::edition::Edition::{self, Azure2018, Azure2020, Azure2022, Entra2023};
use proofup::domain::id::{MethodId, UserId};
use proofup::domain::method::DefaultMethod;
use proofup::domain::oath::Seed;
use proofup::domain::phone::PhoneType;
use proofup::domain::plan::Outcome;
use proofup::domain::refusal::Refusal;
use proofup::domain::role::{Protection, Role, Standing};
use proofup::domain::settings::ServiceSettings;
use proofup::domain::token_upload::NewToken;
use proofup::domain::user::{PerUserMfa, UserType};
use rstest::rstest;

use crate::support::*;

#[rstest]
// Password reset: every column of the matrix.
#[case(Role::PasswordAdministrator, None, true)]
#[case(Role::PasswordAdministrator, Some(Role::PasswordAdministrator), true)]
#[case(Role::PasswordAdministrator, Some(HD), false)]
#[case(HD, Some(HD), true)]
#[case(HD, Some(Role::ReportsReader), true)]
#[case(HD, Some(AA), false)]
#[case(AA, Some(AA), true)]
#[case(AA, Some(HD), false)]
#[case(AA, Some(Role::UserAdministrator), false)]
#[case(Role::UserAdministrator, Some(HD), true)]
#[case(Role::UserAdministrator, Some(Role::GroupsAdministrator), true)]
#[case(Role::UserAdministrator, Some(AA), false)]
#[case(Role::UserAdministrator, Some(GA), false)]
#[case(PAA, Some(GA), true)]
#[case(PAA, Some(Role::ExchangeAdministrator), true)]
#[case(GA, Some(PAA), true)]
#[case(Role::GlobalReader, None, false)]
fn matrix_7_1(#[case] by: Role, #[case] of: Option<Role>, #[case] allowed: bool) {
    for edition in [Azure2020, Azure2022, Entra2023] {
        let target = user("Kim").but(|user| user.roles = of.into_iter().collect());
        let tenant = tenant(edition, [target.clone()]);
        let reset = Command::ResetPassword { user: target.id };
        let outcome = outcome(&tenant, &actor(by), &reset);
        assert_eq!(matches!(outcome, Outcome::Change(_)), allowed, "{edition}");
    }
}

#[test]
fn every_role_of_the_target_must_be_within_reach() {
    let kim = user("Kim").but(|user| user.roles = AA | Role::ReportsReader | HD);
    let tenant = tenant(Entra2023, [kim.clone()]);
    let reregister = Command::RequireReregister { user: kim.id };
    let refused = refusal(&tenant, &actor(AA), &reregister);
    assert_eq!(
        refused,
        Refusal::OutOfReach {
            actor: AA.into(),
            target: Standing::Holds(HD),
            action: Action::RequireReregister,
            edition: Entra2023,
            needed: PAA | GA,
        }
    );
    assert_eq!(
        refused.to_string(),
        "An Authentication Administrator may not require re-registration of a Helpdesk \
         Administrator in Entra 2023: it takes a Global Administrator or a Privileged \
         Authentication Administrator"
    );
    assert_eq!(refused.rule(), "D16, matrix 7.1");
}

#[test]
fn one_role_must_both_perform_and_reach() {
    // Helpdesk reaches a Helpdesk Administrator but may not re-register; the Authentication
    // Administrator may, but does not reach one.
    let kim = administrator("Kim", HD).methods("app*");
    let tenant = tenant(Entra2023, [kim.clone()]);
    let reregister = Command::RequireReregister { user: kim.id };
    let refused = refusal(&tenant, &actor(AA | HD), &reregister);
    assert!(matches!(refused, Refusal::OutOfReach { .. }), "{refused}");
}

#[rstest]
#[case(Protection::RoleAssignableGroup)]
#[case(Protection::RestrictedManagementUnit)]
fn protected_users_are_for_the_privileged(#[case] protection: Protection) {
    let kim = user("Kim").but(|user| user.protections = protection.into());
    let tenant = tenant(Entra2023, [kim.clone()]);
    let reset = Command::ResetPassword { user: kim.id };
    let refused = refusal(&tenant, &actor(AA), &reset);
    assert!(matches!(
        refused,
        Refusal::OutOfReach { target: Standing::Protected(own), .. } if own == protection
    ));
    assert!(matches!(
        outcome(&tenant, &actor(PAA), &reset),
        Outcome::Change(_)
    ));
}

#[test]
fn the_policy_administrator_changes_per_user_mfa_in_the_whole_tenant() {
    let kim = administrator("Kim", GA);
    let tenant = tenant(Entra2023, [kim.clone()]);
    let by = actor(Role::AuthenticationPolicyAdministrator);
    let enable = Command::SetPerUserMfa {
        users: vec![kim.id],
        to: PerUserMfa::Enabled,
    };
    assert!(matches!(outcome(&tenant, &by, &enable), Outcome::Change(_)));
    let reregister = Command::RequireReregister { user: kim.id };
    let refused = refusal(&tenant, &by, &reregister);
    assert!(matches!(refused, Refusal::NotPermitted { .. }));
}

/// One command for each action, all of them about one user where they are about any.
#[rustfmt::skip]
fn every_command(user: UserId) -> Vec<(Action, Command)> {
    let one = || vec![user];
    let method = MethodId(uuid("none"));
    let number = "+1 4255550100".to_owned();
    let phone = NewMethod::Phone { phone_type: PhoneType::Mobile, number };
    let default = DefaultMethod::Push;
    let role = Role::ReportsReader;
    let name = || "New".to_owned();
    let new = NewUser { upn: "new@contoso.com".to_owned(), name: name(), user_type: UserType::Member };
    vec![
        (Action::ResetPassword, Command::ResetPassword { user }),
        (Action::RequireReregister, Command::RequireReregister { user }),
        (Action::RevokeMfaSessions, Command::RevokeMfaSessions { user }),
        (Action::DeleteAppPasswords, boxes(&one(), "2")),
        (Action::RevokeSessions, Command::RevokeSessions { user }),
        (Action::AddMethod, Command::AddMethod { user, method: phone }),
        (Action::ChangeMethod, Command::ChangeMethod { user, method, to: String::new() }),
        (Action::DeleteMethod, Command::DeleteMethod { user, method }),
        (Action::SetDefaultMethod, Command::SetDefaultMethod { user, default }),
        (Action::ActivateHardwareToken, Command::ActivateHardwareToken { user, method, code: None }),
        (Action::DeactivateHardwareToken, Command::DeactivateHardwareToken { user, method }),
        (Action::SetPerUserMfa, Command::SetPerUserMfa { users: one(), to: PerUserMfa::Disabled }),
        (Action::ServiceSettings, Command::SaveServiceSettings(ServiceSettings::default())),
        (Action::BlockSignIn, Command::BlockSignIn { users: one() }),
        (Action::UnblockSignIn, Command::UnblockSignIn { users: one() }),
        (Action::EditProfile, Command::EditProfile { user, name: Some(name()), fields: Vec::new() }),
        (Action::EditContactInformation, Command::EditProfile { user, name: None, fields: Vec::new() }),
        (Action::CreateUser, Command::CreateUser(new)),
        (Action::DeleteUser, Command::DeleteUsers { users: one() }),
        (Action::RestoreUser, Command::RestoreUsers { users: one() }),
        (Action::HardDeleteUser, Command::DeletePermanently { users: one() }),
        (Action::UploadHardwareToken, Command::UploadHardwareTokens { tokens: vec![(user, token())] }),
        (Action::AssignRole, Command::AssignRole { user, role }),
        (Action::RemoveRole, Command::RemoveRole { user, role }),
    ]
}

fn token() -> NewToken {
    NewToken {
        serial: "20418-01".to_owned(),
        seed: Seed::from_base32("GEZDGNBVGY3TQOJQ").unwrap(),
        interval: 30,
        manufacturer: String::new(),
        model: String::new(),
    }
}

#[test]
fn every_command_names_its_cmdlet_in_every_edition_or_says_that_there_is_none() {
    let kim = user("Kim");
    for edition in Edition::ALL {
        let tenant = tenant(edition, [kim.clone()]);
        for (action, command) in every_command(kim.id) {
            let lines = proofup::domain::cmdlet::lines(&tenant, &command, 2);
            assert!(!lines.is_empty(), "{action:?} in {edition}");
            let offered = edition.performers(action).is_some();
            let says = lines.iter().any(|line| line.contains("does not offer"));
            assert_ne!(offered, says, "{action:?} in {edition}: {lines:?}");
            // No password and no key stands in a line.
            assert!(!lines.join("\n").contains("GEZD"), "{lines:?}");
        }
    }
}

/// The whole table of performers, asked through plans: a role that performs an action is never
/// answered "not permitted", any other always is; what is not offered is not offered to anybody.
#[test]
fn the_table_of_performers_is_what_plans_obey() {
    let kim = user("Kim");
    let commands = every_command(kim.id);
    let actions: Vec<_> = commands.iter().map(|(action, _)| *action).collect();
    assert_eq!(actions, Action::ALL, "every action has a command here");
    for edition in Edition::ALL {
        let tenant = tenant(edition, [kim.clone()]);
        for (action, command) in &commands {
            for role in EnumSet::<Role>::all() {
                let plan = planned(&tenant, &actor(role), command);
                let part = &plan.rows[0].parts[0];
                assert_eq!(part.action, *action);
                let refused = match &part.outcome {
                    Outcome::Refused(why) => Some(why),
                    _ => None,
                };
                let not_offered = matches!(refused, Some(Refusal::NotInThisEdition { .. }));
                let not_permitted = matches!(refused, Some(Refusal::NotPermitted { .. }));
                let performers = edition.performers(*action);
                assert_eq!(not_offered, performers.is_none(), "{action:?} {edition}");
                let lacks = performers.is_some_and(|roles| !roles.contains(role));
                assert_eq!(not_permitted, lacks, "{action:?} {edition} {role:?}");
            }
        }
    }
}

#[test]
fn d8_2018_takes_a_global_administrator() {
    let kim = user("Kim").methods("app*");
    let tenant = tenant(Azure2018, [kim.clone()]);
    let refused = refusal(&tenant, &actor(PAA), &boxes(&[kim.id], "1"));
    assert_eq!(
        refused.to_string(),
        "A Privileged Authentication Administrator may not require re-registration in Azure 2018: \
         it takes a Global Administrator"
    );
    assert_eq!(refused.rule(), "D8");
}

#[rstest]
#[case(Azure2018, false)]
#[case(Azure2020, false)]
#[case(Azure2022, false)]
#[case(Entra2023, true)]
fn d14_own_account(#[case] edition: Edition, #[case] refused: bool) {
    let chief = administrator("Chief", GA).methods("app*").devices("PC");
    let other = administrator("Other", GA);
    let tenant = tenant(edition, [chief.clone(), other]);
    let by = acting(&chief);
    for action in [
        Command::RequireReregister { user: chief.id },
        Command::RevokeMfaSessions { user: chief.id },
        boxes(&[chief.id], "1"),
    ] {
        let outcome = outcome(&tenant, &by, &action);
        let own = matches!(&outcome, Outcome::Refused(Refusal::OwnAccount { .. }));
        assert_eq!(own, refused, "{outcome:?}");
    }
    // What does not stand on the blade is no matter of D14.
    let disable = Command::SetPerUserMfa {
        users: vec![chief.id],
        to: PerUserMfa::Disabled,
    };
    assert!(matches!(
        outcome(&tenant, &by, &disable),
        Outcome::Change(_)
    ));
}

#[test]
fn what_an_edition_does_not_document_is_not_offered() {
    let kim = user("Kim");
    let tenant = tenant(Azure2020, [kim.clone()]);
    let method = NewMethod::Email {
        address: "kim@fabrikam.com".to_owned(),
    };
    let add = Command::AddMethod {
        user: kim.id,
        method,
    };
    assert_eq!(
        refusal(&tenant, &actor(GA), &add).to_string(),
        "Azure 2020 does not offer to add an authentication method"
    );
}
