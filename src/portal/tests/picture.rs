//! A screen as text: what is written, below it the role of every cell that is not plain, so that
//! a review sees what stands out without seeing colours.

use std::collections::BTreeMap;
use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::Color;
use unicode_width::UnicodeWidthStr;

use crate::portal::theme::Tone;

/// The first index colour of `Theme::probe`.
const FIRST: u8 = 100;

/// What is written, line by line.
pub fn text(buffer: &Buffer) -> String {
    lines(buffer, |cell| cell.symbol().to_owned())
}

/// The role of each cell, line by line: a letter of `Tone::ALL`, blank where it is plain.
pub fn roles(buffer: &Buffer) -> String {
    lines(buffer, |cell| {
        let letter = match cell.fg {
            Color::Indexed(index) => Tone::ALL
                .get(usize::from(index.saturating_sub(FIRST)))
                .map_or('?', |(_, letter)| *letter),
            Color::Reset => '.',
            _ => '?',
        };
        let cells = cell.symbol().width().max(1);
        letter.to_string().replace('.', " ").repeat(cells)
    })
}

/// Both, with the place of the cursor between them.
pub fn picture(buffer: &Buffer, cursor: Option<Position>) -> String {
    let cursor = cursor.map_or_else(
        || "no cursor".to_owned(),
        |place| format!("cursor at column {}, row {}", place.x, place.y),
    );
    format!("{}\n~~~ {cursor}; roles:\n{}", text(buffer), roles(buffer))
}

/// What is written, and below it the style of each cell of a real theme by letter, with what each
/// letter means.
pub fn styled(buffer: &Buffer) -> String {
    let mut letters = BTreeMap::new();
    let styles = lines(buffer, |cell| {
        let style = format!("{} on {} {:?}", cell.fg, cell.bg, cell.modifier);
        let next = char::from(b'a' + u8::try_from(letters.len()).unwrap());
        let letter = if style == "Reset on Reset NONE" {
            ' '
        } else {
            *letters.entry(style).or_insert(next)
        };
        letter.to_string().repeat(cell.symbol().width().max(1))
    });
    let mut legend = String::new();
    for (style, letter) in letters {
        write!(legend, "\n{letter} = {style}").unwrap();
    }
    format!("{}\n~~~ styles:\n{styles}\n~~~{legend}", text(buffer))
}

/// Each cell by `show`, what lies under a wide character left out, blanks at the end cut.
fn lines(buffer: &Buffer, mut show: impl FnMut(&Cell) -> String) -> String {
    let area = buffer.area;
    let mut all = Vec::new();
    for y in area.y..area.bottom() {
        let mut line = String::new();
        let mut hidden = 0;
        for x in area.x..area.right() {
            let cell = &buffer[(x, y)];
            if hidden > 0 {
                hidden -= 1;
                continue;
            }
            hidden = cell.symbol().width().saturating_sub(1);
            line.push_str(&show(cell));
        }
        all.push(line.trim_end().to_owned());
    }
    all.join("\n")
}

/// Compares with the reviewed picture called `name`.
pub fn hold(name: &str, picture: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, picture));
}
