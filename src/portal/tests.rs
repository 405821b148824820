//! Keys in, screen out: the portal over Contoso in memory, at a fixed time, with repeating ids.

mod harness;
mod main_job;
mod picture;
