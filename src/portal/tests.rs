//! Keys in, screen out: the portal over Contoso in memory, at a fixed time, with repeating ids.

mod accounts;
mod anything;
mod audit_logs;
mod bulk_update;
mod editions;
mod experiences;
mod harness;
mod keys;
mod looks;
mod main_job;
mod methods;
mod next_sign_in;
mod notifications;
mod palette;
mod per_user_mfa;
mod permission;
mod picture;
mod play;
mod saving;
mod screens;
mod selection;
mod service_settings;
mod sign_in_logs;
mod what_save_does;
mod who_could;
