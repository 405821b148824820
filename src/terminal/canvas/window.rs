//! The `ratatui` backend: knows the window's size and where the frame wants the cursor. Writes
//! nothing; the pictures are compared in [`super::Canvas`], which sees both of them whole.

use std::convert::Infallible;

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

/// What `ratatui` may ask of a terminal.
#[derive(Debug)]
pub struct Window {
    size: Size,
    cursor: Option<Position>,
}

impl Window {
    /// A window of this size, its cursor hidden.
    pub fn new(size: Size) -> Self {
        Self { size, cursor: None }
    }

    /// It has another size now.
    pub fn resize(&mut self, size: Size) {
        self.size = size;
    }

    /// Where the last frame wants the cursor; `None`: hidden.
    pub fn cursor(&self) -> Option<Position> {
        self.cursor
    }
}

impl Backend for Window {
    type Error = Infallible;

    fn draw<'a, I>(&mut self, _: I) -> Result<(), Infallible>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        Ok(())
    }

    fn hide_cursor(&mut self) -> Result<(), Infallible> {
        self.cursor = None;
        Ok(())
    }

    fn show_cursor(&mut self) -> Result<(), Infallible> {
        self.cursor = self.cursor.or(Some(Position::ORIGIN));
        Ok(())
    }

    fn get_cursor_position(&mut self) -> Result<Position, Infallible> {
        Ok(self.cursor.unwrap_or(Position::ORIGIN))
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Infallible> {
        if self.cursor.is_some() {
            let Position { x, y } = position.into();
            let (right, bottom) = (self.size.width, self.size.height);
            self.cursor = Some(Position::new(
                x.min(right.saturating_sub(1)),
                y.min(bottom.saturating_sub(1)),
            ));
        }
        Ok(())
    }

    fn clear(&mut self) -> Result<(), Infallible> {
        Ok(())
    }

    fn clear_region(&mut self, _: ClearType) -> Result<(), Infallible> {
        Ok(())
    }

    fn size(&self) -> Result<Size, Infallible> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> Result<WindowSize, Infallible> {
        Ok(WindowSize {
            columns_rows: self.size,
            pixels: Size::ZERO,
        })
    }

    fn flush(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}
