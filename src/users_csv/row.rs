//! From one row to one user.
//!
//! Public numbers and addresses go to the public profile only, never to the authentication
//! methods (D17). The file's two authentication columns seed methods:
//! `authenticationAlternativePhoneNumber` the *mobile* phone, since an alternate one cannot stand
//! alone (D15), with text messages to it as the default method; `authenticationEmail` the e-mail
//! address for password reset. The file says nothing of per-user MFA, so that it is Disabled, nor
//! of passwords, so that everybody has the published one.

use super::RowFault;
use super::columns::{Column, Row};
use crate::demo::pool;
use crate::domain::entropy::Entropy;
use crate::domain::id::UserId;
use crate::domain::method::{DefaultMethod, Detail, Method, MethodKind};
use crate::domain::phone::{PhoneNumber, PhoneType};
use crate::domain::plan::accounts::{UpnError, check_upn};
use crate::domain::profile::PublicProfile;
use crate::domain::refusal::Refusal;
use crate::domain::time::Timestamp;
use crate::domain::user::{Password, User, UserType};

/// The user of `row`, who is the `number`th one. Reports the first fault, in the order of the
/// columns in [`super::columns`].
pub(super) fn user(
    row: &Row<'_>,
    number: usize,
    entropy: &mut Entropy,
    now: Timestamp,
) -> Result<User, RowFault> {
    let upn = user_principal_name(row.get(Column::Upn))?;
    let id = match row.get(Column::ObjectId) {
        "" => UserId::generate(entropy),
        text => text.parse().map_err(|_| {
            value(
                Column::ObjectId,
                format!("`{text}` is no object id (a UUID)"),
            )
        })?,
    };
    let user_type = match row.get(Column::UserType).to_ascii_lowercase().as_str() {
        "" | "member" => UserType::Member,
        "guest" => UserType::Guest,
        _ => {
            let text = row.get(Column::UserType);
            return Err(value(
                Column::UserType,
                format!("`{text}` is neither Member nor Guest"),
            ));
        }
    };
    let blocked = !yes_or_no(row, Column::AccountEnabled, true)?;
    let synced = yes_or_no(row, Column::Synced, false)?;
    let methods = methods(row, now)?;
    let profile = profile(row);
    let name = name(row, &profile, &upn);
    let password = Password {
        hash: pool::password(number),
        must_change: false,
        changed: now,
    };
    Ok(User {
        user_type,
        blocked,
        synced,
        profile,
        default_method: methods
            .iter()
            .any(|method| method.kind() == MethodKind::MobilePhone)
            .then_some(DefaultMethod::Sms),
        methods,
        ..User::new(id, upn, name, password, now)
    })
}

fn value(column: Column, why: impl Into<String>) -> RowFault {
    RowFault::Value {
        column: column.name(),
        why: why.into(),
    }
}

fn user_principal_name(text: &str) -> Result<String, RowFault> {
    if text.is_empty() {
        return Err(value(
            Column::Upn,
            "missing; nobody can sign in without one",
        ));
    }
    check(text).map_err(|why| value(Column::Upn, format!("`{}`: {why}", plain(text))))?;
    Ok(text.to_owned())
}

/// A name that the tenant could have: its domain becomes one of the tenant's.
fn check(upn: &str) -> Result<(), UpnError> {
    let (_, domain) = upn.split_once('@').ok_or(UpnError::Shape)?;
    let of_domain = |c: char| c.is_ascii_alphanumeric() || ".-".contains(c);
    if let Some(other) = domain.chars().find(|&c| !of_domain(c)) {
        return Err(UpnError::Character(other));
    }
    let bad_label =
        |label: &str| label.is_empty() || label.starts_with('-') || label.ends_with('-');
    if !domain.contains('.') || domain.split('.').any(bad_label) {
        return Err(UpnError::Shape);
    }
    check_upn(upn, &[domain.to_owned()])
}

fn yes_or_no(row: &Row<'_>, column: Column, where_empty: bool) -> Result<bool, RowFault> {
    match row.get(column).to_ascii_lowercase().as_str() {
        "" => Ok(where_empty),
        "true" | "yes" => Ok(true),
        "false" | "no" => Ok(false),
        _ => {
            let text = plain(row.get(column));
            Err(value(column, format!("`{text}` is neither true nor false")))
        }
    }
}

fn methods(row: &Row<'_>, now: Timestamp) -> Result<Vec<Method>, RowFault> {
    let mut details = Vec::new();
    let phone = row.get(Column::AuthenticationPhone);
    if !phone.is_empty() {
        let phone_type = PhoneType::Mobile;
        let number = PhoneNumber::parse_for(phone, phone_type).map_err(|why| {
            value(
                Column::AuthenticationPhone,
                format!("`{}`: {why}", plain(phone)),
            )
        })?;
        details.push(Detail::Phone { phone_type, number });
    }
    let address = row.get(Column::AuthenticationEmail);
    if !address.is_empty() {
        let shape = address.split_once('@');
        let plausible =
            shape.is_some_and(|(name, domain)| !name.is_empty() && domain.contains('.'));
        if !plausible || address.contains(char::is_whitespace) {
            let why = format!("`{}`: {}", plain(address), Refusal::EmailAddress);
            return Err(value(Column::AuthenticationEmail, why));
        }
        let address = address.to_owned();
        details.push(Detail::Email { address });
    }
    let methods = details.into_iter().filter_map(|detail| {
        let id = detail.kind().fixed_id()?;
        Some(Method {
            id,
            added: now,
            detail,
        })
    });
    Ok(methods.collect())
}

fn profile(row: &Row<'_>) -> PublicProfile {
    let text = |column| plain(row.get(column));
    PublicProfile {
        given_name: text(Column::GivenName),
        surname: text(Column::Surname),
        job_title: text(Column::JobTitle),
        department: text(Column::Department),
        office: text(Column::Office),
        country: text(Column::Country),
        business_phone: text(Column::Telephone),
        mobile_phone: text(Column::Mobile),
        mail: text(Column::Mail),
        other_mails: row
            .get(Column::AlternateEmail)
            .split([';', ',', ' '])
            .map(plain)
            .filter(|address| !address.is_empty())
            .collect(),
    }
}

/// The display name; where the file has none, first and last name, or the name before the `@`.
fn name(row: &Row<'_>, profile: &PublicProfile, upn: &str) -> String {
    let full = format!("{} {}", profile.given_name, profile.surname);
    let local = upn.split('@').next().unwrap_or(upn);
    let choices = [row.get(Column::DisplayName), &full, local];
    let first = choices.into_iter().find(|text| !text.trim().is_empty());
    plain(first.unwrap_or(local))
}

/// `text` on one line: control characters become blanks.
fn plain(text: &str) -> String {
    text.replace(char::is_control, " ").trim().to_owned()
}
