//! The cmdlet beside each action, edition by edition (`facts/graph.md` 2.1, 2.2; S0, S2, S3).

use proofup::domain::cmdlet;
use proofup::domain::command::{Command, NewMethod};
use proofup::domain::edition::Edition;
use proofup::domain::id::UserId;
use proofup::domain::phone::PhoneType;
use proofup::domain::user::PerUserMfa;
use rstest::rstest;

use crate::support::{boxes, tenant, user};

const ALL: usize = usize::MAX;

fn lines(edition: Edition, command: impl Fn(UserId) -> Command) -> Vec<String> {
    let mut kim = user("kim");
    kim.mfa = PerUserMfa::Enforced;
    "kim@contoso.com".clone_into(&mut kim.upn);
    let command = command(kim.id);
    cmdlet::lines(&tenant(edition, [kim]), &command, ALL)
}

fn reregister(user: UserId) -> Command {
    Command::RequireReregister { user }
}

fn reset(user: UserId) -> Command {
    Command::ResetPassword { user }
}

fn enforce(user: UserId) -> Command {
    Command::SetPerUserMfa {
        users: vec![user],
        to: PerUserMfa::Enforced,
    }
}

fn add_phone(user: UserId) -> Command {
    let method = NewMethod::Phone {
        phone_type: PhoneType::Mobile,
        number: "+1 7748933135".to_owned(),
    };
    Command::AddMethod { user, method }
}

#[rstest]
#[case(
    Edition::Azure2020,
    reregister,
    "Reset-MsolStrongAuthenticationMethodByUpn -UserPrincipalName kim@contoso.com"
)]
#[case(
    Edition::Entra2023,
    reregister,
    "Reset-EntraStrongAuthenticationMethodByUpn -UserPrincipalName kim@contoso.com"
)]
#[case(
    Edition::Azure2018,
    reset,
    "# Azure 2018 does not offer to reset the password"
)]
#[case(
    Edition::Azure2020,
    reset,
    "Set-MsolUserPassword -UserPrincipalName kim@contoso.com -ForceChangePassword $true"
)]
#[case(
    Edition::Entra2023,
    reset,
    "Reset-MgUserAuthenticationMethodPassword -UserId kim@contoso.com -AuthenticationMethodId 28c10230-6103-485e-b985-444c60001490"
)]
#[case(
    Edition::Entra2023,
    enforce,
    "Update-MgBetaUserAuthenticationRequirement -UserId kim@contoso.com -PerUserMfaState enforced"
)]
// S2 and S3 type this, the names of the parameters in lower case.
#[case(
    Edition::Azure2022,
    add_phone,
    "New-MgUserAuthenticationPhoneMethod -UserId kim@contoso.com -phoneType \"mobile\" -phoneNumber \"+1 7748933135\""
)]
#[case(Edition::Entra2023, |user| Command::RevokeSessions { user }, "Revoke-MgUserSignInSession -UserId kim@contoso.com")]
#[case(Edition::Azure2018, |user| Command::BlockSignIn { users: vec![user] }, "Set-MsolUser -UserPrincipalName kim@contoso.com -BlockCredential $true")]
#[case(Edition::Entra2023, |user| Command::UnblockSignIn { users: vec![user] }, "Update-MgUser -UserId kim@contoso.com -AccountEnabled:$true")]
fn one_line_does_it(
    #[case] edition: Edition,
    #[case] command: fn(UserId) -> Command,
    #[case] expected: &str,
) {
    assert_eq!(lines(edition, command), [expected]);
}

#[test]
fn s0_clears_the_methods_with_an_empty_array_in_a_variable() {
    let cleared = lines(Edition::Azure2018, reregister);
    let expected = [
        "$noMfaConfig = @()",
        "Set-MsolUser -UserPrincipalName kim@contoso.com -StrongAuthenticationMethods $noMfaConfig",
    ];
    assert_eq!(cleared, expected);
}

#[test]
fn app_passwords_have_no_cmdlet_and_2023_has_none_for_remembered_devices() {
    for edition in Edition::ALL {
        let only = lines(edition, |user| boxes(&[user], "2"));
        assert_eq!(only, ["# No cmdlet or Graph call exists for app passwords"]);
    }
    let both = lines(Edition::Entra2023, |user| boxes(&[user], "13"));
    assert!(both[0].starts_with("Reset-EntraStrong"), "{both:?}");
    assert_eq!(
        both[1],
        "# No cmdlet or Graph call forgets remembered devices"
    );
}

#[test]
fn before_2023_the_requirement_is_set_whole_and_devices_are_forgotten_by_its_date() {
    let enforced = lines(Edition::Azure2020, enforce);
    assert_eq!(enforced[2], "$Requirement.State = \"Enforced\"");
    assert!(enforced[3].ends_with("-StrongAuthenticationRequirements @($Requirement)"));
    let restored = lines(Edition::Azure2018, |user| boxes(&[user], "3"));
    assert!(
        restored.contains(&"$Requirement.RememberDevicesNotIssuedBefore = Get-Date".to_owned())
    );
    // It must not change what it does not mean to.
    assert!(restored.contains(&"$Requirement.State = \"Enforced\"".to_owned()));
}

#[test]
fn many_users_are_a_loop_and_only_so_many_are_named_where_there_is_little_room() {
    let users: Vec<_> = ["a", "b", "c"].map(user).into();
    let ids: Vec<_> = users.iter().map(|user| user.id).collect();
    let tenant = tenant(Edition::Entra2023, users);
    let command = boxes(&ids, "1");
    let all = cmdlet::lines(&tenant, &command, ALL);
    assert_eq!(all[0].matches('@').count(), 3, "{all:?}");
    assert_eq!(
        all[1],
        "foreach ($Upn in $Upns) { Reset-EntraStrongAuthenticationMethodByUpn -UserPrincipalName $Upn }"
    );
    let short = cmdlet::lines(&tenant, &command, 1);
    assert!(short[0].ends_with(" <# and 2 more #>"), "{short:?}");
}

#[test]
fn a_name_cannot_end_its_string_or_run_anything() {
    let mut odd = user("odd");
    odd.upn = "o'brien$(x)\"`@contoso.com".to_owned();
    let command = reset(odd.id);
    let lines = cmdlet::lines(&tenant(Edition::Entra2023, [odd]), &command, ALL);
    assert!(
        lines[0].contains("\"o'brien`$(x)`\"``@contoso.com\""),
        "{lines:?}"
    );
}
