//! `proofup init --csv`: good rows in, each bad row reported by line.

use pretty_assertions::assert_eq;

use crate::Home;

const FILE: &str = "\u{feff}displayName,userPrincipalName,accountEnabled,userType,objectId,\
shoeSize,mobile,authenticationAlternativePhoneNumber,authenticationEmail
\"Akers, Kim\",KimA@fabrikam.com,True,Member,,42,+1 (425) 555-0100,+1 4255550101,kim@contoso.com
No Name,,True,Member,,,,,
Bad Name,kim akers@fabrikam.com,True,Member,,,,,
Twin,KIMA@fabrikam.com,True,Member,,,,,
Perhaps,Perhaps@fabrikam.com,Perhaps,Member,,,,,
Short,Short@fabrikam.com
Blocked,Blocked@fabrikam.com,False,Guest,,,,,
Number,Number@fabrikam.com,,,,,,555-0199,
";

#[test]
fn good_rows_come_in_and_each_bad_one_is_reported_with_its_line() {
    let home = Home::new();
    home.write("users.csv", FILE);
    assert_eq!(
        home.stdout(["init", "ours", "--csv", "users.csv"]),
        "\
Ignored columns: shoeSize.
users.csv:3: refused: userPrincipalName: missing; nobody can sign in without one
users.csv:4: refused: userPrincipalName: `kim akers@fabrikam.com`: ` ` is not allowed: use letters, digits and ' . - _ ! # ^ ~
users.csv:5: refused: userPrincipalName: KIMA@fabrikam.com is already on line 2
users.csv:6: refused: accountEnabled: `Perhaps` is neither true nor false
users.csv:7: refused: 2 fields where the header has 9: is a quote or a comma missing?
users.csv:9: refused: authenticationAlternativePhoneNumber: `555-0199`: Start with + and the country code, such as +1 4255551234.
Imported 2 users, refused 6.
Everybody's password is the published one. Added admin@fabrikam.com, a Global Administrator.
Sign in as admin@fabrikam.com with the password Proof-up!2026.
Open it with: proofup --tenant ours
"
    );
    assert_eq!(
        home.stdout(["--tenant", "ours", "users"]),
        "Display name\tUser principal name\tUser type\tSynced\tSign-in\tMFA status\tMethods\n\
         Administrator\tadmin@fabrikam.com\tMember\tNo\tAllowed\tDisabled\tnone\n\
         Akers, Kim\tKimA@fabrikam.com\tMember\tNo\tAllowed\tDisabled\tphone, email\n\
         Blocked\tBlocked@fabrikam.com\tGuest\tNo\tBlocked\tDisabled\tnone\n"
    );
    let kim = home.stdout(["--tenant", "ours", "user", "KimA@fabrikam.com"]);
    assert!(
        kim.contains("\nMobile phone: +1 (425) 555-0100\n"),
        "the public number: {kim}"
    );
    assert!(
        kim.contains("\n  Mobile phone: +1 4255550101, registered"),
        "the method: {kim}"
    );
}

#[test]
fn the_new_administrator_takes_a_free_name() {
    let home = Home::new();
    home.write("users.csv", "userPrincipalName\nADMIN@contoso.com\n");
    let said = home.stdout(["init", "ours", "--csv", "users.csv"]);
    assert!(
        said.contains("Sign in as admin2@contoso.com with"),
        "{said}"
    );
}

#[test]
fn a_file_without_a_good_row_makes_nothing() {
    let home = Home::new();
    home.write("users.csv", "userPrincipalName\nkim\n");
    let assert = home
        .proofup(["init", "ours", "--csv", "users.csv"])
        .assert()
        .code(1);
    let output = assert.get_output();
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "users.csv:2: refused: userPrincipalName: `kim`: \
         Type a name and a domain, such as kim@contoso.com.\n"
    );
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "proofup: no row of users.csv can be imported (1 refused): nothing was made\n"
    );
    assert!(!home.path("ours").exists());
}

#[test]
fn a_file_that_cannot_serve_is_named_with_what_to_do() {
    let home = Home::new();
    let line = |text: &str| {
        home.write("users.csv", text);
        home.failure(["init", "ours", "--csv", "users.csv"])
    };
    assert_eq!(
        line(""),
        "proofup: users.csv is empty: the first line must name the columns, \
         userPrincipalName among them"
    );
    assert_eq!(
        line("name;upn\n"),
        "proofup: users.csv has no column userPrincipalName in its first line: \
         use the portal's \"Download users\" file, separated by commas"
    );
    assert_eq!(
        line("userPrincipalName\n"),
        "proofup: users.csv has no rows: nothing was made"
    );
    let missing = home.failure(["init", "ours", "--csv", "nowhere.csv"]);
    assert!(
        missing.starts_with("proofup: nowhere.csv cannot be read ("),
        "{missing}"
    );
    assert!(
        missing.ends_with("give the path of a CSV file"),
        "{missing}"
    );
}

#[test]
fn what_a_file_contains_never_reaches_the_terminal_as_a_command() {
    let home = Home::new();
    home.write(
        "users.csv",
        "userPrincipalName,displayName,\u{1b}]0;title\u{7}\na@contoso.com,\u{1b}[2J\u{202e}A,\n\u{1b}[2J,,\n",
    );
    let said = home.stdout(["init", "ours", "--csv", "users.csv"]);
    let users = home.stdout(["--tenant", "ours", "users"]);
    assert!(!said.contains(['\u{1b}', '\u{7}']), "{said:?}");
    assert!(!users.contains(['\u{1b}', '\u{202e}']), "{users:?}");
}
