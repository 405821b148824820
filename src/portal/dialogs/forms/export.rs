//! Download: what a table shows, into a file (`facts/portal.md` 1).

use std::path::PathBuf;

use super::{Kind, typed};
use crate::portal::blades::Desk;
use crate::portal::blades::user_list::UserList;
use crate::portal::dialogs::Dialog;
use crate::portal::dialogs::controls::Control;
use crate::portal::dialogs::form::Form;
use crate::portal::effect::{Export, Format, Rows, Sheet};
use crate::portal::work::grouped;

/// What the controls ask for. While a name ends as a format's files do, it follows the format.
pub(super) fn export(
    shown: &Rows,
    selected: Option<&Rows>,
    controls: &mut [Control],
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
    let selected = selected.filter(|_| rest.first().is_some_and(|rows| rows.chosen() == 1));
    Ok(Export {
        path: PathBuf::from(path),
        replace: replace.ticked(),
        format,
        rows: selected.unwrap_or(shown).clone(),
    })
}

impl Dialog {
    /// Download `rows`; the file's name begins with `stem`.
    pub fn download(title: &'static str, stem: &str, rows: Rows, desk: &Desk<'_>) -> Self {
        Self::download_of(title, stem, rows, None, desk)
    }

    /// Download the users that `list` shows, or the selected ones, as `sheet` has them.
    pub fn download_users(sheet: Sheet, list: &UserList, desk: &Desk<'_>) -> Self {
        let rows = |users| Rows::Users(sheet, users, desk.snapshot.clone());
        let selected = list.selected();
        let selected = (!selected.is_empty()).then(|| rows(selected));
        let shown = rows(list.shown());
        Self::download_of("Download users", sheet.file(), shown, selected, desk)
    }

    fn download_of(
        title: &'static str,
        stem: &str,
        shown: Rows,
        selected: Option<Rows>,
        desk: &Desk<'_>,
    ) -> Self {
        // 22 Nov 2026, 09:00 comes as 2026-11-22T09:00:00Z.
        let today: String = desk.now.to_string().chars().take(10).collect();
        let formats = Format::ALL.map(|format| format.label().to_owned());
        let mut controls = vec![
            Control::text("File", &format!("{stem}_{today}.csv")),
            Control::choice("Format", formats.into(), 0),
            Control::check_box("Replace the file if there is one"),
        ];
        if let Some(selected) = &selected {
            let counts = vec![
                format!("{} shown", grouped(shown.len())),
                format!("{} selected", grouped(selected.len())),
            ];
            controls.push(Control::choice("Users", counts, 0));
        }
        let kind = Kind::Export { shown, selected };
        Self::Form(Box::new(Form::new(kind, title, controls, desk)))
    }
}
