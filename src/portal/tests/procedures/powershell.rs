//! The PowerShell that the documents print: the same is done by keys, and the dialog shows the very
//! cmdlet, parameters and all, that the document of the edition types. S1 and S4 print none.

use crate::domain::edition::Edition;
use crate::domain::method::MethodKind;
use crate::portal::tests::harness::{AIRY, AUTHENTICATION, GLOBAL, Portal};

/// The user of the samples in S2 and S3, and the number.
const BALAS: &str = "balas@contoso.com";
const NUMBER: &str = "+1 7748933135";

/// Before the cmdlets, as S2 and S3 type it.
const S2: [&str; 3] = [
    "Install-module Microsoft.Graph.Identity.Signins",
    "Connect-MgGraph -Scopes UserAuthenticationMethod.ReadWrite.All",
    "Select-MgProfile -Name beta",
];
const S3: [&str; 3] = [
    "Install-module Microsoft.Graph.Identity.Signins",
    "Connect-MgGraph -Scopes \"User.Read.all\",\"UserAuthenticationMethod.Read.All\",\"UserAuthenticationMethod.ReadWrite.All\"",
    "Select-MgProfile -Name beta",
];

const IN_BOTH: [(Edition, [&str; 3]); 2] = [(Edition::Azure2022, S2), (Edition::Entra2023, S3)];

/// On the Authentication methods of the samples' user.
fn at_balas(edition: Edition) -> Portal {
    let mut portal = Portal::contoso_in(edition, AIRY).signed_in_as(AUTHENTICATION);
    portal.open(BALAS);
    portal
}

/// What was copied last is what the document types, the connecting as comments.
fn copied(portal: &mut Portal, connect: &[&str], cmdlets: &[&str]) {
    let copied = portal.copied.pop().expect("nothing was copied");
    let connect = connect.iter().map(|line| format!("# {line}"));
    let cmdlets = cmdlets.iter().map(|line| (*line).to_owned());
    let expected: Vec<_> = connect.chain(cmdlets).collect();
    assert_eq!(copied.lines().collect::<Vec<_>>(), expected);
}

/// S0: "clear the `StrongAuthenticationMethods` attribute".
#[test]
fn s0_clear_strong_authentication_methods() {
    let mut portal = Portal::contoso_in(Edition::Azure2018, AIRY).signed_in_as(GLOBAL);
    portal
        .keys("m/PatrickR<Enter><Space>m<Space>")
        .shows("The same in PowerShell (Y copies)")
        .shows("$noMfaConfig = @()")
        .shows("Set-MsolUser -UserPrincipalName")
        .keys("Y");
    let cmdlets = [
        "$noMfaConfig = @()",
        "Set-MsolUser -UserPrincipalName PatrickR@contoso.com -StrongAuthenticationMethods $noMfaConfig",
    ];
    copied(&mut portal, &[], &cmdlets);
    portal.keys("<C-s>").shows("Updates successful");
    assert!(portal.user("PatrickR@contoso.com").methods.is_empty());
}

/// S2, S3: "List phone based authentication methods for a specific user."
#[test]
fn list_phone_based_authentication_methods() {
    for (edition, connect) in IN_BOTH {
        let mut portal = at_balas(edition);
        let cmdlet = "Get-MgUserAuthenticationPhoneMethod -UserId balas@contoso.com";
        portal.shows("Mobile phone").shows(NUMBER).keys("C");
        portal.shows(&format!("Sent to the terminal's clipboard: {cmdlet}"));
        copied(&mut portal, &connect, &[cmdlet]);
    }
    let mut portal = at_balas(Edition::Azure2020);
    portal
        .keys("C")
        .shows("S1 names no cmdlet that lists methods");
    assert!(portal.copied.is_empty());
}

/// S2, S3: "Create a mobile phone authentication method for a specific user."
#[test]
fn create_a_mobile_phone_authentication_method() {
    for (edition, connect) in IN_BOTH {
        let mut portal = at_balas(edition);
        let mobile = |portal: &Portal| {
            let user = portal.user(BALAS);
            let phone = user.method_of_kind(MethodKind::MobilePhone);
            phone.map(|method| method.detail.text())
        };
        assert_eq!(mobile(&portal).as_deref(), Some(NUMBER));
        portal.keys("dy<Enter>");
        assert_eq!(mobile(&portal), None);
        portal
            .keys(&format!("+<Down><Down>{NUMBER}<Tab>"))
            .shows("New-MgUserAuthenticationPhoneMethod -UserId")
            .keys("Y");
        let cmdlet = "New-MgUserAuthenticationPhoneMethod -UserId balas@contoso.com -phoneType \"mobile\" -phoneNumber \"+1 7748933135\"";
        copied(&mut portal, &connect, &[cmdlet]);
        portal.keys("<Enter>").shows("Updates successful");
        assert_eq!(mobile(&portal).as_deref(), Some(NUMBER));
    }
}

/// S2, S3: "Remove a specific phone method for a user".
#[test]
fn remove_a_specific_phone_method() {
    for (edition, connect) in IN_BOTH {
        let mut portal = at_balas(edition);
        portal
            .keys("d")
            .shows("Remove-MgUserAuthenticationPhoneMethod -UserId balas@contoso.com")
            .keys("Y");
        let cmdlet = "Remove-MgUserAuthenticationPhoneMethod -UserId balas@contoso.com -PhoneAuthenticationMethodId 3179e48a-750b-4051-897c-87b9720928f7";
        copied(&mut portal, &connect, &[cmdlet]);
        portal.keys("y").shows("Updates successful");
        let user = portal.user(BALAS);
        assert!(user.method_of_kind(MethodKind::MobilePhone).is_none());
    }
}
