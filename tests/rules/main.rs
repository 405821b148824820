//! The engine, from the administrator's side and from the user's: the scenarios of the rules, the decisions one by one,
//! and what holds for any command whatsoever.

// The helpers of tests may panic as the tests themselves may.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod accounts;
mod audit;
mod bulk;
mod bulk_update;
mod clock;
mod cmdlet;
mod earlier;
mod email_and_pass;
mod experience;
mod forecast;
mod generate;
mod methods;
mod password;
mod permission;
mod preview;
mod profile;
mod properties;
mod reregister;
mod scenarios;
mod security_info;
mod service_settings;
mod sign_in;
mod sign_in_decisions;
mod support;
mod tenant;
mod title;
mod undo;
mod user_sign_in;
