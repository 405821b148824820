//! What is set for the whole tenant: service settings of the per-user MFA page
//! (`facts/portal.md` 5) and the policies that decide when MFA is required.

pub mod limits;

use serde::{Deserialize, Serialize};

use super::method::MethodKinds;
use super::time::MINUTE;

/// The "Service settings" tab.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ServiceSettings {
    /// Whether users may create app passwords to sign in to non-browser apps.
    pub app_passwords: AppPasswords,
    /// Skip multifactor authentication for requests from federated users on the intranet.
    pub skip_federated_intranet: bool,
    /// Skip multifactor authentication for requests from these IPv4 subnets (CIDR), 50 at most.
    pub trusted_ips: Vec<String>,
    /// Verification option "Call to phone".
    pub call_to_phone: bool,
    /// Verification option "Text message to phone".
    pub text_message: bool,
    /// Verification option "Notification through mobile app".
    pub app_notification: bool,
    /// Verification option "Verification code from mobile app or hardware token".
    pub app_code: bool,
    /// Days a user can trust a device for, 1 to 365; `None`: users cannot remember devices.
    pub remember_days: Option<u16>,
}

/// Whether users may create app passwords.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AppPasswords {
    /// Allow users to create app passwords to sign in to non-browser apps.
    Allowed,
    /// Do not allow it. Existing ones keep working.
    NotAllowed,
}

impl Default for ServiceSettings {
    fn default() -> Self {
        Self {
            app_passwords: AppPasswords::NotAllowed,
            skip_federated_intranet: false,
            trusted_ips: Vec::new(),
            call_to_phone: true,
            text_message: true,
            app_notification: true,
            app_code: true,
            remember_days: None,
        }
    }
}

/// Policies of the tenant that the documents refer to but do not set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policies {
    /// A policy requires MFA of everyone (D11).
    pub require_mfa_for_all: bool,
    /// Kinds of method that the Authentication methods policy does not enable.
    pub disabled_methods: MethodKinds,
    /// System-preferred multifactor authentication.
    pub system_preferred_mfa: bool,
    /// Password writeback to on-premises Active Directory (D17).
    pub password_writeback: bool,
    /// Failed sign-ins until smart lockout.
    pub lockout_threshold: u16,
    /// The first lockout's length, in seconds; it grows with repeats.
    pub lockout_seconds: u32,
    /// How Temporary Access Passes may be.
    #[serde(skip_serializing_if = "AccessPassPolicy::is_default")]
    pub access_pass: AccessPassPolicy,
}

/// The policy for Temporary Access Passes (`facts/portal.md` 2.3). No lifetime is below 10 or above
/// 43,200 minutes, whatever it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AccessPassPolicy {
    /// The shortest lifetime, in minutes.
    pub least_minutes: u32,
    /// The longest lifetime, in minutes.
    pub most_minutes: u32,
    /// The lifetime that the form begins with, in minutes.
    pub default_minutes: u32,
    /// Whether every pass is for one time.
    pub one_time: bool,
}

impl Default for AccessPassPolicy {
    fn default() -> Self {
        Self {
            least_minutes: 60,
            most_minutes: 8 * 60,
            default_minutes: 60,
            one_time: false,
        }
    }
}

impl AccessPassPolicy {
    /// The lifetimes that it allows, in minutes.
    pub fn lifetimes(&self) -> std::ops::RangeInclusive<u32> {
        let (least, most) = limits::PASS_MINUTES.into_inner();
        self.least_minutes.max(least)..=self.most_minutes.min(most)
    }

    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

impl Default for Policies {
    fn default() -> Self {
        Self {
            require_mfa_for_all: false,
            disabled_methods: MethodKinds::empty(),
            system_preferred_mfa: true,
            password_writeback: false,
            lockout_threshold: 10,
            lockout_seconds: u32::try_from(MINUTE).unwrap_or(60),
            access_pass: AccessPassPolicy::default(),
        }
    }
}
