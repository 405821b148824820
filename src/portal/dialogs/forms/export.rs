//! Download users: what is shown, into a file (`facts/portal.md` 1).

use std::path::PathBuf;

use super::{Kind, typed};
use crate::portal::blades::Desk;
use crate::portal::blades::user_list::UserList;
use crate::portal::blades::user_list::selection::Selection;
use crate::portal::dialogs::Dialog;
use crate::portal::dialogs::controls::Control;
use crate::portal::dialogs::form::Form;
use crate::portal::effect::{Export, Format};
use crate::portal::work::grouped;

/// What the controls ask for. While a name ends as a format's files do, it follows the format.
pub(super) fn export(
    shown: &Selection,
    selected: &Selection,
    controls: &mut [Control],
    desk: &Desk<'_>,
) -> Result<Export, String> {
    let [file, format, replace, rest @ ..] = controls else {
        return Err(String::new());
    };
    let format = Format::ALL
        .get(format.chosen())
        .copied()
        .unwrap_or(Format::Csv);
    let wrong = Format::ALL.into_iter().find(|other| {
        *other != format && file.typed().ends_with(&format!(".{}", other.extension()))
    });
    if let (Some(wrong), Some(field)) = (wrong, file.field_mut()) {
        let stem = field.text().len() - wrong.extension().len();
        let name = format!("{}{}", &field.text()[..stem], format.extension());
        field.set(&name);
    }
    let path = typed(file, "Type the name of a file, such as users.csv.")?;
    let selected_only = rest.first().is_some_and(|users| users.chosen() == 1);
    let users = if selected_only { selected } else { shown };
    Ok(Export {
        path: PathBuf::from(path),
        replace: replace.ticked(),
        format,
        users: users.clone(),
        snapshot: desk.snapshot.clone(),
    })
}

impl Dialog {
    /// Download the users that `list` shows, or the selected ones.
    pub fn export(list: &UserList, desk: &Desk<'_>) -> Self {
        let (shown, selected) = (list.shown(), list.selected());
        // 22 Nov 2026, 09:00 comes as 2026-11-22T09:00:00Z.
        let today: String = desk.now.to_string().chars().take(10).collect();
        let formats = Format::ALL.map(|format| format.label().to_owned());
        let mut controls = vec![
            Control::text("File", &format!("exportUsers_{today}.csv")),
            Control::choice("Format", formats.into(), 0),
            Control::check_box("Replace the file if there is one"),
        ];
        if !selected.is_empty() {
            let users = vec![
                format!("{} shown", grouped(shown.len())),
                format!("{} selected", grouped(selected.len())),
            ];
            controls.push(Control::choice("Users", users, 0));
        }
        let kind = Kind::Export { shown, selected };
        Self::Form(Box::new(Form::new(kind, "Download users", controls, desk)))
    }
}
