//! Editing the display name and the public profile (D17; `facts/portal.md` 7.1, 12).

use super::context::{Decision, Ruling};
use super::text::plain;
use super::{Nothing, Warning};
use crate::domain::change::Change;
use crate::domain::command::Action;
use crate::domain::profile::ProfileField;
use crate::domain::refusal::Refusal;
use crate::domain::user::User;

/// Which action an edit is: whoever may reset passwords may also change contact information, but
/// nothing else of the profile. Fields that stay as they are do not count.
pub(super) fn action(
    user: Option<&User>,
    name: Option<&str>,
    fields: &[(ProfileField, String)],
) -> Action {
    let changes = |field: ProfileField, text: &str| {
        user.is_none_or(|user| user.profile.get(field) != plain(text))
    };
    let renames = name.is_some_and(|name| user.is_none_or(|user| user.name != plain(name)));
    let beyond_contact = fields
        .iter()
        .any(|(field, text)| !field.is_contact() && changes(*field, text));
    if renames || beyond_contact {
        Action::EditProfile
    } else {
        Action::EditContactInformation
    }
}

pub(super) fn edit(user: &User, name: Option<&str>, fields: &[(ProfileField, String)]) -> Decision {
    let name = name.map(plain);
    if name.as_ref().is_some_and(String::is_empty) {
        return Err(Refusal::NoName);
    }
    let mut profile = user.profile.clone();
    for (field, text) in fields {
        profile.set(*field, &plain(text));
    }
    let mut changes: Vec<_> = name
        .filter(|name| *name != user.name)
        .map(Change::Name)
        .into_iter()
        .collect();
    let numbers_change = profile.business_phone != user.profile.business_phone
        || profile.mobile_phone != user.profile.mobile_phone;
    if profile != user.profile {
        changes.push(Change::Profile(Box::new(profile)));
    }
    if changes.is_empty() {
        return Ok(Nothing::AlreadySo.into());
    }
    if user.synced {
        return Err(Refusal::SyncedProfile);
    }
    Ok(Ruling::from(changes).warn_if(numbers_change, Warning::ProfileIsNotMfa))
}
