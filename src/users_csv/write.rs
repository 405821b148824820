//! Writing the portal's "Download users" file (`facts/portal.md` 1), as it is read here again.
//! Carries no secret and no hash.

use std::io::{self, Write};

use crate::domain::method::MethodKind;
use crate::domain::user::User;

/// A column's name, and what it says of a user; an empty text: nothing.
type Column = (&'static str, fn(&User) -> String);

/// What a tenant has no place for.
const NOTHING: fn(&User) -> String = |_| String::new();

/// The portal's columns in the portal's order. As when such a file is read, the first of the two
/// authentication columns is the mobile phone.
pub const COLUMNS: [Column; 25] = [
    ("userPrincipalName", |user| user.upn.clone()),
    ("displayName", |user| user.name.clone()),
    ("surname", |user| user.profile.surname.clone()),
    ("mail", |user| user.profile.mail.clone()),
    ("givenName", |user| user.profile.given_name.clone()),
    ("objectId", |user| user.id.to_string()),
    ("userType", |user| user.user_type.label().to_owned()),
    ("jobTitle", |user| user.profile.job_title.clone()),
    ("department", |user| user.profile.department.clone()),
    ("accountEnabled", |user| (!user.blocked).to_string()),
    ("usageLocation", NOTHING),
    ("streetAddress", NOTHING),
    ("state", NOTHING),
    ("country", |user| user.profile.country.clone()),
    ("physicalDeliveryOfficeName", |user| {
        user.profile.office.clone()
    }),
    ("city", NOTHING),
    ("postalCode", NOTHING),
    ("telephoneNumber", |user| {
        user.profile.business_phone.clone()
    }),
    ("mobile", |user| user.profile.mobile_phone.clone()),
    ("authenticationAlternativePhoneNumber", |user| {
        registered(user, MethodKind::MobilePhone)
    }),
    ("authenticationEmail", |user| {
        registered(user, MethodKind::Email)
    }),
    ("alternateEmailAddress", |user| {
        user.profile.other_mails.join(" ")
    }),
    ("ageGroup", NOTHING),
    ("consentProvidedForMinor", NOTHING),
    ("legalAgeGroupClassification", NOTHING),
];

/// What the portal's file leaves out, and reading one takes.
const SYNCED: Column = ("directorySynced", |user| user.synced.to_string());

fn registered(user: &User, kind: MethodKind) -> String {
    let method = user.method_of_kind(kind);
    method.map_or_else(String::new, |method| method.detail.text())
}

/// Writes `users` to `out`, one after the other.
pub fn write(
    users: impl Iterator<Item = impl AsRef<User>>,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut lines = csv::Writer::from_writer(out);
    let columns = || COLUMNS.into_iter().chain([SYNCED]);
    lines.write_record(columns().map(|(name, _)| name))?;
    for user in users {
        lines.write_record(columns().map(|(_, cell)| cell(user.as_ref())))?;
    }
    lines.flush()
}
