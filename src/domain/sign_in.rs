//! Signing in: the user's side of the engine. One state machine over user, device, client, answers
//! and time, which the sign-in screen, the forecast, the scenarios and the logs all run. What it
//! decides comes out as a [`crate::domain::plan::Plan`], like everything else.
//!
//! The order is D1: account enabled, smart lockout, password, registration or MFA, forced password
//! change, in. A legacy client never sees more than the password (D12).

mod adding;
pub mod administrator;
mod ask;
mod attempt;
mod banned;
mod challenge;
mod code;
mod entry;
mod finish;
mod first_factor;
mod legacy;
mod lockout;
mod machine;
mod new_password;
mod new_proof;
mod phone;
mod registration;
mod rehearsal;
mod requirement;
mod sent;
mod step_up;
mod trusted;
mod try_out;
mod ways;
mod why;

pub use adding::{AddStep, Adding};
pub use administrator::{Candidate, SignInRefusal, administrator, administrators};
pub use ask::{
    Answer, Ask, Challenge, ChallengeFault, Check, End, NotAsked, Registration, Scan, Step,
};
pub use attempt::{Attempt, Client, Device, LegacyProtocol, Origin};
pub use code::Code;
pub use entry::{Requirement, SignInEntry, SignInStatus};
pub use machine::{Met, SignIn};
pub use new_password::PasswordFault;
pub(crate) use new_proof::{APPS_AND_TOKENS, is_app};
pub use new_proof::{Choice, NewProof, PhoneProof, RegistrationFault};
pub use phone::PhoneEvent;
pub use rehearsal::{Means, rehearse};
pub use ways::{Proof, Way};
pub use why::Why;
