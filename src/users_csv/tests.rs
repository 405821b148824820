use pretty_assertions::assert_eq;
use rstest::rstest;

use super::*;
use crate::domain::method::{Detail, MethodKind};
use crate::domain::user::UserType;

const NOW: Timestamp = Timestamp(1_795_424_400);

fn read(text: impl AsRef<[u8]>) -> Result<Import, CsvError> {
    super::read(text.as_ref(), &mut Entropy::from_seed(1), NOW)
}

/// The faults of `rows` under a usual header, as they are printed.
fn faults(rows: &str) -> Vec<String> {
    let header = "userPrincipalName,displayName,objectId,userType,accountEnabled,\
                  authenticationAlternativePhoneNumber,authenticationEmail\n";
    let import = read(format!("{header}{rows}")).unwrap();
    import.refused.iter().map(ToString::to_string).collect()
}

#[test]
fn the_portals_own_file_comes_in() {
    let import = read(
        "\u{feff}\"userPrincipalName\",displayName,surname,mail,givenName,objectId,userType,\
         jobTitle,department,accountEnabled,usageLocation,streetAddress,state,country,\
         physicalDeliveryOfficeName,city,postalCode,telephoneNumber,mobile,\
         authenticationAlternativePhoneNumber,authenticationEmail,alternateEmailAddress,ageGroup,\
         consentProvidedForMinor,legalAgeGroupClassification\r\n\
         KimA@contoso.com,\"Akers, Kim\",Akers,kim@contoso.com,Kim,\
         760aaff9-aa4c-4ce7-8d40-61545c0f1b9c,Member,Counsel,Legal,True,US,\"1 Main St\nFloor 2\",\
         WA,United States,Building 3,Redmond,98052,+1 (425) 555-0100,+1 425 555 0101,\
         +1 4255550102,kim@fabrikam.com,a@fabrikam.com;b@fabrikam.com,,,\r\n",
    )
    .unwrap();
    assert_eq!(import.refused, []);
    let [kim] = import.users.as_slice() else {
        panic!("{import:?}")
    };
    assert_eq!(kim.name, "Akers, Kim");
    assert_eq!(kim.id.to_string(), "760aaff9-aa4c-4ce7-8d40-61545c0f1b9c");
    assert_eq!(kim.profile.office, "Building 3");
    assert_eq!(
        kim.profile.other_mails,
        ["a@fabrikam.com", "b@fabrikam.com"]
    );
    assert!(!kim.blocked);
    assert_eq!(import.domains, ["contoso.com"]);
    assert_eq!(
        import.ignored_columns,
        [
            "usageLocation",
            "streetAddress",
            "state",
            "city",
            "postalCode",
            "ageGroup",
            "consentProvidedForMinor",
            "legalAgeGroupClassification"
        ]
    );
}

#[test]
fn public_numbers_stay_public_and_authentication_columns_become_methods() {
    let import = read(
        "mobile,telephoneNumber,authenticationEmail,authenticationAlternativePhoneNumber,userPrincipalName\n\
         +1 425 555 0101,+1 425 555 0100,a@fabrikam.com,+1 4255550102,a@contoso.com\n\
         +1 425 555 0103,,,,b@contoso.com\n",
    )
    .unwrap();
    let [a, b] = import.users.as_slice() else {
        panic!("{import:?}")
    };
    assert_eq!(a.profile.mobile_phone, "+1 425 555 0101");
    assert_eq!(a.profile.business_phone, "+1 425 555 0100");
    let texts: Vec<_> = a
        .methods
        .iter()
        .map(|m| (m.kind(), m.detail.text()))
        .collect();
    assert_eq!(
        texts,
        [
            (MethodKind::MobilePhone, "+1 4255550102".to_owned()),
            (MethodKind::Email, "a@fabrikam.com".to_owned()),
        ]
    );
    assert!(matches!(a.methods[0].detail, Detail::Phone { .. }));
    assert_eq!(
        b.methods,
        [],
        "a public number is never an authentication method (D17)"
    );
}

