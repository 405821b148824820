//! The rows of the keymap. Their order is the order of command bars, hints and help.

use crossterm::event::KeyCode;

use super::{Availability, Binding, Key, Scope};
use crate::domain::user::PerUserMfa;
use crate::portal::act::{Act, Motion, Place};
use crate::portal::availability as when;
use crate::portal::model::Model;
use crate::portal::words::{self, Wording};

type Label = fn(Wording) -> &'static str;

const fn row(
    id: &'static str,
    scope: Scope,
    keys: &'static [Key],
    act: Act,
    label: Label,
    help: &'static str,
) -> Binding {
    Binding {
        id,
        scope,
        keys,
        label,
        help,
        bar: false,
        hint: "",
        act,
        when: |_| Availability::Enabled,
    }
}

impl Binding {
    /// Stands among the hints of the last line, called `hint`.
    const fn hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }

    /// Stands in the command bar.
    const fn bar(mut self) -> Self {
        self.bar = true;
        self
    }

    /// Can be done where `when` says so.
    const fn when(mut self, when: fn(&Model) -> Availability) -> Self {
        self.when = when;
        self
    }
}

const fn c(letter: char) -> Key {
    Key::char(letter)
}

const fn k(code: KeyCode) -> Key {
    Key::named(code)
}

const ENTER: Key = k(KeyCode::Enter);
const ESC: Key = k(KeyCode::Esc);
const SPACE: Key = c(' ');

