//! Why a sign-in goes as it goes, line by line: for the forecast, the log and whoever teaches it.

use crate::domain::time::Timestamp;
use crate::domain::user::PerUserMfa;

/// One reason.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// The account is blocked.
    #[error("sign-in is blocked")]
    Blocked,
    /// Smart lockout (LOCK).
    #[error("smart lockout until {}", .0.date_and_time())]
    LockedUntil(Timestamp),
    /// The state of per-user MFA (D11).
    #[error("per-user MFA {}", .0.label())]
    PerUser(PerUserMfa),
    /// The tenant's policy (D11).
    #[error("a policy requires MFA of everyone")]
    Policy,
    /// Nothing requires MFA (D11).
    #[error("no policy requires MFA")]
    NoPolicy,
    /// The re-register flag (D3).
    #[error("an administrator requires contact methods again")]
    MustRegisterAgain,
    /// 2018, after remembered devices were restored (D11).
    #[error("remembered devices were restored: MFA at this sign-in, policy or not")]
    MfaAtNextSignIn,
    /// The device is remembered (D11).
    #[error("{name} remembered until {}", .until.date())]
    Remembered {
        /// The device.
        name: String,
        /// Until when.
        until: Timestamp,
    },
    /// The device was remembered once.
    #[error("{name} was remembered until {}", .until.date())]
    RememberedOnce {
        /// The device.
        name: String,
        /// Until when.
        until: Timestamp,
    },
    /// The device carries no mark, or one that was revoked.
    #[error("{0} is not remembered")]
    NotRemembered(String),
    /// Skipped for the place (D11).
    #[error("the address is trusted")]
    TrustedIp,
    /// Skipped for the intranet (`facts/portal.md` 5).
    #[error("a federated user on the intranet")]
    Intranet,
    /// No usable MFA method (D4).
    #[error("no usable MFA method is registered")]
    NoMethod,
    /// A Temporary Access Pass proves both factors (TAP).
    #[error("a Temporary Access Pass is a strong factor of its own")]
    AccessPass,
    /// A legacy client used its app password (D12).
    #[error("app password {0}")]
    AppPassword(String),
    /// A legacy client's app password, while MFA is Disabled (D10).
    #[error("app passwords do not work while per-user MFA is Disabled")]
    AppPasswordsOff,
    /// A legacy client with the password (D12).
    #[error("a non-browser app is asked for the password only")]
    LegacyPassword,
    /// A legacy client with the password, where only app passwords work (D12).
    #[error("Enforced: a non-browser app needs an app password")]
    LegacyNeedsAppPassword,
    /// A legacy client whose password is neither the user's nor an app password.
    #[error("neither the password nor an app password that still exists")]
    NoSuchSecret,
    /// Security info wants the second factor of whoever has one (REG).
    #[error("Security info asks for MFA where a method is registered")]
    SecurityInfo,
    /// The user changes the password.
    #[error("the user changes the password")]
    PasswordChange,
    /// A temporary password (D1).
    #[error("the password is temporary and must be changed")]
    MustChange,
    /// Registering moved the user on (D10).
    #[error("registered: per-user MFA is Enforced from now on")]
    NowEnforced,
    /// How many wrong passwords stand in a row.
    #[error("{0} wrong in a row")]
    Failures(u16),
}
