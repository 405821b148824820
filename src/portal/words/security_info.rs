//! What the user's own page says (`facts/portal.md` 8.2): up to 2020 "Additional security
//! verification" (aka.ms/mfasetup), then "Security info" of My Sign-ins.

use crate::domain::edition::Edition;
use crate::domain::method::{DefaultMethod, MethodKind};

/// Whether the edition has the older page.
fn is_old(edition: Edition) -> bool {
    matches!(edition, Edition::Azure2018 | Edition::Azure2020)
}

/// The page's title.
pub fn title(edition: Edition) -> &'static str {
    if is_old(edition) {
        "Additional security verification"
    } else {
        "Security info"
    }
}

/// Where the page is.
pub fn address(edition: Edition) -> &'static str {
    if is_old(edition) {
        "aka.ms/mfasetup"
    } else {
        "aka.ms/mysecurityinfo"
    }
}

/// What the page is for.
pub fn intro(edition: Edition) -> &'static str {
    if is_old(edition) {
        "When you sign in with your password, you are also required to respond from a registered device."
    } else {
        "These are the methods you use to sign into your account or reset your password."
    }
}

/// The command that adds a method.
pub fn add(edition: Edition) -> &'static str {
    match edition {
        Edition::Azure2018 | Edition::Azure2020 => "Set up another way",
        Edition::Azure2022 => "Add method",
        Edition::Entra2023 => "Add sign-in method",
    }
}

/// The line that says the default.
pub fn default_method(edition: Edition) -> &'static str {
    if is_old(edition) {
        "What's your preferred option?"
    } else {
        "Default sign-in method"
    }
}

/// The command that changes it.
pub fn change_default(edition: Edition) -> &'static str {
    if is_old(edition) {
        "Preferred option"
    } else {
        "Default sign-in method"
    }
}

/// What the default is called.
pub fn default_is(edition: Edition, default: DefaultMethod) -> &'static str {
    if !is_old(edition) {
        return default.label();
    }
    match default {
        DefaultMethod::Push => "Notify me through app",
        DefaultMethod::Oath => "Use verification code from app",
        DefaultMethod::VoiceMobile => "Call my authentication phone",
        DefaultMethod::VoiceAlternateMobile => "Call my alternate authentication phone",
        DefaultMethod::VoiceOffice => "Call my office phone",
        DefaultMethod::Sms => "Text code to my authentication phone",
    }
}

/// What a method is called.
pub fn method(edition: Edition, kind: MethodKind) -> &'static str {
    match kind {
        MethodKind::MobilePhone if is_old(edition) => "Authentication phone",
        MethodKind::AlternateMobilePhone if is_old(edition) => "Alternate authentication phone",
        MethodKind::MicrosoftAuthenticator if is_old(edition) => "Authenticator app",
        MethodKind::MobilePhone => "Phone",
        MethodKind::AlternateMobilePhone => "Alternate phone",
        kind => kind.label(),
    }
}

/// The page on which a method is added.
pub const ADD: &str = "Add a method";
/// What it asks.
pub const WHICH: &str = "Which method would you like to add?";
/// What is said once it is added.
pub const ADDED: &str = "Added. u takes it back.";
/// There is nothing yet.
pub const NOTHING: &str = "Nothing is registered yet.";
/// Ends every session.
pub const LOST_DEVICE: &str = "Lost device? Sign out everywhere";
/// Forgets remembered devices.
pub const RESTORE: &str = "Restore multi-factor authentication on previously trusted devices";
