//! `tenant.ron` as one value: the tenant's facts, then its users.

use serde::{Deserialize, Serialize};

use crate::domain::edition::Edition;
use crate::domain::settings::{Policies, ServiceSettings};
use crate::domain::tenant::TenantFacts;
use crate::domain::user::User;

/// The fields are spelled out, not flattened: `flatten` would lose the place of an error.
#[derive(Serialize, Deserialize)]
#[serde(rename = "Tenant", deny_unknown_fields)]
struct Document {
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

#[derive(Serialize, Deserialize)]
enum Users {
    Inline(Vec<User>),
}

pub(crate) fn read(text: &str) -> Result<(TenantFacts, Vec<User>), ron::error::SpannedError> {
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

pub(crate) fn write(facts: &TenantFacts, users: &[User]) -> Result<String, ron::Error> {
    let facts = facts.clone();
    let document = Document {
        format: 1,
        name: facts.name,
        domains: facts.domains,
        edition: facts.edition,
        demo: facts.demo,
        settings: facts.settings,
        policies: facts.policies,
        users: Users::Inline(users.to_vec()),
    };
    ron::ser::to_string_pretty(&document, ron::ser::PrettyConfig::new())
}
