//! `tenant.ron` as one value: the tenant's facts, then its users.

use serde::Deserialize;

use crate::domain::edition::Edition;
use crate::domain::settings::{Policies, ServiceSettings};
use crate::domain::tenant::TenantFacts;
use crate::domain::user::User;

/// The fields are spelled out, not flattened: `flatten` would lose the place of an error.
#[derive(Deserialize)]
#[serde(rename = "Tenant", deny_unknown_fields)]
struct Document {
    #[expect(dead_code, reason = "there is one format so far")]
    format: u32,
    name: String,
    domains: Vec<String>,
    #[serde(default)]
    edition: Edition,
    #[serde(default)]
    demo: bool,
    #[serde(default)]
    settings: ServiceSettings,
    #[serde(default)]
    policies: Policies,
    users: Users,
}

#[derive(Deserialize)]
enum Users {
    Inline(Vec<User>),
}

pub(super) fn read(text: &str) -> Result<(TenantFacts, Vec<User>), ron::error::SpannedError> {
    let document: Document = ron::from_str(text)?;
    let Users::Inline(users) = document.users;
    let facts = TenantFacts {
        name: document.name,
        domains: document.domains,
        edition: document.edition,
        demo: document.demo,
        settings: document.settings,
        policies: document.policies,
    };
    Ok((facts, users))
}
