//! What the user's telephone shows or does at a step: the other half of the sign-in screen.

use crate::domain::secret::Secret;

/// Something on the user's telephone, token or key. Shown beside the screen, kept nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhoneEvent {
    /// "Approve sign in request": type the number, where numbers are matched, or approve.
    Notification {
        /// The telephone.
        device: String,
        /// Whether the number on the screen has to be typed.
        number: bool,
    },
    /// A text message came.
    Text {
        /// To which number.
        number: String,
        /// The code in it.
        code: Secret,
    },
    /// A mail came.
    Mail {
        /// To which address.
        address: String,
        /// The code in it.
        code: Secret,
    },
    /// It rings: answer and press #.
    Call {
        /// Which number.
        number: String,
    },
    /// The app or the token shows a code.
    Code {
        /// What shows it.
        device: String,
        /// The code.
        code: Secret,
    },
    /// A key wants to be touched, a provider's page to be passed.
    Touch {
        /// Which.
        device: String,
    },
}

impl PhoneEvent {
    /// The code it shows.
    pub fn code(&self) -> Option<&Secret> {
        match self {
            Self::Text { code, .. } | Self::Mail { code, .. } | Self::Code { code, .. } => {
                Some(code)
            }
            Self::Notification { .. } | Self::Call { .. } | Self::Touch { .. } => None,
        }
    }
}