#[rstest]
#[case::missing_upn(
    ",Kim,,,,,",
    "userPrincipalName: missing; nobody can sign in without one"
)]
#[case::no_domain(
    "kim,Kim,,,,,",
    "userPrincipalName: `kim`: Type a name and a domain, such as kim@contoso.com."
)]
#[case::bad_domain(
    "kim@-a.com,Kim,,,,,",
    "userPrincipalName: `kim@-a.com`: Type a name and a domain, such as kim@contoso.com."
)]
#[case::bad_letter(
    "kím@contoso.com,,,,,,",
    "userPrincipalName: `kím@contoso.com`: `í` is not allowed: use letters, digits and ' . - _ ! # ^ ~"
)]
#[case::two_ats(
    "kim@b@contoso.com,,,,,,",
    "userPrincipalName: `kim@b@contoso.com`: `@` is not allowed: use letters, digits and ' . - _ ! # ^ ~"
)]
#[case::dot(
    "kim.@contoso.com,,,,,,",
    "userPrincipalName: `kim.@contoso.com`: No dot right before the @."
)]
#[case::id("k@contoso.com,,17,,,,", "objectId: `17` is no object id (a UUID)")]
#[case::user_type(
    "k@contoso.com,,,Robot,,,",
    "userType: `Robot` is neither Member nor Guest"
)]
#[case::enabled(
    "k@contoso.com,,,,maybe,,",
    "accountEnabled: `maybe` is neither true nor false"
)]
#[case::phone(
    "k@contoso.com,,,,,555-0100,",
    "authenticationAlternativePhoneNumber: `555-0100`: Start with + and the country code, such as +1 4255551234."
)]
#[case::email(
    "k@contoso.com,,,,,,kim",
    "authenticationEmail: `kim`: Type an e-mail address such as kim@contoso.com."
)]
#[case::fields(
    "k@contoso.com,Kim",
    "2 fields where the header has 7: is a quote or a comma missing?"
)]
fn a_bad_row_is_reported_with_its_line(#[case] row: &str, #[case] fault: &str) {
    let rows = format!("good@contoso.com,,,,,,\n{row}\nfine@contoso.com,,,,,,\n");
    assert_eq!(faults(&rows), [format!("line 3: {fault}")]);
}

#[test]
fn a_second_row_of_one_name_or_id_names_both_lines() {
    let id = "760aaff9-aa4c-4ce7-8d40-61545c0f1b9c";
    let rows = format!("a@contoso.com,,{id},,,,\nA@CONTOSO.com,,,,,,\nb@contoso.com,,{id},,,,\n");
    assert_eq!(
        faults(&rows),
        [
            "line 3: userPrincipalName: A@CONTOSO.com is already on line 2".to_owned(),
            format!("line 4: objectId: {id} is already on line 2"),
        ]
    );
}

#[test]
fn lines_are_counted_through_quoted_line_breaks_and_bad_bytes_cost_one_row() {
    let mut text = b"userPrincipalName,displayName\na@contoso.com,\"two\nlines\"\n".to_vec();
    text.extend(b"b@contoso.com,caf\xE9\nc@contoso.com,C\n");
    let import = read(text).unwrap();
    assert_eq!(import.users.len(), 2);
    assert_eq!(import.users[0].name, "two lines");
    assert_eq!(
        import.refused,
        [RefusedRow {
            line: 4,
            fault: RowFault::NotUtf8
        }]
    );
}

#[test]
fn a_header_that_cannot_serve_is_refused() {
    let error = |text: &str| read(text).unwrap_err().to_string();
    assert!(error("").starts_with("is empty"));
    assert!(error("name;mail\n").starts_with("has no column userPrincipalName"));
    assert_eq!(
        error("userPrincipalName,objectId,id\n"),
        "has the column objectId twice: remove one of them"
    );
    assert!(read(b"userPrincipalName,\xFF\n").is_err());
}

#[test]
fn columns_may_be_missing_and_of_any_case() {
    let import =
        read("USERPRINCIPALNAME,usertype,directorySynced\ng#EXT#@contoso.com,guest,True\n");
    let import = import.unwrap();
    let guest = &import.users[0];
    assert_eq!(
        (guest.name.as_str(), guest.user_type),
        ("g#EXT#", UserType::Guest)
    );
    assert!(guest.synced);
}

#[test]
fn lines_are_counted_right_in_a_file_with_carriage_returns() {
    let text = "userPrincipalName\r\na@contoso.com\r\n\r\nno name\r\nb@contoso.com\r\nnor this\r\n";
    let import = super::read(text.as_bytes(), &mut Entropy::from_seed(1), Timestamp(0)).unwrap();
    let lines: Vec<_> = import.refused.iter().map(|row| row.line).collect();
    assert_eq!(lines, [4, 6]);
    assert_eq!(import.users.len(), 2);
}
