//! Columns.

use ratatui::layout::Rect;

use super::{frame, width_of};
use crate::portal::dialogs::columns::ChooseColumns;
use crate::portal::parts::paint::Painter;
use crate::portal::theme::Tone;
use crate::portal::view::{Target, Top};
use crate::portal::words::Wording;

/// Draws the dialog.
pub(super) fn columns(
    dialog: &ChooseColumns,
    wording: Wording,
    painter: &mut Painter<'_>,
    area: Rect,
    top: &mut Top,
) {
    let count = dialog.columns.count();
    let height = u16::try_from(count + 4).unwrap_or(u16::MAX);
    let size = (width_of(area, 56), height);
    let list = frame(painter, area, size, "Columns", "Space shows, J and K move");
    let first = top.keep(dialog.at, usize::from(list.height), count);
    for (y, at) in (list.y..list.bottom()).zip(first..count) {
        let Some((title, shown)) = dialog.columns.entry(at, wording) else {
            break;
        };
        let row = Rect {
            y,
            height: 1,
            ..list
        };
        let (mark, tone) = if shown {
            ((Tone::Accent, "[x] "), Tone::Plain)
        } else {
            ((Tone::Muted, "[ ] "), Tone::Muted)
        };
        painter.line(row, &[mark, (tone, &title)]);
        top.click(row, Target::Row(at));
        if at == dialog.at {
            painter.focus(row);
            top.cursor(row.x + 1, y);
        }
    }
}
