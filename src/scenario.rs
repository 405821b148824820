//! Scenarios: a start state, steps by administrators and users, and what must be so after each.
//! `proofup play` runs them headless; those of the rules are embedded and run in the tests.
//!
//! A scenario is one RON file. It is written once and runs in every edition it names; what differs
//! between editions stands behind `in`. People are named by their user principal name, without the
//! domain where it is the tenant's; `*` at the end of a name stands for everybody that begins so.
//!
//! ```ron
//! (
//!   title: "Lost phone",
//!   editions: [2018, 2023],
//!   // From the demo tenant: Demo("PatrickR"). Or made here; `count: 22` makes kim01 to kim22.
//!   people: [New(upn: "kim", state: "M{mob*,app} T{LAP1} A{OL10}")],
//!   steps: [
//!     (
//!       // Who acts: `by: HelpdeskAdministrator`; without it, whoever is able to act in the edition.
//!       act: Do(Reregister(["kim"])),
//!       expect: [
//!         (in: [2018], state: {"kim": "M{} F1 W=REG W(LAP1)=REG L(OL10)=OK"}),
//!         (in: [2023], state: {"kim": "M{} W=REG W(LAP1)=OK"}, says: ["app password keeps working"]),
//!       ],
//!     ),
//!     (
//!       act: SignIn(user: "kim", on: NewBrowser, register: Authenticator("New phone")),
//!       expect: [
//!         (state: {"kim": "M{app*=New phone} F0"}, outcome: "REG"),
//!       ],
//!     ),
//!   ],
//! )
//! ```
//!
//! The state of a person, each part of it optional: `M{…}` methods (`mob alt off app lite less sw hw
//! mail ask fido whfb mac cert tap qr ext`; `*` the default, `-` not usable, `=text` the detail) ·
//! `F0` `F1` re-register flag · `T{…}` remembered devices · `A{…}` app passwords · `P own`, `P temp!`
//! (must be changed), `P new` (changed by the user) · `U Disabled|Enabled|Enforced` per-user MFA ·
//! `N0` `N1` MFA at the next sign-in (2018) · `X3` wrong passwords in a row · `B0` `B1` blocked ·
//! `S` sessions ended · `C` public profile changed. **What a step does not mention is asserted
//! unchanged, for everybody.**
//!
//! Sign-ins that are tried and not made: `W` in a new browser, `W(LAP1)` on that device, `L(OL10)` in
//! a legacy client with that app password, `L` with the password. Outcomes: `OK`, `MFA:app`, `REG`,
//! `CHG`, several with `+` (`REG+CHG`), `NO`, `BLK`.
//!
//! What a step does: `Do(…)` by an administrator, `SignIn(…)` by a user, `Advance(days: 15)` of the
//! tenant's clock, or `Look`.
//!
//! Besides `state` a step can expect `outcome` (of a sign-in), `done: (changed, nothing, refused)`
//! rows, `audit: ["Update user"]` (the activities, in order, each once) and `says`: pieces of what
//! the step prints.

mod by_hand;
mod file;
mod notation;
mod people;
mod report;
mod run;
mod wish;

pub use by_hand::{ByHand, HandStep};
pub use file::{Bad, Scenario};
pub use report::{Report, StepReport};

/// The scenarios of the rules, by the names of their files.
pub const EMBEDDED: [(&str, &str); 10] = [
    (
        "lost-phone.ron",
        include_str!("../assets/scenarios/lost-phone.ron"),
    ),
    (
        "account-taken-over.ron",
        include_str!("../assets/scenarios/account-taken-over.ron"),
    ),
    (
        "stolen-laptop.ron",
        include_str!("../assets/scenarios/stolen-laptop.ron"),
    ),
    (
        "synced-user.ron",
        include_str!("../assets/scenarios/synced-user.ron"),
    ),
    (
        "global-administrator.ron",
        include_str!("../assets/scenarios/global-administrator.ron"),
    ),
    (
        "helpdesk.ron",
        include_str!("../assets/scenarios/helpdesk.ron"),
    ),
    ("breach.ron", include_str!("../assets/scenarios/breach.ron")),
    (
        "hardware-token.ron",
        include_str!("../assets/scenarios/hardware-token.ron"),
    ),
    ("email.ron", include_str!("../assets/scenarios/email.ron")),
    (
        "nothing-requires-mfa.ron",
        include_str!("../assets/scenarios/nothing-requires-mfa.ron"),
    ),
];

#[cfg(test)]
mod tests;
