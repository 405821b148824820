//! The engine: what a tenant holds, what an administrator may ask of it, and what that does.
//!
//! Pure: no file, clock, terminal or randomness of its own. Time, ids and generated secrets come
//! in as arguments, so that every run can repeat. Rules are cited by document (S0 2018, S1 2020,
//! S2 2022, S3 2023, S4 Microsoft 365) and by decision (D1 to D20).

pub mod administrators;
pub mod audit;
pub mod bulk_update;
pub mod change;
pub mod clock;
pub mod cmdlet;
pub mod command;
pub mod csv_rows;
pub mod directory;
pub mod earlier;
pub mod edition;
pub mod entropy;
pub mod forecast;
pub mod id;
pub mod method;
pub mod number;
pub mod oath;
pub mod phone;
pub mod plan;
pub mod preview;
pub mod profile;
pub mod refusal;
pub mod registration;
pub mod role;
pub mod secret;
pub mod settings;
pub mod sign_in;
pub mod tenant;
pub mod text;
pub mod time;
pub mod token_upload;
pub mod undo;
pub mod user;
