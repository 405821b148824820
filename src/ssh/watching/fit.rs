//! A picture in a window of another size: in the middle where there is more room, a part of it where
//! there is less; the part with the presenter's cursor, unless somebody moved it.

use crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect};

use crate::grid::Grid;
use crate::portal::theme::Look;
use crate::terminal::screen::Shown;

/// Which part of a picture is seen.
#[derive(Debug, Default)]
pub struct Fit {
    /// Columns and rows left out before it.
    offset: (u16, u16),
    /// Somebody moved it.
    is_held: bool,
}

impl Fit {
    /// Moves the part that is seen. False: the key means something else.
    pub fn key(&mut self, code: KeyCode) -> bool {
        let (columns, rows) = &mut self.offset;
        match code {
            KeyCode::Left | KeyCode::Char('h') => *columns = columns.saturating_sub(4),
            KeyCode::Right | KeyCode::Char('l') => *columns = columns.saturating_add(4),
            KeyCode::Up | KeyCode::Char('k') => *rows = rows.saturating_sub(1),
            KeyCode::Down | KeyCode::Char('j') => *rows = rows.saturating_add(1),
            KeyCode::Char('f') => {
                self.is_held = false;
                return true;
            }
            _ => return false,
        }
        self.is_held = true;
        true
    }

    /// Draws `shown` into `room` and gives the place of its cursor there, where it is in sight.
    pub fn draw(
        &mut self,
        shown: &Shown,
        look: &Look,
        grid: &mut Grid,
        room: Rect,
    ) -> Option<Position> {
        let area = shown.picture.area();
        self.follow(area, room, shown.cursor);
        let from = (self.offset.0, self.offset.1);
        let (width, height) = (
            (area.width - from.0).min(room.width),
            (area.height - from.1).min(room.height),
        );
        let to = (
            room.x + (room.width - width) / 2,
            room.y + (room.height - height) / 2,
        );
        for y in 0..height {
            for x in 0..width {
                grid.copy(
                    (to.0 + x, to.1 + y),
                    &shown.picture,
                    (from.0 + x, from.1 + y),
                );
            }
            // Half of a wide character at the edge would push the line.
            if let Some(last) = width.checked_sub(1) {
                grid.part(to.0 + last, to.1 + y);
            }
        }
        look.adapt(grid, Rect::new(to.0, to.1, width, height));
        let cursor = shown.cursor?;
        let x = cursor.x.checked_sub(from.0).filter(|x| *x < width)?;
        let y = cursor.y.checked_sub(from.1).filter(|y| *y < height)?;
        Some(Position::new(to.0 + x, to.1 + y))
    }

    /// Keeps the part within the picture, and the cursor within the part.
    fn follow(&mut self, area: Rect, room: Rect, cursor: Option<Position>) {
        let most = (
            area.width.saturating_sub(room.width),
            area.height.saturating_sub(room.height),
        );
        if !self.is_held {
            let cursor = cursor.unwrap_or_default();
            let keep =
                |offset: u16, at: u16, room: u16| offset.clamp((at + 1).saturating_sub(room), at);
            self.offset = (
                keep(self.offset.0, cursor.x, room.width),
                keep(self.offset.1, cursor.y, room.height),
            );
        }
        self.offset = (self.offset.0.min(most.0), self.offset.1.min(most.1));
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Size;
    use ratatui::style::Style;

    use super::*;
    use crate::terminal::screen::About;

    fn shown(width: u16, height: u16, cursor: Option<Position>) -> Shown {
        let mut picture = Grid::new(Size::new(width, height));
        for y in 0..height {
            let line: String = (0..width)
                .map(|x| char::from(b'a' + ((x + y) % 26) as u8))
                .collect();
            picture.graphemes((0, y), width, &line, Style::new());
        }
        Shown {
            picture,
            cursor,
            about: About::default(),
        }
    }

    fn drawn(fit: &mut Fit, shown: &Shown, room: (u16, u16)) -> (Vec<String>, Option<Position>) {
        let area = Rect::new(0, 0, room.0, room.1);
        let mut grid = Grid::new(Size::from(room));
        let cursor = fit.draw(shown, &Look::default(), &mut grid, area);
        (grid.text().lines().map(str::to_owned).collect(), cursor)
    }

    #[test]
    fn a_small_picture_stands_in_the_middle() {
        let (rows, cursor) = drawn(
            &mut Fit::default(),
            &shown(3, 1, Some(Position::new(2, 0))),
            (7, 3),
        );
        assert_eq!(rows, ["       ", "  abc  ", "       "]);
        assert_eq!(cursor, Some(Position::new(4, 1)));
    }

    #[test]
    fn of_a_large_one_the_part_with_the_cursor_is_seen_until_somebody_moves_it() {
        let mut fit = Fit::default();
        let (rows, cursor) = drawn(&mut fit, &shown(30, 9, Some(Position::new(6, 4))), (4, 2));
        assert_eq!(rows, ["ghij", "hijk"]);
        assert_eq!(cursor, Some(Position::new(3, 1)));
        assert!(fit.key(KeyCode::Left) && fit.key(KeyCode::Up));
        let (rows, cursor) = drawn(&mut fit, &shown(30, 9, Some(Position::new(6, 4))), (4, 2));
        assert_eq!(rows, ["cdef", "defg"]);
        assert_eq!(cursor, None);
        assert!(fit.key(KeyCode::Char('f')) && !fit.key(KeyCode::Char('x')));
        let (rows, _) = drawn(&mut fit, &shown(30, 9, Some(Position::new(6, 4))), (4, 2));
        assert_eq!(rows, ["ghij", "hijk"]);
        for _ in 0..40 {
            fit.key(KeyCode::Right);
            fit.key(KeyCode::Down);
        }
        let (rows, _) = drawn(&mut fit, &shown(30, 9, None), (4, 2));
        assert_eq!(rows.len(), 2, "the end of the picture is the end");
    }

    #[test]
    fn any_picture_fits_any_window() {
        for (width, height) in [(0, 0), (1, 1), (80, 24), (400, 150)] {
            for room in [(0, 0), (1, 1), (79, 23), (300, 100)] {
                let place = (width > 0).then(|| Position::new(width - 1, height - 1));
                drawn_any(&shown(width, height, place), room);
            }
        }
    }

    fn drawn_any(shown: &Shown, (width, height): (u16, u16)) {
        let area = Rect::new(0, 0, width, height);
        let mut fit = Fit::default();
        fit.key(KeyCode::Down);
        fit.draw(
            shown,
            &Look::default(),
            &mut Grid::new(area.as_size()),
            area,
        );
    }
}
