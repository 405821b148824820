//! The presenter's aids, drawn over everything else.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;
use tui_big_text::{BigText, PixelSize};

use super::chrome;
use crate::grid::Grid;
use crate::portal::model::Model;
use crate::portal::parts::paint::{Painter, width};
use crate::portal::presenter::{Keys, Pressed};
use crate::portal::theme::{Tone, UNICODE};

/// Columns and rows of a big letter.
const LETTER: (u16, u16) = (4, 4);
/// Lines of an enlarged row, at the most.
const LINES: usize = 2;

/// Draws the aids that are in use; `cursor` is where the terminal's cursor will be.
pub fn draw(model: &Model, painter: &mut Painter<'_>, area: Rect, cursor: Option<Position>) {
    let presenter = &model.presenter;
    let mut content = chrome::content(area);
    if presenter.zoomed
        && let Some(cursor) = cursor.filter(|cursor| content.contains(*cursor))
    {
        content = row(painter, content, cursor.y);
    }
    if let Some(keys) = &presenter.keys {
        pressed(painter, content, keys);
    }
    if let Some((x, y)) = presenter.pointer {
        pointer(painter, area, x, y);
    }
}

/// Three cells reversed, and an arrow above and below them.
fn pointer(painter: &mut Painter<'_>, area: Rect, x: u16, y: u16) {
    let (x, y) = (x.min(area.right() - 1), y.min(area.bottom() - 1));
    let glyphs = painter.look.glyphs;
    if let Some(above) = y.checked_sub(1) {
        painter.text(x, above, area.right(), glyphs.descending, Tone::Caution);
    }
    painter.text(x, y + 1, area.right(), glyphs.ascending, Tone::Caution);
    let left = x.saturating_sub(1);
    painter.focus(Rect::new(left, y, x + 2 - left, 1));
}

/// The newest key in big letters, what it did below it, and the key before.
fn pressed(painter: &mut Painter<'_>, content: Rect, keys: &Keys) {
    let (key, command) = match &keys.newest {
        Some(pressed) => spelled(pressed),
        None => ("keys".to_owned(), "shown from now on"),
    };
    let before = keys.before.as_ref().map(|pressed| spelled(pressed).0);
    let before = before.map_or_else(String::new, |key| format!("before: {key}"));
    let letters = u16::try_from(key.chars().count()).unwrap_or(u16::MAX);
    let big = letters.saturating_mul(LETTER.0);
    let is_big = is_big(painter) && big + 4 <= content.width;
    let (columns, rows) = if is_big {
        (big, LETTER.1)
    } else {
        (width(&key), 1)
    };
    let columns = columns
        .max(width(command))
        .max(width(&before))
        .min(content.width - 4);
    let frame = Rect {
        x: content.right().saturating_sub(columns + 5),
        y: content.bottom().saturating_sub(rows + 4),
        width: columns + 4,
        height: rows + 4,
    };
    painter.clear(frame);
    painter.border(frame, Tone::Border);
    let inside = Rect::new(frame.x + 2, frame.y + 1, columns, rows);
    if is_big {
        let x = inside.x + (columns - big) / 2;
        enlarge(
            painter,
            Rect {
                x,
                width: big,
                ..inside
            },
            &key,
        );
    } else {
        painter.text(inside.x, inside.y, inside.right(), &key, Tone::Strong);
    }
    painter.text(
        inside.x,
        inside.bottom(),
        inside.right(),
        command,
        Tone::Plain,
    );
    painter.text(
        inside.x,
        inside.bottom() + 1,
        inside.right(),
        &before,
        Tone::Muted,
    );
}

fn spelled(pressed: &Pressed) -> (String, &'static str) {
    match pressed {
        Pressed::Key(key, "") => (key.name(), "does nothing here"),
        Pressed::Key(key, command) => (key.name(), command),
        Pressed::Typing => ("abc".to_owned(), "typing"),
    }
}

/// The row `y`, enlarged at the other end of the window. Gives what is left of `content`.
fn row(painter: &mut Painter<'_>, content: Rect, y: u16) -> Rect {
    let columns = content.width.saturating_sub(4);
    let room = usize::from(if is_big(painter) {
        columns / LETTER.0
    } else {
        columns
    });
    let line_rows = if is_big(painter) { LETTER.1 } else { 1 };
    let lines = lines(&texts(painter.grid, content, y), room);
    let count = u16::try_from(lines.len()).unwrap_or_default();
    let height = count * line_rows + 2;
    if count == 0 || height >= content.height {
        return content;
    }
    let is_low = y >= content.y + content.height / 2;
    let frame = Rect {
        y: if is_low {
            content.y
        } else {
            content.bottom() - height
        },
        height,
        ..content
    };
    painter.clear(frame);
    painter.border(frame, Tone::Border);
    for (y, line) in (frame.y + 1..).step_by(usize::from(line_rows)).zip(&lines) {
        let inside = Rect::new(frame.x + 2, y, columns, line_rows);
        if line_rows > 1 {
            enlarge(painter, inside, line);
        } else {
            painter.text(inside.x, y, inside.right(), line, Tone::Strong);
        }
    }
    Rect {
        y: if is_low { frame.bottom() } else { content.y },
        height: content.height - height,
        ..content
    }
}

/// The pieces of text of a row, at least two blanks between them, without boxes and lines.
fn texts(grid: &Grid, content: Rect, y: u16) -> Vec<String> {
    let cells = content.x..content.right();
    let row: String = cells.map(|x| grid.symbol(x, y)).collect();
    let is_text = |piece: &&str| piece.chars().any(char::is_alphanumeric);
    let pieces = row
        .split("  ")
        .flat_map(|piece| piece.split(UNICODE.vertical));
    pieces
        .map(str::trim)
        .filter(is_text)
        .map(str::to_owned)
        .collect()
}

/// The pieces on lines of at most `room` letters; the first ones matter most.
fn lines(pieces: &[String], room: usize) -> Vec<String> {
    let length = |text: &str| text.chars().count();
    let mut lines: Vec<String> = Vec::new();
    for piece in pieces {
        if let Some(line) = lines.last_mut()
            && length(line) + 2 + length(piece) <= room
        {
            line.push_str("  ");
            line.push_str(piece);
        } else {
            lines.push(piece.chars().take(room).collect());
        }
    }
    lines.truncate(LINES);
    lines
}

/// Big letters are made of quarter blocks, which ASCII has not.
fn is_big(painter: &Painter<'_>) -> bool {
    painter.look.glyphs == &UNICODE
}

fn enlarge(painter: &mut Painter<'_>, area: Rect, text: &str) {
    let mut big = Buffer::empty(area);
    BigText::builder()
        .pixel_size(PixelSize::Quadrant)
        .style(painter.look.style(Tone::Accent))
        .lines(vec![text.to_owned().into()])
        .build()
        .render(area, &mut big);
    painter.grid.stamp(&big);
}
