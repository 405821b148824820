//! The terminal, ours or somebody's at the far end: bytes in, bytes out, modes, and giving it back
//! as it was found. The only place that writes escape codes. Knows neither the portal nor a tenant.

pub mod canvas;
pub mod capabilities;
pub mod clipboard;
pub mod decoder;
pub mod easels;
pub mod guard;
pub mod input;
pub mod keyboard;
pub mod modes;
pub mod recording;
pub mod screen;
pub mod tty;
