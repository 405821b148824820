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
        let mut form = Form::new(Kind::Question(command, None), title, Vec::new(), desk);
        file.clone_into(&mut form.subtitle);
        form.save = words::settings::save(edition);
        form.focus = 1;
        Self::Form(Box::new(form))
    }

    /// Asks before `users`, out of `selected` selected ones, are set to `to`.
    pub fn quick_step(users: Selection, selected: usize, to: PerUserMfa, desk: &Desk<'_>) -> Self {
        let words = words::quick_step(desk.snapshot.edition(), to);
        let one = if selected == 1 {
            users.users().pop()
        } else {
            None
        };
        let one = one.and_then(|user| desk.snapshot.user(user));
        let subtitle = match one {
            Some(user) => user.name.clone(),
            None => format!(
                "for {} of {} selected",
                grouped(users.len()),
                grouped(selected)
            ),
        };
        let command = Command::SetPerUserMfa {
            users: Vec::new(),
            to,
        };
        let kind = Kind::Question(command, Some(users));
        let mut form = Form::new(kind, words.title, Vec::new(), desk);
        form.subtitle = subtitle;
        form.save = words.yes;
        form.close = words.no;
        form.focus = 1;
        Self::Form(Box::new(form))
    }
}
