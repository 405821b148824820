//! The sign-in log (`facts/portal.md` 9.2; D18). Append-only; never a secret (D20).

use serde::{Deserialize, Serialize};

use crate::domain::audit::Target;
use crate::domain::time::Timestamp;

/// One entry of the sign-in log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignInEntry {
    /// When.
    pub at: Timestamp,
    /// Who, where there is such an account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<Target>,
    /// The account's display name; what was typed where there is no such account.
    pub name: String,
    /// What was signed in to.
    pub application: String,
    /// The "Client app" column: `Browser`.
    pub client_app: String,
    /// The device's name.
    pub device: String,
    /// The address; empty where it is not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ip: String,
    /// How it ended.
    pub status: SignInStatus,
    /// Error code of `facts/portal.md` 8.4; 0: none.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub code: u32,
    /// Single-factor or multifactor.
    pub requirement: Requirement,
    /// What was used or asked last: `Password`, `Text message`; empty where nothing was.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub method: String,
    /// "MFA result detail" (REP); empty where MFA was not in question.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// Why it went as it did, line by line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub why: Vec<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref)] // serde passes a reference
fn is_zero(code: &u32) -> bool {
    *code == 0
}

/// The "Status" column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SignInStatus {
    /// In.
    Success,
    /// Not in.
    Failure,
    /// Something was asked and not answered to the end.
    Interrupted,
}

impl SignInStatus {
    /// As the column says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Success => "Success",
            Self::Failure => "Failure",
            Self::Interrupted => "Interrupted",
        }
    }
}

/// The "Authentication requirement" column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Requirement {
    /// One factor was enough.
    SingleFactor,
    /// A second factor was required.
    Multifactor,
}

impl Requirement {
    /// As the column says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::SingleFactor => "Single-factor authentication",
            Self::Multifactor => "Multifactor authentication",
        }
    }
}
