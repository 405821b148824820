//! What a key, a click or the palette can ask for: the vocabulary of the keymap.

use crate::domain::user::PerUserMfa;

use super::blades::{activity, audit_logs, sign_in_logs};
use super::room::Wish;
use super::words::{self, Wording};

/// Something to be done by the portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// One step outward.
    Back,
    /// Back, or leave from the outermost blade.
    Leave,
    /// Leave at once, safely.
    LeaveNow,
    /// Stop like any job.
    Suspend,
    /// Repaint everything.
    Repaint,
    /// Help on the keys that work here.
    Help,
    /// Every command, to be found by typing.
    Palette,
    /// States to come back to.
    Checkpoints,
    /// What was said and done since sign-in.
    Notifications,
    /// What would this do in another edition, and the switch to it.
    SwitchEdition,
    /// Choose the portal to go through.
    SwitchDoor,
    /// To the next portal, before signing in.
    NextDoor,
    /// Who could do what was just refused.
    WhoCould,
    /// Choose one of the presenter's aids with the next key.
    Presenter,
    /// Show the keys pressed, or no longer.
    ShowKeys,
    /// Enlarge the row under the cursor, or no longer.
    ZoomRow,
    /// Take the pointer in hand.
    Point,
    /// Lay the pointer aside.
    DropPointer,
    /// Stop what is being saved.
    Stop,
    /// Record what is shown to a file, or no longer.
    Record,
    /// The room that others watch in: opens it, or shows what can be done with it.
    Room,
    /// Something the presenter wants of the room.
    Wish(Wish),
    /// Send the command that lets somebody watch to the terminal's clipboard.
    CopyViewCode,
    /// Send the command that lets somebody ask for the controls to the terminal's clipboard.
    CopyDriveCode,
    /// Take the last action back.
    Undo,
    /// Do again what was taken back.
    Redo,
    /// To another blade.
    Go(Place),
    /// Sign out.
    SignOut,
    /// Lists, experience and mouse as at first; again: as they were.
    ResetView,
    /// Ask the terminal for the mouse, or leave it to the terminal.
    ToggleMouse,
    /// Move the cursor.
    Move(Motion),
    /// Move the cursor and take the rows on the way in.
    Extend(Motion),
    /// Mark the row and go on to the next.
    Mark,
    /// Begin or end a range.
    Range,
    /// Mark all rows shown; again: none.
    MarkAllShown,
    /// Mark the unmarked rows shown and the other way round.
    Invert,
    /// Type into the search field.
    Search,
    /// Sort by the next column.
    Sort,
    /// Sort the other way round.
    SortReverse,
    /// Add a filter to the list.
    Filter,
    /// Open the row.
    Open,
    /// Reset the password.
    ResetPassword,
    /// Revoke sessions.
    RevokeSessions,
    /// Block sign-in.
    BlockSignIn,
    /// Unblock sign-in.
    UnblockSignIn,
    /// Delete the users.
    DeleteUsers,
    /// Add an authentication method.
    AddMethod,
    /// Require re-register MFA.
    RequireReregister,
    /// Revoke MFA sessions.
    RevokeMfaSessions,
    /// Change the method.
    ChangeMethod,
    /// Delete the method.
    DeleteMethod,
    /// Set the default sign-in method.
    DefaultMethod,
    /// Activate or deactivate the hardware token.
    ToggleToken,
    /// Send the row's text to the terminal's clipboard.
    Copy,
    /// Enable, Disable or Enforce per-user MFA.
    SetMfa(PerUserMfa),
    /// Open Manage user settings.
    ManageUserSettings,
    /// Show the next view of the per-user MFA page.
    NextView,
    /// Show the next per-user MFA status only.
    NextStatus,
    /// Switch between the experiences of the Authentication methods blade.
    SwitchExperience,
    /// Open the bulk update.
    BulkUpdate,
    /// Upload hardware OATH tokens.
    UploadTokens,
    /// Delete the deleted users permanently.
    DeletePermanently,
    /// Complete what is typed.
    Complete,
    /// To the other tab of the per-user MFA page.
    OtherTab,
    /// Change the service settings.
    EditSettings,
    /// To the next control.
    Next,
    /// To the control before.
    Previous,
    /// To the control below, or the entry below in a long choice.
    Below,
    /// To the control above, or the entry above in a long choice.
    Above,
    /// To the entry or button on the left.
    Left,
    /// To the entry or button on the right.
    Right,
    /// Tick the box, choose the entry.
    Tick,
    /// Press the button, or go on.
    Press,
    /// Save from anywhere in the dialog.
    Save,
    /// Scroll what the dialog says.
    Scroll(Motion),
    /// Send the cmdlets that do the same to the terminal's clipboard.
    CopyCmdlet,
    /// Send the cmdlet that lists the user's methods to the terminal's clipboard.
    ListCmdlet,
    /// The next date range.
    DateRange,
    /// Read older entries too.
    LoadMore,
    /// Open the user that the entry concerns.
    OpenUser,
    /// Show each user, or the sum of all.
    Details,
    /// Sign in as the user, step by step.
    PlayUser,
    /// Choose whom to sign in as.
    PickAccount,
    /// Type the address that a sign-in comes from.
    EditAddress,
    /// On the intranet, or not.
    ToggleIntranet,
    /// Create an app password.
    AddAppPassword,
    /// Change the user's own password.
    ChangePassword,
    /// Type what the user would.
    FillIn,
    /// Type the demo password.
    TypeDemoPassword,
    /// Open the user's Overview.
    OpenOverview,
    /// Open the user's authentication methods.
    OpenMethods,
    /// Edit properties.
    EditProperties,
    /// Assign role.
    AssignRole,
    /// Remove role.
    RemoveRole,
    /// New user.
    NewUser,
    /// Try again what was refused or not saved.
    Retry,
    /// Set the tenant's clock.
    SetClock,
    /// Play a scenario, or see the steps of the one that is being played.
    Scenario,
    /// Leave the scenario.
    LeaveScenario,
    /// Write the shown users to a file.
    Export,
    /// Choose the columns of the list.
    Columns,
    /// The columns as at first.
    ResetColumns,
    /// Restore the deleted users.
    RestoreUsers,
}

