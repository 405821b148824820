//! The confirmations of Enable, Disable and Enforce, and of a bulk update.

use super::{Dialog, Kind};
use crate::domain::command::Command;
use crate::domain::user::PerUserMfa;
use crate::portal::blades::Desk;
use crate::portal::blades::user_list::selection::Selection;
use crate::portal::dialogs::bulk_update::Purpose;
use crate::portal::dialogs::form::Form;
use crate::portal::words;
use crate::portal::work::grouped;

impl Dialog {
    /// Asks before the rows of `file` that are in order are carried out.
    pub fn bulk_update_plan(
        purpose: Purpose,
        file: &str,
        command: Command,
        desk: &Desk<'_>,
    ) -> Self {
        let edition = desk.snapshot.edition();
        let title = purpose.title(desk.wording);
        let mut form = Form::new(Kind::Question(command), title, Vec::new(), desk);
        file.clone_into(&mut form.subtitle);
        form.save = words::settings::save(edition);
        form.focus = 1;
        Self::Form(Box::new(form))
    }

    /// Asks before `users`, out of `selected` selected ones, are set to `to`.
    pub fn quick_step(users: &Selection, selected: usize, to: PerUserMfa, desk: &Desk<'_>) -> Self {
        let words = words::quick_step(desk.snapshot.edition(), to);
        let users = users.users();
        let subtitle = match users.as_slice() {
            [user] if selected == 1 => desk
                .snapshot
                .user(*user)
                .map_or_else(String::new, |user| user.name.clone()),
            users => format!(
                "for {} of {} selected",
                grouped(users.len()),
                grouped(selected)
            ),
        };
        let command = Command::SetPerUserMfa { users, to };
        let mut form = Form::new(Kind::Question(command), words.title, Vec::new(), desk);
        form.subtitle = subtitle;
        form.save = words.yes;
        form.close = words.no;
        form.focus = 1;
        Self::Form(Box::new(form))
    }
}
