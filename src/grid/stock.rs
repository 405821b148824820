//! From `ratatui`'s cells and back: for its widgets, and for whoever compares or measures with it.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::Style;

use super::Grid;
use super::pen::Ink;

impl Grid {
    /// Takes the cells of `buffer` over, each to its place, as far as there is room. What no terminal
    /// could place becomes a space: control characters, and what has no width.
    pub fn stamp(&mut self, buffer: &Buffer) {
        let area = buffer.area.intersection(self.area());
        self.clear(area);
        for (x, y) in area.positions().map(|place| (place.x, place.y)) {
            let cell = &buffer[(x, y)];
            let style = Style::new().fg(cell.fg).bg(cell.bg);
            let ink = Ink::of(style.add_modifier(cell.modifier));
            if let None | Some(0) = self.put((x, y), area.right(), cell.symbol(), ink) {
                self.put((x, y), area.right(), " ", ink);
            }
        }
    }

    /// The same as `ratatui`'s cells.
    pub fn to_buffer(&self) -> Buffer {
        let mut buffer = Buffer::empty(self.area());
        let cells = self.glyphs.iter().zip(&mut buffer.content);
        for (glyph, cell) in cells {
            match glyph.inline() {
                Some(inline) => cell.set_symbol(inline.as_str()),
                None => cell.set_symbol(self.long.text(*glyph)),
            };
            let pen = glyph.pen();
            (cell.fg, cell.bg) = (pen.foreground(), pen.background());
            cell.modifier = pen.attributes();
        }
        buffer
    }
}

/// Draws on a frame of `ratatui`'s what `paint` draws on a grid, with the cursor where it says.
pub fn on_frame(frame: &mut Frame<'_>, paint: impl FnOnce(&mut Grid) -> Option<Position>) {
    let mut grid = Grid::new(frame.area().as_size());
    let cursor = paint(&mut grid);
    frame.buffer_mut().clone_from(&grid.to_buffer());
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
}