/// Where to: the entries of the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Users › All users.
    AllUsers,
    /// Users › Deleted users.
    DeletedUsers,
    /// Per-user multifactor authentication.
    PerUserMfa,
    /// Its second tab.
    ServiceSettings,
    /// Monitoring › Audit logs.
    AuditLogs,
    /// Monitoring › Sign-in logs.
    SignInLogs,
    /// Authentication methods › Activity.
    Activity,
}

impl Place {
    /// Every entry, in the menu's order.
    pub const ALL: [Self; 7] = [
        Self::AllUsers,
        Self::DeletedUsers,
        Self::PerUserMfa,
        Self::ServiceSettings,
        Self::SignInLogs,
        Self::AuditLogs,
        Self::Activity,
    ];

    /// The heading it stands under.
    pub fn section(self, own: Wording) -> &'static str {
        let [users, mfa, logs] = own.sign().headings;
        match self {
            Self::AllUsers | Self::DeletedUsers => users,
            Self::PerUserMfa | Self::ServiceSettings => mfa,
            Self::AuditLogs | Self::SignInLogs | Self::Activity => logs,
        }
    }

    /// As the menu says it.
    pub fn label(self, own: Wording) -> &'static str {
        match self {
            Self::AllUsers => own.sign().list,
            Self::DeletedUsers => "Deleted users",
            Self::PerUserMfa => words::per_user_mfa_in_short(own.edition),
            Self::ServiceSettings => words::settings::title(own.edition),
            Self::AuditLogs => audit_logs::TITLE,
            Self::SignInLogs => sign_in_logs::TITLE,
            Self::Activity => activity::TITLE,
        }
    }
}

/// How far the cursor moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motion {
    /// One up.
    Up,
    /// One down.
    Down,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// To the first.
    Home,
    /// To the last.
    End,
}

impl Motion {
    /// Where a cursor at `at` in a list of `len` goes, a page being `page` rows.
    pub fn from(self, at: usize, len: usize, page: usize) -> usize {
        let last = len.saturating_sub(1);
        let page = page.max(1);
        match self {
            Self::Up => at.saturating_sub(1),
            Self::Down => (at + 1).min(last),
            Self::PageUp => at.saturating_sub(page),
            Self::PageDown => (at + page).min(last),
            Self::Home => 0,
            Self::End => last,
        }
    }
}