/// Every binding there is.
#[rustfmt::skip]
pub const BINDINGS: &[Binding] = &[
    // Sign in.
    row("sign-in.choose", Scope::Accounts, &[ENTER], Act::Press, |_| "Sign in with this account", "Goes on to the password.").hint("choose"),
    row("sign-in.door", Scope::Accounts, &[k(KeyCode::Tab), c('P')], Act::NextDoor, |_| "Other portal", "Signs in to the next portal that the edition has.").hint("other portal"),
    row("sign-in.back-out", Scope::Accounts, &[c('q'), ESC], Act::LeaveNow, |_| "Leave", "Leaves proofup.").hint("leave"),
    row("sign-in.enter", Scope::Password, &[ENTER], Act::Press, |_| "Sign in", "Signs in with the password typed.").hint("sign in").when(when::enter_password),
    row("sign-in.demo", Scope::Password, &[Key::ctrl('t')], Act::TypeDemoPassword, |_| "Type the demo password", "Types the password that every account of a demo tenant has.").hint("type the demo password").when(when::demo),
    row("sign-in.back", Scope::Password, &[ESC], Act::Back, |_| "Other account", "Back to the accounts.").hint("other account"),

    // Command bars.
    row("users.new", Scope::AllUsers, &[c('+'), c('n')], Act::NewUser, |words| words.at_365("Add a user", "New user"), "Creates a user; a member gets a temporary password, shown once.").bar().when(when::accounts::new_user),
    row("users.per-user-mfa", Scope::AllUsers, &[c('m')], Act::Go(Place::PerUserMfa), |words| words.sign().per_user_mfa, "Opens the per-user multifactor authentication page with the selected users.").bar(),
    row("users.reset-password", Scope::AllUsers, &[c('p')], Act::ResetPassword, |own| words::reset_password(own.edition), "Resets the password of the user under the cursor to a temporary one.").bar().when(when::reset_password),
    row("users.block", Scope::AllUsers, &[c('b')], Act::BlockSignIn, |_| "Block sign-in", "Blocks sign-in of the selected users.").bar().when(when::block),
    row("users.unblock", Scope::AllUsers, &[c('U')], Act::UnblockSignIn, |_| "Unblock sign-in", "Lets the selected users sign in again.").bar().when(when::unblock),
    row("users.delete", Scope::AllUsers, &[c('d'), k(KeyCode::Delete)], Act::DeleteUsers, |words| words.at_365("Delete a user", "Delete"), "Deletes the selected users; undo restores them.").bar().when(when::delete),

    row("users.download", Scope::AllUsers, &[c('D'), c('x')], Act::Export, |words| words.at_365("Export users", "Download users"), "Writes the users that the list shows to a file, as CSV or JSON.").bar().when(when::download),
    row("users.columns", Scope::AllUsers, &[c('C')], Act::Columns, |_| "Columns", "Chooses the columns of the list and their order.").bar(),

    row("methods.add", Scope::Methods, &[c('+'), c('a')], Act::AddMethod, |_| "Add authentication method", "Adds a phone number, an email address or a Temporary Access Pass for the user.").bar().when(when::add_method),
    row("methods.reset-password", Scope::Methods, &[c('p')], Act::ResetPassword, |own| words::reset_password(own.edition), "Resets the user's password to a temporary one that must be changed at the next sign-in.").bar().when(when::reset_password),
    row("methods.reregister", Scope::Methods, &[c('r')], Act::RequireReregister, |own| words::require_reregister(own.edition), "Makes the user register multifactor authentication again.").bar().when(when::reregister),
    row("methods.revoke-mfa", Scope::Methods, &[c('v')], Act::RevokeMfaSessions, |own| words::revoke_mfa_sessions(own.edition), "Forgets every device that multifactor authentication is remembered on.").bar().when(when::revoke_mfa),
    row("methods.revoke-sessions", Scope::Methods, &[c('s')], Act::RevokeSessions, |_| "Revoke sessions", "Ends every session of the user.").bar().when(when::revoke_sessions),
    row("methods.change", Scope::Methods, &[c('c'), ENTER], Act::ChangeMethod, |_| "Change", "Changes the phone number or email address under the cursor.").hint("change").when(when::change_method),
    row("methods.delete", Scope::Methods, &[c('d'), k(KeyCode::Delete)], Act::DeleteMethod, |_| "Delete", "Deletes the method under the cursor.").hint("delete").when(when::delete_method),
    row("methods.default", Scope::Methods, &[c('D')], Act::DefaultMethod, |_| "Default sign-in method", "Chooses the user's default sign-in method.").hint("default").when(when::default_method),
    row("methods.token", Scope::Methods, &[c('t')], Act::ToggleToken, |_| "Activate or deactivate token", "Activates or deactivates the hardware OATH token under the cursor.").hint("token").when(when::toggle_token),

    row("methods.cmdlet", Scope::Methods, &[c('C')], Act::ListCmdlet, |_| "Copy PowerShell", "Sends the cmdlet that lists the user's phone methods to the terminal's clipboard, with how to connect.").when(when::list_cmdlet),
    row("methods.experience", Scope::Methods, &[c('e')], Act::SwitchExperience, |_| "Switch experience", "Switches between the new and the old experience of this blade.").when(when::switch_experience),

    row("mfa.enable", Scope::PerUserMfa, &[c('e')], Act::SetMfa(PerUserMfa::Enabled), |own| words::quick_step(own.edition, PerUserMfa::Enabled).command, "Enables multifactor authentication for the selected users.").bar().when(when::enable),
    row("mfa.disable", Scope::PerUserMfa, &[c('d')], Act::SetMfa(PerUserMfa::Disabled), |own| words::quick_step(own.edition, PerUserMfa::Disabled).command, "Disables multifactor authentication for the selected users.").bar().when(when::disable),
    row("mfa.enforce", Scope::PerUserMfa, &[c('n')], Act::SetMfa(PerUserMfa::Enforced), |own| words::quick_step(own.edition, PerUserMfa::Enforced).command, "Enforces multifactor authentication for the selected users.").bar().when(when::enforce),
    row("mfa.settings", Scope::PerUserMfa, &[c('m')], Act::ManageUserSettings, |words| words.sign().user_settings, "Opens the dialog with the three check boxes for the selected users.").bar().when(when::targets),
    row("mfa.bulk-update", Scope::PerUserMfa, &[c('b')], Act::BulkUpdate, |own| words::bulk_update(own.edition), "Sets the states that a CSV file gives user by user.").bar().when(when::bulk_update),
    row("mfa.tokens", Scope::PerUserMfa, &[c('o')], Act::UploadTokens, |_| words::UPLOAD_TOKENS, "Takes hardware OATH tokens in from a CSV file, each for its user, deactivated.").bar().when(when::upload_tokens),
    row("mfa.download", Scope::PerUserMfa, &[c('D'), c('x')], Act::Export, |_| "Download users", "Writes the users that the page shows to a file, as CSV that Bulk update takes in again, or JSON.").when(when::download),
    row("mfa.view", Scope::PerUserMfa, &[c('V')], Act::NextView, |_| "View", "Shows the next view: users allowed to sign in, blocked ones, kinds of administrator.").hint("view"),
    row("mfa.status", Scope::PerUserMfa, &[c('t')], Act::NextStatus, |own| words::mfa_status_filter(own.edition), "Shows users of the next status only: Enabled, Enforced, Disabled, then any.").hint("status"),
    row("mfa.tab", Scope::PerUserMfa, &[k(KeyCode::Tab), c(']'), c('[')], Act::OtherTab, |own| words::settings::title(own.edition), "Switches to the other tab: the service settings.").hint("service settings"),

    row("settings.edit", Scope::ServiceSettings, &[c('e'), ENTER, SPACE], Act::EditSettings, |_| "Edit", "Opens the service settings to be changed, at the row under the cursor.").bar().hint("edit").when(when::edit_settings),
    row("settings.tab", Scope::ServiceSettings, &[k(KeyCode::Tab), c('['), c(']')], Act::OtherTab, |own| words::settings::users(own.edition), "Switches to the other tab: the users.").hint("users"),

    row("user.edit", Scope::UserProperties, &[c('e'), ENTER], Act::EditProperties, |_| "Edit properties", "Edits display name and public profile, beginning with the field under the cursor.").bar().when(when::accounts::edit_properties),
    row("user.methods", Scope::UserProperties, &[c('m')], Act::OpenMethods, |_| "Authentication methods", "Opens the user's authentication methods.").bar().when(when::accounts::methods),
    row("user.reset-password", Scope::UserProperties, &[c('p')], Act::ResetPassword, |own| words::reset_password(own.edition), "Resets the user's password to a temporary one that must be changed at the next sign-in.").bar().when(when::reset_password),
    row("user.revoke-sessions", Scope::UserProperties, &[c('s')], Act::RevokeSessions, |_| "Revoke sessions", "Ends every session of the user.").bar().when(when::accounts::revoke_sessions),
    row("user.block", Scope::UserProperties, &[c('b')], Act::BlockSignIn, |_| "Block sign-in", "Blocks sign-in of the user.").bar().when(when::accounts::block),
    row("user.unblock", Scope::UserProperties, &[c('U')], Act::UnblockSignIn, |_| "Unblock sign-in", "Lets the user sign in again.").bar().when(when::accounts::unblock),
    row("user.delete", Scope::UserProperties, &[c('d'), k(KeyCode::Delete)], Act::DeleteUsers, |_| "Delete", "Deletes the user, who can be restored for 30 days.").bar().when(when::accounts::delete),
    row("user.restore", Scope::UserProperties, &[c('r')], Act::RestoreUsers, |_| "Restore user", "Restores the user, as they were when they were deleted.").bar().when(when::accounts::restore_one),
    row("user.assign-role", Scope::UserProperties, &[c('a')], Act::AssignRole, |_| "Assign role", "Assigns a directory role to the user.").bar().when(when::accounts::assign_role),
    row("user.remove-role", Scope::UserProperties, &[c('R')], Act::RemoveRole, |_| "Remove role", "Removes a directory role from the user.").bar().when(when::accounts::remove_role),

    row("deleted.restore", Scope::DeletedUsers, &[c('r')], Act::RestoreUsers, |_| "Restore users", "Restores the selected users, as they were when they were deleted.").bar().when(when::accounts::restore),

    row("deleted.download", Scope::DeletedUsers, &[c('D'), c('x')], Act::Export, |_| "Download users", "Writes the deleted users that the list shows to a file, as CSV or JSON.").bar().when(when::download),
    row("deleted.for-good", Scope::DeletedUsers, &[c('d'), k(KeyCode::Delete)], Act::DeletePermanently, |_| "Delete permanently", "Deletes the selected users for good; undo, while you are signed in, is the only way back.").bar().when(when::accounts::delete_permanently),

    // Lists of users.
    row("list.mark", Scope::Users, &[SPACE], Act::Mark, |_| "Mark", "Marks the row and goes on to the next.").hint("mark"),
    row("list.open", Scope::Users, &[ENTER, k(KeyCode::Right), c('l')], Act::Open, |_| "Open", "Opens the user's authentication methods; the overview where the portal has none.").hint("open"),
    row("list.search", Scope::Users, &[c('/')], Act::Search, |_| "Search", "Searches names and user principal names as you type.").hint("search"),
    row("list.sort", Scope::Users, &[c('s')], Act::Sort, |_| "Sort", "Sorts by the next column.").hint("sort"),
    row("list.sort-reverse", Scope::Users, &[c('S')], Act::SortReverse, |_| "Sort the other way", "Sorts the other way round."),
    row("list.filter", Scope::Users, &[c('f')], Act::Filter, |_| "Add filter", "Narrows the list by user type, account, sync, MFA status, method or role.").hint("filter"),
    row("list.overview", Scope::Users, &[c('i')], Act::OpenOverview, |_| "Overview", "Opens the user's overview and properties.").hint("overview"),
    row("list.all", Scope::Users, &[c('A'), Key::ctrl('a')], Act::MarkAllShown, |_| "Mark all shown", "Marks every row that the search shows; again: none.").hint("all"),
    row("list.invert", Scope::Users, &[c('*')], Act::Invert, |_| "Invert marks", "Marks the unmarked rows shown and the other way round."),
    row("list.range", Scope::Users, &[c('v')], Act::Range, |_| "Range", "Begins a range at the row; again, or Space: marks it."),
    row("list.extend-up", Scope::Users, &[Key::shift(KeyCode::Up), c('K')], Act::Extend(Motion::Up), |_| "Range upwards", "Takes the row above into the range."),
    row("list.extend-down", Scope::Users, &[Key::shift(KeyCode::Down), c('J')], Act::Extend(Motion::Down), |_| "Range downwards", "Takes the row below into the range."),

    row("log.details", Scope::Logs, &[ENTER, k(KeyCode::Right), c('l')], Act::Open, |_| "Activity details", "Shows the entry in full: before and after, or why the user was asked, or not.").hint("details"),
    row("log.more", Scope::Logs, &[c('m')], Act::LoadMore, |_| "Load more", "Reads as many older entries again, where there are any.").hint("load more").when(when::load_more),
    row("log.search", Scope::Logs, &[c('/')], Act::Search, |_| "Search", "Searches all columns as you type.").hint("search"),
    row("log.sort", Scope::Logs, &[c('s')], Act::Sort, |_| "Sort", "Sorts by the next column.").hint("sort"),
    row("log.sort-reverse", Scope::Logs, &[c('S')], Act::SortReverse, |_| "Sort the other way", "Sorts the other way round."),
    row("log.filter", Scope::Logs, &[c('f')], Act::Filter, |_| "Add filter", "Shows only entries with one value of a column, or of the last days.").bar().hint("filter"),
    row("log.range", Scope::Logs, &[c('t')], Act::DateRange, |_| "Date range", "Shows the last 24 hours, then the last 7 days, then all.").bar().hint("date"),
    row("log.user", Scope::Logs, &[c('o')], Act::OpenUser, |_| "Open user", "Opens the user that the entry concerns.").bar().hint("open user"),
    row("log.download", Scope::Logs, &[c('D'), c('x')], Act::Export, |_| "Download", "Writes the entries that the log shows to a file, as CSV or JSON.").bar().when(when::download),

    row("details.undo", Scope::Details, &[c('u')], Act::Undo, |_| "Undo", "Takes the action back, where it is the last one of your session.").hint("undo").when(when::undo_entry),
    row("details.user", Scope::Details, &[c('o')], Act::OpenUser, |_| "Open target user", "Opens the user that the entry concerns.").hint("open user"),
    row("details.copy", Scope::Details, &[c('y')], Act::Copy, |_| "Copy", "Sends the entry to the terminal's clipboard.").hint("copy"),
    row("details.down", Scope::Details, &[k(KeyCode::Down), c('j')], Act::Scroll(Motion::Down), |_| "Down", "Scrolls the details."),
    row("details.up", Scope::Details, &[k(KeyCode::Up), c('k')], Act::Scroll(Motion::Up), |_| "Up", "Scrolls the details."),
    row("details.page-down", Scope::Details, &[k(KeyCode::PageDown)], Act::Scroll(Motion::PageDown), |_| "Page down", "Scrolls the details."),
    row("details.page-up", Scope::Details, &[k(KeyCode::PageUp)], Act::Scroll(Motion::PageUp), |_| "Page up", "Scrolls the details."),
    row("details.close", Scope::Details, &[ESC, ENTER, SPACE, c('q'), c('h'), k(KeyCode::Left)], Act::Back, |_| "Close", "Closes the details.").hint("close"),

    row("editions.switch", Scope::Editions, &[ENTER], Act::Press, |_| "Switch", "Goes on in the chosen edition, in this session only; nothing is written.").hint("switch"),
    row("editions.right", Scope::Editions, &[k(KeyCode::Right), c('l'), k(KeyCode::Tab)], Act::Right, |_| "Next edition", "To the next edition.").hint("next edition"),
    row("editions.left", Scope::Editions, &[k(KeyCode::Left), c('h'), k(KeyCode::BackTab)], Act::Left, |_| "Edition before", "To the edition before."),
    row("editions.down", Scope::Editions, &[k(KeyCode::Down), c('j')], Act::Scroll(Motion::Down), |_| "Down", "Scrolls the comparison."),
    row("editions.up", Scope::Editions, &[k(KeyCode::Up), c('k')], Act::Scroll(Motion::Up), |_| "Up", "Scrolls the comparison."),
    row("editions.page-down", Scope::Editions, &[k(KeyCode::PageDown)], Act::Scroll(Motion::PageDown), |_| "Page down", "Scrolls the comparison."),
    row("editions.page-up", Scope::Editions, &[k(KeyCode::PageUp)], Act::Scroll(Motion::PageUp), |_| "Page up", "Scrolls the comparison."),
    row("editions.close", Scope::Editions, &[ESC, c('q')], Act::Back, |_| "Close", "Closes the comparison; the edition stays.").hint("close"),
    // Signing in as a user.
    row("users.play", Scope::AllUsers, &[c('Y')], Act::PlayUser, |_| "Sign in as this user", "Plays the next sign-in of the user, step by step, the user's phone beside it.").when(when::play::play),
    row("methods.play", Scope::Methods, &[c('Y')], Act::PlayUser, |_| "Sign in as this user", "Plays the next sign-in of the user, step by step, the user's phone beside it.").bar().when(when::play::play),
    row("places.begin", Scope::Places, &[ENTER], Act::Press, |_| "Sign in here", "Begins the sign-in at the place under the cursor; at its end, presses the button.").hint("go on"),
    row("places.address", Scope::Places, &[c('a')], Act::EditAddress, |_| "Address", "Types the IP address that the sign-in comes from: trusted IPs are seen at work, and the log says it.").bar().when(when::play::at_places),
    row("places.intranet", Scope::Places, &[c('n')], Act::ToggleIntranet, |_| "On the intranet", "Lets the sign-in come from the organisation's intranet, or no longer.").bar().when(when::play::at_places),
    row("address.take", Scope::Address, &[ENTER], Act::Press, |_| "Take the address", "Sign-ins come from this address; from an unknown one where nothing is typed.").hint("take the address"),
    row("address.leave", Scope::Address, &[ESC], Act::Back, |_| "Leave the address", "The address stays as it was.").hint("leave it"),
    row("playing.press", Scope::Playing, &[ENTER], Act::Press, |_| "Press", "Presses the button; in a field, goes on.").hint("go on"),
    row("playing.fill-in", Scope::Playing, &[Key::ctrl('t')], Act::FillIn, |_| "Type what the user would", "Types the code or the number in sight; a password is taken as right.").hint("type what the user would"),
    row("playing.copy", Scope::Playing, &[c('y')], Act::Copy, |_| "Copy the address", "Sends the address that the QR code holds to the terminal's clipboard.").hint("copy the address").when(when::play::scan),
    row("playing.next", Scope::Playing, &[k(KeyCode::Tab), k(KeyCode::Down)], Act::Next, |_| "Next control", "To the next control.").hint("next"),
    row("playing.previous", Scope::Playing, &[k(KeyCode::BackTab), k(KeyCode::Up)], Act::Previous, |_| "Control before", "To the control before."),
    row("playing.close", Scope::Playing, &[ESC], Act::Back, |_| "Close the window", "Closes the user's window, which ends the sign-in.").hint("close the window"),

    row("sign-in.tab", Scope::SignInDetails, &[k(KeyCode::Tab), c(']')], Act::Next, |_| "Next tab", "Shows the next tab: basic info, authentication details, why.").hint("next tab"),
    row("sign-in.tab-before", Scope::SignInDetails, &[k(KeyCode::BackTab), c('[')], Act::Previous, |_| "Tab before", "Shows the tab before."),
    row("sign-in.user", Scope::SignInDetails, &[c('o')], Act::OpenUser, |_| "Open user", "Opens the user who signed in.").hint("open user"),
    row("activity.download", Scope::Activity, &[c('D'), c('x')], Act::Export, |_| "Download registration details", "Writes what each user has registered to a file, as CSV or JSON.").bar().when(when::download),

    // Security info.
    row("own.add", Scope::SecurityInfo, &[c('+'), c('a')], Act::AddMethod, |wording| words::security_info::add(wording.edition), "Adds a method: it is scanned or typed, and tried out.").bar().when(|model| when::play::own(model, Act::AddMethod)),
    row("own.app-password", Scope::SecurityInfo, &[c('p')], Act::AddAppPassword, |_| "Create app password", "Creates a password for an app that knows no MFA, shown once.").bar().when(|model| when::play::own(model, Act::AddAppPassword)),
    row("own.default", Scope::SecurityInfo, &[c('D')], Act::DefaultMethod, |wording| words::security_info::change_default(wording.edition), "Chooses the user's own default sign-in method.").bar().when(|model| when::play::own(model, Act::DefaultMethod)),
    row("own.change", Scope::SecurityInfo, &[c('c'), ENTER], Act::ChangeMethod, |_| "Change", "Changes the number or address under the cursor.").hint("change").when(|model| when::play::own(model, Act::ChangeMethod)),
    row("own.delete", Scope::SecurityInfo, &[c('d'), k(KeyCode::Delete)], Act::DeleteMethod, |_| "Delete", "Deletes the method or app password under the cursor.").hint("delete").when(|model| when::play::own(model, Act::DeleteMethod)),
    row("own.password", Scope::SecurityInfo, &[c('C')], Act::ChangePassword, |_| "Change password", "Asks for the password and then for another one, twice.").bar().when(|model| when::play::own(model, Act::ChangePassword)),
    row("own.sign-out", Scope::SecurityInfo, &[c('s')], Act::RevokeSessions, |_| "Sign out everywhere", "Ends every session of the user: for a lost device.").bar().when(|model| when::play::own(model, Act::RevokeSessions)),
    row("own.restore", Scope::SecurityInfo, &[c('v')], Act::RevokeMfaSessions, |_| "Restore MFA on trusted devices", "Restores multi-factor authentication on previously trusted devices: none is remembered any more.").bar().when(|model| when::play::own(model, Act::RevokeMfaSessions)),

    // Search field.
    row("search.done", Scope::Search, &[ENTER, k(KeyCode::Down), k(KeyCode::Tab), ESC], Act::Back, |_| "To the list", "Keeps the search and goes back to the list.").hint("to the list"),
    row("search.up", Scope::Search, &[k(KeyCode::Up)], Act::Move(Motion::Up), |_| "Up", "Moves up without leaving the search field."),

    // Rows.
    row("rows.up", Scope::Rows, &[k(KeyCode::Up), c('k')], Act::Move(Motion::Up), |_| "Up", "One row up."),
    row("rows.down", Scope::Rows, &[k(KeyCode::Down), c('j')], Act::Move(Motion::Down), |_| "Down", "One row down."),
    row("rows.page-up", Scope::Rows, &[k(KeyCode::PageUp)], Act::Move(Motion::PageUp), |_| "Page up", "One page up."),
    row("rows.page-down", Scope::Rows, &[k(KeyCode::PageDown)], Act::Move(Motion::PageDown), |_| "Page down", "One page down."),
    row("rows.home", Scope::Rows, &[c('g'), k(KeyCode::Home)], Act::Move(Motion::Home), |_| "First row", "To the first row."),
    row("rows.end", Scope::Rows, &[c('G'), k(KeyCode::End)], Act::Move(Motion::End), |_| "Last row", "To the last row."),

    // Every blade.
    row("portal.undo", Scope::Portal, &[c('u')], Act::Undo, |_| "Undo", "Takes your last action back.").hint("undo").when(when::undo),
    row("portal.redo", Scope::Portal, &[Key::ctrl('r')], Act::Redo, |_| "Redo", "Does again what was taken back.").when(when::redo),
    row("portal.copy", Scope::Portal, &[c('y')], Act::Copy, |_| "Copy", "Sends the row's text to the terminal's clipboard."),
    row("portal.all-users", Scope::Portal, &[c('1')], Act::Go(Place::AllUsers), |words| words.sign().list, "Goes to the list of users."),
    row("portal.per-user-mfa", Scope::Portal, &[c('2')], Act::Go(Place::PerUserMfa), |own| words::per_user_mfa(own.edition), "Goes to the per-user multifactor authentication page."),
    row("portal.service-settings", Scope::Portal, &[c('3')], Act::Go(Place::ServiceSettings), |own| words::settings::title(own.edition), "Goes to the service settings."),
    row("portal.audit-logs", Scope::Portal, &[c('5')], Act::Go(Place::AuditLogs), |_| "Audit logs", "Goes to the Audit logs.").when(|model| when::place(model, Place::AuditLogs)),
    row("portal.sign-in-logs", Scope::Portal, &[c('4')], Act::Go(Place::SignInLogs), |_| "Sign-in logs", "Goes to the Sign-in logs.").when(|model| when::place(model, Place::SignInLogs)),
    row("portal.deleted-users", Scope::Portal, &[c('0')], Act::Go(Place::DeletedUsers), |_| "Deleted users", "Goes to the deleted users."),
    row("portal.activity", Scope::Portal, &[c('6')], Act::Go(Place::Activity), |_| "Activity", "Goes to the Authentication methods activity.").when(|model| when::place(model, Place::Activity)),
    row("portal.sign-in-as", Scope::Portal, &[c('7')], Act::PickAccount, |_| "Sign in as a user", "Chooses an account and plays its sign-in, the user's phone beside it.").when(when::play::anybody),
    row("portal.palette", Scope::Portal, &[c(':'), Key::ctrl('p')], Act::Palette, |_| "Commands", "Finds every command by typing.").hint("commands"),
    row("portal.help", Scope::Portal, &[c('?')], Act::Help, |_| "Help", "Shows the keys that work here.").hint("help"),
    row("portal.edition", Scope::Portal, &[c('E')], Act::SwitchEdition, |_| "Compare and switch editions", "Shows what would happen to the selected users in 2018, 2020, 2022 and 2023, and goes on in another edition."),
    row("portal.door", Scope::Portal, &[c('P')], Act::SwitchDoor, |_| "Switch portal", "Goes on in the Azure portal, the Microsoft Entra admin center or the Microsoft 365 admin center, whichever the edition has."),
    row("portal.who", Scope::Portal, &[c('w')], Act::WhoCould, |_| "Who could do this?", "After a refusal, lists the administrators of this tenant who could do it."),
    row("portal.checkpoints", Scope::Portal, &[c('B')], Act::Checkpoints, |_| "Checkpoints", "Keeps the present state under a name, comes back to one, or resets to the start."),
    row("portal.notifications", Scope::Portal, &[c('N')], Act::Notifications, |_| "Notifications", "Lists what was said and done since you signed in, the newest first."),
    row("portal.clock", Scope::Portal, &[c('T')], Act::SetClock, |_| "Advance the clock", "Advances the tenant's clock by days, so that remembered devices and passes run out, or sets it back.").when(when::clock),
    row("portal.scenario", Scope::Portal, &[c('L')], Act::Scenario, |_| "Play a scenario", "Plays a lesson by hand, in a sandbox; while one is played, shows and checks its steps."),
    row("portal.mouse", Scope::Portal, &[k(KeyCode::F(8)), c('M')], Act::ToggleMouse, |_| "Mouse on or off", "Takes clicks and wheel, or leaves them to the terminal; Shift-drag selects text either way."),
    row("portal.reset-view", Scope::Portal, &[c('W')], Act::ResetView, |_| "Reset view", "Brings sort, filters and columns of every list, the experience and the mouse back to how they are at first; again takes that back.").when(when::reset_view),
    row("portal.sign-out", Scope::Portal, &[Key::ctrl('o')], Act::SignOut, |_| "Sign out", "Signs out, to sign in as another administrator."),
    row("portal.back", Scope::Portal, &[ESC, k(KeyCode::Left), c('h')], Act::Back, |_| "Back", "One step outward: range, search, filters, marks, blade.").hint("back"),
    row("portal.leave", Scope::Portal, &[c('q')], Act::Leave, |_| "Back or leave", "Closes the blade; leaves proofup from the first one.").hint("leave"),

    // Dialogs.
    row("question.yes", Scope::Question, &[c('y')], Act::Save, |_| "Yes", "Does it.").hint("yes").when(when::save),
    row("question.no", Scope::Question, &[c('n')], Act::Back, |_| "No", "Closes the dialog; nothing is changed.").hint("no"),
    row("question.press", Scope::Question, &[SPACE], Act::Tick, |_| "Press", "Presses the button."),
    row("question.left", Scope::Question, &[c('h')], Act::Left, |_| "Left", "To the button on the left."),
    row("question.right", Scope::Question, &[c('l')], Act::Right, |_| "Right", "To the button on the right."),
    row("question.edition", Scope::Question, &[c('E')], Act::SwitchEdition, |_| "Compare editions", "Shows what this would do in 2018, 2020, 2022 and 2023.").hint("editions"),
    row("plain.edition", Scope::Plain, &[c('E')], Act::SwitchEdition, |_| "Compare editions", "Shows what this would do in 2018, 2020, 2022 and 2023.").hint("editions"),
    row("question.who", Scope::Question, &[c('w')], Act::WhoCould, |_| "Who could do this?", "Lists the administrators of this tenant who could do what is refused to you."),
    row("plain.who", Scope::Plain, &[c('w')], Act::WhoCould, |_| "Who could do this?", "Lists the administrators of this tenant who could do what is refused to you."),
    row("question.cmdlet", Scope::Question, &[c('Y')], Act::CopyCmdlet, |_| "Copy PowerShell", "Sends the cmdlets that do the same to the terminal's clipboard, every user by name."),
    row("plain.cmdlet", Scope::Plain, &[c('Y')], Act::CopyCmdlet, |_| "Copy PowerShell", "Sends the cmdlets that do the same to the terminal's clipboard, every user by name."),
    row("dialog.tick", Scope::Plain, &[SPACE], Act::Tick, |_| "Tick", "Ticks the box, chooses the entry, presses the button.").hint("tick"),
    row("dialog.next", Scope::Dialog, &[k(KeyCode::Tab)], Act::Next, |_| "Next control", "To the next control."),
    row("dialog.below", Scope::Dialog, &[k(KeyCode::Down)], Act::Below, |_| "Below", "To the next control, or the next entry of a long choice."),
    row("dialog.previous", Scope::Dialog, &[k(KeyCode::BackTab)], Act::Previous, |_| "Control before", "To the control before."),
    row("dialog.above", Scope::Dialog, &[k(KeyCode::Up)], Act::Above, |_| "Above", "To the control before, or the entry before of a long choice."),
    row("dialog.left", Scope::Dialog, &[k(KeyCode::Left)], Act::Left, |_| "Control before", "To the control before, or the entry before."),
    row("dialog.right", Scope::Dialog, &[k(KeyCode::Right)], Act::Right, |_| "Next control", "To the next control, or the next entry."),
    row("dialog.vim-below", Scope::Plain, &[c('j')], Act::Below, |_| "Below", "To the next control, or the next entry of a long choice."),
    row("dialog.vim-above", Scope::Plain, &[c('k')], Act::Above, |_| "Above", "To the control before, or the entry before of a long choice."),
    row("dialog.vim-left", Scope::Plain, &[c('h')], Act::Left, |_| "Left", "To the control before, or the entry before."),
    row("dialog.vim-right", Scope::Plain, &[c('l')], Act::Right, |_| "Right", "To the next control, or the next entry."),
    row("dialog.press", Scope::Dialog, &[ENTER], Act::Press, |_| "Press", "Presses the button, ticks the box, goes on from a field.").hint("press"),
    row("dialog.save", Scope::Dialog, &[Key::ctrl('s')], Act::Save, |_| "Save", "Saves from anywhere in the dialog.").hint("save").when(when::save),
    row("dialog.details", Scope::Dialog, &[Key::ctrl('d')], Act::Details, |_| "Each user", "Shows what happens to each user, or the sum of all.").hint("each user"),
    row("dialog.scroll-down", Scope::Dialog, &[k(KeyCode::PageDown)], Act::Scroll(Motion::PageDown), |_| "Scroll down", "Scrolls what the dialog says."),
    row("dialog.scroll-up", Scope::Dialog, &[k(KeyCode::PageUp)], Act::Scroll(Motion::PageUp), |_| "Scroll up", "Scrolls what the dialog says."),
    row("dialog.close", Scope::Dialog, &[ESC], Act::Back, |_| "Close", "Closes the dialog; nothing is changed.").hint("close"),

    row("saving.stop", Scope::Saving, &[ESC], Act::Stop, |_| "Stop", "Stops between two parts of what is being saved for many users: what is saved stays saved, and one undo takes it back. Of a file nothing stays.").hint("stop").when(when::stop),

    row("result.copy", Scope::Result, &[c('y')], Act::Copy, |_| "Copy", "Sends the secret to the terminal's clipboard.").hint("copy").when(when::revealed),
    row("result.retry", Scope::Result, &[c('r')], Act::Retry, |_| "Try again", "Plans again for those who were refused or not saved, and asks again.").hint("try again").when(when::retry),
    row("result.close", Scope::Result, &[ENTER, ESC, c('q'), SPACE], Act::Back, |_| "Close", "Closes the dialog.").hint("close"),
    row("result.down", Scope::Result, &[k(KeyCode::Down), c('j')], Act::Scroll(Motion::Down), |_| "Down", "Scrolls the results."),
    row("result.up", Scope::Result, &[k(KeyCode::Up), c('k')], Act::Scroll(Motion::Up), |_| "Up", "Scrolls the results."),
    row("result.page-down", Scope::Result, &[k(KeyCode::PageDown)], Act::Scroll(Motion::PageDown), |_| "Page down", "Scrolls the results."),
    row("result.page-up", Scope::Result, &[k(KeyCode::PageUp)], Act::Scroll(Motion::PageUp), |_| "Page up", "Scrolls the results."),

    row("finder.run", Scope::Finder, &[ENTER], Act::Press, |_| "Run", "Runs the chosen command.").hint("run"),
    row("finder.down", Scope::Finder, &[k(KeyCode::Down), k(KeyCode::Tab)], Act::Move(Motion::Down), |_| "Down", "To the next command."),
    row("finder.up", Scope::Finder, &[k(KeyCode::Up), k(KeyCode::BackTab)], Act::Move(Motion::Up), |_| "Up", "To the command before."),
    row("finder.page-down", Scope::Finder, &[k(KeyCode::PageDown)], Act::Move(Motion::PageDown), |_| "Page down", "One page down."),
    row("finder.page-up", Scope::Finder, &[k(KeyCode::PageUp)], Act::Move(Motion::PageUp), |_| "Page up", "One page up."),
    row("finder.close", Scope::Finder, &[ESC], Act::Back, |_| "Close", "Closes the list.").hint("close"),

    row("file.choose", Scope::File, &[ENTER], Act::Press, |_| "Choose", "Goes into the folder, or reads the file.").hint("choose"),
    row("file.complete", Scope::File, &[k(KeyCode::Tab)], Act::Complete, |_| "Complete", "Takes the name under the cursor into the path.").hint("complete"),
    row("file.down", Scope::File, &[k(KeyCode::Down)], Act::Move(Motion::Down), |_| "Down", "To the next name."),
    row("file.up", Scope::File, &[k(KeyCode::Up)], Act::Move(Motion::Up), |_| "Up", "To the name before."),
    row("file.page-down", Scope::File, &[k(KeyCode::PageDown)], Act::Move(Motion::PageDown), |_| "Page down", "One page down."),
    row("file.page-up", Scope::File, &[k(KeyCode::PageUp)], Act::Move(Motion::PageUp), |_| "Page up", "One page up."),
    row("file.close", Scope::File, &[ESC], Act::Back, |_| "Close", "Closes the dialog; nothing is changed.").hint("close"),
    row("verification.go-on", Scope::Verification, &[ENTER], Act::Press, |_| "Go on", "Goes on to what the rows that are in order will do.").hint("go on"),
    row("verification.back", Scope::Verification, &[ESC, c('q')], Act::Back, |_| "Other file", "Back to the file.").hint("other file"),

    row("picker.choose", Scope::Picker, &[ENTER], Act::Press, |_| "Choose", "Chooses the kind or the value under the cursor.").hint("choose"),
    row("picker.down", Scope::Picker, &[k(KeyCode::Down), k(KeyCode::Tab)], Act::Move(Motion::Down), |_| "Down", "To the next entry."),
    row("picker.up", Scope::Picker, &[k(KeyCode::Up), k(KeyCode::BackTab)], Act::Move(Motion::Up), |_| "Up", "To the entry before."),
    row("picker.page-down", Scope::Picker, &[k(KeyCode::PageDown)], Act::Move(Motion::PageDown), |_| "Page down", "One page down."),
    row("picker.page-up", Scope::Picker, &[k(KeyCode::PageUp)], Act::Move(Motion::PageUp), |_| "Page up", "One page up."),
    row("picker.close", Scope::Picker, &[ESC], Act::Back, |_| "Close", "Back to the kinds, then closes the dialog.").hint("close"),

    row("columns.tick", Scope::Columns, &[SPACE], Act::Tick, |_| "Show or hide", "Shows the column, or no longer.").hint("show"),
    row("columns.apply", Scope::Columns, &[ENTER], Act::Press, |_| "Apply", "The list shows these columns from now on.").hint("apply"),
    row("columns.down", Scope::Columns, &[k(KeyCode::Down), c('j'), k(KeyCode::Tab)], Act::Move(Motion::Down), |_| "Down", "To the next column."),
    row("columns.up", Scope::Columns, &[k(KeyCode::Up), c('k'), k(KeyCode::BackTab)], Act::Move(Motion::Up), |_| "Up", "To the column before."),
    row("columns.page-down", Scope::Columns, &[k(KeyCode::PageDown)], Act::Move(Motion::PageDown), |_| "Page down", "One page down."),
    row("columns.page-up", Scope::Columns, &[k(KeyCode::PageUp)], Act::Move(Motion::PageUp), |_| "Page up", "One page up."),
    row("columns.first", Scope::Columns, &[k(KeyCode::Home), c('g')], Act::Move(Motion::Home), |_| "First column", "To the first column."),
    row("columns.last", Scope::Columns, &[k(KeyCode::End), c('G')], Act::Move(Motion::End), |_| "Last column", "To the last column."),
    row("columns.move-down", Scope::Columns, &[c('J'), Key::shift(KeyCode::Down)], Act::Extend(Motion::Down), |_| "Move down", "Moves the column behind the next one.").hint("later"),
    row("columns.move-up", Scope::Columns, &[c('K'), Key::shift(KeyCode::Up)], Act::Extend(Motion::Up), |_| "Move up", "Moves the column before the one above.").hint("earlier"),
    row("columns.reset", Scope::Columns, &[c('r')], Act::ResetColumns, |_| "Reset", "The columns as at first.").hint("reset"),
    row("columns.close", Scope::Columns, &[ESC, c('q')], Act::Back, |_| "Close", "Closes the dialog; the list stays as it is.").hint("close"),

    row("presenter.keys", Scope::Presenter, &[c('k')], Act::ShowKeys, |_| "Show keys", "Shows the keys you press in big letters, for a room to read; never what is typed into a field.").hint("keys"),
    row("presenter.pointer", Scope::Presenter, &[c('p')], Act::Point, |_| "Pointer", "Takes a pointer in hand: the arrow keys or a click move it.").hint("pointer"),
    row("presenter.zoom", Scope::Presenter, &[c('z')], Act::ZoomRow, |_| "Enlarge the row", "Shows the row under the cursor in big letters.").hint("enlarge the row"),
    row("presenter.record", Scope::Presenter, &[c('r')], Act::Record, |_| "Record", "Records what is shown to a file for the asciinema player, or ends the recording; never what is typed, never a secret.").hint("record").when(when::download),
    row("presenter.room", Scope::Presenter, &[c('o')], Act::Room, |_| "Room", "Opens a room where others watch what you see, or shows who watches and what can be done with it.").hint("room"),
    row("presenter.close", Scope::Presenter, &[ESC, c('q')], Act::Back, |_| "Close", "Chooses nothing.").hint("close"),
    row("pointer.up", Scope::Pointing, &[k(KeyCode::Up), c('k')], Act::Move(Motion::Up), |_| "Up", "Moves the pointer up."),
    row("pointer.down", Scope::Pointing, &[k(KeyCode::Down), c('j')], Act::Move(Motion::Down), |_| "Down", "Moves the pointer down."),
    row("pointer.left", Scope::Pointing, &[k(KeyCode::Left), c('h')], Act::Left, |_| "Left", "Moves the pointer to the left."),
    row("pointer.right", Scope::Pointing, &[k(KeyCode::Right), c('l')], Act::Right, |_| "Right", "Moves the pointer to the right."),
    row("pointer.page-up", Scope::Pointing, &[k(KeyCode::PageUp)], Act::Move(Motion::PageUp), |_| "Far up", "Moves the pointer up by eight rows."),
    row("pointer.page-down", Scope::Pointing, &[k(KeyCode::PageDown)], Act::Move(Motion::PageDown), |_| "Far down", "Moves the pointer down by eight rows."),
    row("pointer.leave", Scope::Pointing, &[ENTER], Act::Press, |_| "Leave it there", "Goes on with the portal; the pointer stays where it is.").hint("leave it there"),
    row("pointer.drop", Scope::Pointing, &[ESC, c('q')], Act::DropPointer, |_| "Lay aside", "Lays the pointer aside.").hint("lay aside"),

    row("lesson.check", Scope::Lesson, &[ENTER], Act::Press, |_| "Check", "Checks whether all is as the step expects, and goes on to the next.").hint("check"),
    row("lesson.leave", Scope::Lesson, &[c('x')], Act::LeaveScenario, |_| "Leave the scenario", "Goes back to the tenant as it was.").hint("leave the scenario"),
    row("lesson.down", Scope::Lesson, &[k(KeyCode::Down), c('j')], Act::Scroll(Motion::Down), |_| "Down", "Scrolls the steps."),
    row("lesson.up", Scope::Lesson, &[k(KeyCode::Up), c('k')], Act::Scroll(Motion::Up), |_| "Up", "Scrolls the steps."),
    row("lesson.page-down", Scope::Lesson, &[k(KeyCode::PageDown)], Act::Scroll(Motion::PageDown), |_| "Page down", "Scrolls the steps."),
    row("lesson.page-up", Scope::Lesson, &[k(KeyCode::PageUp)], Act::Scroll(Motion::PageUp), |_| "Page up", "Scrolls the steps."),
    row("lesson.close", Scope::Lesson, &[ESC, c('q'), c('L'), SPACE], Act::Back, |_| "Close", "Closes the steps; the scenario goes on.").hint("go on"),

    // Everywhere.
    row("always.presenter", Scope::Always, &[Key::ctrl('g')], Act::Presenter, |_| "Presenter's aids", "For a room that watches: then k shows the keys, p takes a pointer, z enlarges the row, r records, o opens a room."),
    row("always.leave", Scope::Always, &[Key::ctrl('c')], Act::LeaveNow, |_| "Leave at once", "Leaves at once, safely."),
    row("always.suspend", Scope::Always, &[Key::ctrl('z')], Act::Suspend, |_| "Suspend", "Stops like any job; fg brings it back.").when(when::suspend),
    row("always.repaint", Scope::Always, &[Key::ctrl('l')], Act::Repaint, |_| "Repaint", "Paints the whole window again."),
];
