//! What the Service settings tab says (`facts/portal.md` 5). One wording for all editions: no
//! document gives another.

use crate::domain::edition::Edition;

/// The two entries of "app passwords", in the order of the page.
pub const APP_PASSWORDS: [&str; 2] = [
    "Allow users to create app passwords to sign in to non-browser apps",
    "Do not allow users to create app passwords to sign in to non-browser apps",
];

/// First check box of "trusted IPs".
pub const INTRANET: &str =
    "Skip multi-factor authentication for requests from federated users on my intranet";

/// The ranges of "trusted IPs".
pub const RANGES: &str =
    "Skip multi-factor authentication for requests from following range of IP address subnets";

/// The four check boxes of "verification options".
pub const OPTIONS: [&str; 4] = [
    "Call to phone",
    "Text message to phone",
    "Notification through mobile app",
    "Verification code from mobile app or hardware token",
];

/// The check box of "remember multi-factor authentication".
pub const REMEMBER: &str = "Allow users to remember multi-factor authentication on devices they trust (between one to 365 days)";

/// Its number.
pub const DAYS: &str = "Number of days users can trust devices for";

/// Headings of the four sections, top to bottom.
pub fn sections(edition: Edition) -> [&'static str; 4] {
    if edition == Edition::Entra2023 {
        [
            "App passwords",
            "Trusted IPs",
            "Verification options",
            "Remember multifactor authentication",
        ]
    } else {
        [
            "app passwords",
            "trusted ips",
            "verification options",
            "remember multi-factor authentication",
        ]
    }
}

/// The tab, the entry of the menu, and the title of its dialog.
pub fn title(edition: Edition) -> &'static str {
    if edition == Edition::Entra2023 {
        "Service settings"
    } else {
        "service settings"
    }
}

/// The other tab.
pub fn users(edition: Edition) -> &'static str {
    if edition == Edition::Entra2023 {
        "Users"
    } else {
        "users"
    }
}

/// The button that saves.
pub fn save(edition: Edition) -> &'static str {
    if edition == Edition::Entra2023 {
        "Save"
    } else {
        "save"
    }
}
