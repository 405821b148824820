//! Which scopes hold together.

use super::Scope;

impl Scope {
    /// Whether letters may be typed into a text where it holds.
    pub fn types(self) -> bool {
        matches!(
            self,
            Self::Password
                | Self::Search
                | Self::Finder
                | Self::File
                | Self::Picker
                | Self::Dialog
                | Self::Playing
                | Self::Address
        )
    }
}

/// Every set of scopes that can hold at one time, the nearest first.
pub const TOGETHER: &[&[Scope]] = &[
    &[
        Scope::AllUsers,
        Scope::Users,
        Scope::Rows,
        Scope::Portal,
        Scope::Always,
    ],
    &[
        Scope::PerUserMfa,
        Scope::Users,
        Scope::Rows,
        Scope::Portal,
        Scope::Always,
    ],
    &[Scope::Methods, Scope::Rows, Scope::Portal, Scope::Always],
    &[
        Scope::DeletedUsers,
        Scope::Users,
        Scope::Rows,
        Scope::Portal,
        Scope::Always,
    ],
    &[
        Scope::UserProperties,
        Scope::Rows,
        Scope::Portal,
        Scope::Always,
    ],
    &[
        Scope::ServiceSettings,
        Scope::Rows,
        Scope::Portal,
        Scope::Always,
    ],
    &[Scope::Logs, Scope::Rows, Scope::Portal, Scope::Always],
    &[Scope::Details, Scope::Always],
    &[Scope::Editions, Scope::Always],
    &[Scope::Search, Scope::Always],
    &[Scope::Accounts, Scope::Rows, Scope::Always],
    &[Scope::Password, Scope::Always],
    &[Scope::Question, Scope::Dialog, Scope::Always],
    &[Scope::Plain, Scope::Dialog, Scope::Always],
    &[Scope::Saving, Scope::Always],
    &[Scope::Result, Scope::Always],
    &[Scope::Places, Scope::Rows, Scope::Portal, Scope::Always],
    &[
        Scope::SignInDetails,
        Scope::Rows,
        Scope::Portal,
        Scope::Always,
    ],
    &[Scope::Activity, Scope::Rows, Scope::Portal, Scope::Always],
    &[Scope::Playing, Scope::Always],
    &[Scope::Address, Scope::Always],
    &[
        Scope::SecurityInfo,
        Scope::Rows,
        Scope::Portal,
        Scope::Always,
    ],
    &[Scope::Finder, Scope::Always],
    &[Scope::Lesson, Scope::Always],
    &[Scope::File, Scope::Always],
    &[Scope::Verification, Scope::Rows, Scope::Always],
    &[Scope::Picker, Scope::Always],
    &[Scope::Columns, Scope::Always],
    &[Scope::Presenter, Scope::Always],
    &[Scope::Pointing, Scope::Always],
];
