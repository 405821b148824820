//! What registered methods make somebody capable of (`facts/portal.md` 10).

use super::method::{MethodKind, MethodKinds};

/// Kinds that replace the password.
const PASSWORDLESS: [MethodKind; 4] = [
    MethodKind::Fido2,
    MethodKind::WindowsHello,
    MethodKind::PlatformCredential,
    MethodKind::PasswordlessPhoneSignIn,
];

/// Capable of multifactor authentication.
pub fn mfa(registered: MethodKinds) -> bool {
    registered.iter().any(|kind| kind.facts().mfa)
}

/// Capable of passwordless sign-in.
pub fn passwordless(registered: MethodKinds) -> bool {
    registered.iter().any(|kind| PASSWORDLESS.contains(&kind))
}

/// Registered for password reset.
pub fn password_reset(registered: MethodKinds) -> bool {
    registered.iter().any(|kind| kind.facts().password_reset)
}
