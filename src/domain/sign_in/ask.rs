//! What the machine asks and what it can be answered.

use super::code::Code;
use super::entry::SignInEntry;
use super::new_password::PasswordFault;
use super::new_proof::{Choice, NewProof, RegistrationFault};
use super::ways::Way;
use crate::domain::id::{AppPasswordId, DeviceId, MethodId};
use crate::domain::method::{DefaultMethod, MethodKind};
use crate::domain::secret::{PasswordHash, Secret};

/// Where a sign-in stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The user is asked.
    Ask(Ask),
    /// The host is to compare a secret, off the thread that draws.
    Check(Check),
    /// It is over.
    End(End),
}

/// What the user is asked (`facts/portal.md` 8.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// "Sign in": the account.
    Account,
    /// "Enter password".
    Password {
        /// Whether a Temporary Access Pass is asked for instead ("Enter Temporary Access Pass"),
        /// with the password as the other way.
        pass: bool,
        /// Whether the last one was wrong.
        wrong: bool,
    },
    /// A second factor.
    Challenge(Challenge),
    /// "More information required", and the choice of what to register.
    Register(Registration),
    /// "Scan the QR code": the app that is registered is told its key.
    Scan(Scan),
    /// What is being registered proves itself.
    Verify(Challenge),
    /// "Success": it is registered.
    Registered {
        /// What was registered.
        method: MethodKind,
        /// The default sign-in method now.
        default: Option<DefaultMethod>,
        /// Methods from before, to be reviewed (S1, S2; D9).
        older: Vec<MethodKind>,
    },
    /// "Update your password".
    UpdatePassword {
        /// What is wrong with the last try.
        fault: Option<PasswordFault>,
    },
    /// "Stay signed in?".
    StaySignedIn,
}

/// A second factor that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    /// How it is proved now.
    pub way: Way,
    /// "Verify your identity": the other ways.
    pub others: Vec<Way>,
    /// The number to be typed into the app, where numbers are matched (NUM).
    pub number: Option<u8>,
    /// "Don't ask again for N days", where it is offered.
    pub remember: Option<u16>,
    /// Whether that is ticked.
    pub ticked: bool,
    /// What was wrong with the last answer.
    pub fault: Option<ChallengeFault>,
}

/// What was wrong with a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChallengeFault {
    /// Another code.
    #[error("That code is not right: type the newest one.")]
    WrongCode,
    /// A code that was used before.
    #[error("That code was used already: wait for the next one.")]
    UsedCode,
    /// Another number.
    #[error("That is not the number shown: a new request was sent.")]
    WrongNumber,
    /// The user said no.
    #[error("The request was denied: try again or choose another way.")]
    Denied,
    /// The pass is not right.
    #[error("That Temporary Access Pass is not right.")]
    WrongPass,
}

/// What an app is told that is being registered. It holds the key: shown once, kept nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// Which app.
    pub app: MethodKind,
    /// The `otpauth://` address, for scanning.
    pub uri: Secret,
    /// The key alone, for typing ("Can't scan?").
    pub key: Secret,
}

/// The choice of what to register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// What can be registered, the portal's first choice in front.
    pub choices: Vec<Choice>,
    /// What was wrong with the last choice.
    pub fault: Option<RegistrationFault>,
}

/// A comparison for the host to make. It takes tens of milliseconds for each hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    pub(super) against: Vec<PasswordHash>,
    pub(super) secret: Secret,
    pub(super) purpose: Purpose,
}

/// What a comparison decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Purpose {
    /// The password.
    Password,
    /// A Temporary Access Pass in place of the password.
    Pass(MethodId),
    /// A Temporary Access Pass as the second factor.
    PassAsFactor(Challenge, MethodId),
    /// What a legacy client sent; `None` is the password.
    Legacy(Vec<Option<AppPasswordId>>),
}

impl Check {
    /// Makes the comparison: which hash the secret fits. Not for the thread that draws.
    pub fn run(&self) -> Option<usize> {
        self.against
            .iter()
            .position(|hash| hash.verify(&self.secret))
    }
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The account, as typed.
    Account(String),
    /// The password.
    Password(Secret),
    /// The Temporary Access Pass.
    AccessPass(Secret),
    /// What [`Check::run`] found.
    Checked(Option<usize>),
    /// A code of a text message, an app or a token.
    Code(Secret),
    /// The notification is approved, with the number typed where numbers are matched.
    Approve(Option<u8>),
    /// # is pressed, the key touched, the provider's page passed.
    Confirm,
    /// No: denied, hung up, cancelled.
    Deny,
    /// One of the other ways, by its place in the list.
    OtherWay(usize),
    /// "Don't ask again" is ticked, or not.
    DontAskAgain(bool),
    /// This is registered.
    Choose(NewProof),
    /// "Next", "Done".
    Continue,
    /// The new password, twice.
    NewPassword {
        /// The new password.
        new: Secret,
        /// The same again.
        again: Secret,
    },
    /// "Stay signed in?": yes or no.
    StaySignedIn(bool),
    /// The window is closed.
    Leave,
}

/// The answer does not fit what was asked; nothing happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("that was not asked")]
pub struct NotAsked;

/// The end of a sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    /// How; `None`: the window was closed before anything was proved, which no log mentions.
    pub code: Option<Code>,
    /// What the log says.
    pub entry: Option<Box<SignInEntry>>,
    /// The mark the device carries from now on.
    pub mark: Option<DeviceId>,
}

impl End {
    /// Whether the user is in.
    pub fn is_in(&self) -> bool {
        self.code == Some(Code::Success)
    }
}
