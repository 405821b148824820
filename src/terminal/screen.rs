//! What is shown: each frame is compared with the last one, and only what changed goes out, in one
//! write within a synchronized update. Where nothing changed, nothing is written.

use std::io::{self, Write};
use std::sync::Arc;

use ratatui::layout::{Position, Size};

use super::canvas::Canvas;
use super::easels::Easels;
use super::modes;
use crate::grid::Grid;

/// A finished frame, for whoever looks on.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The cells.
    pub picture: Grid,
    /// Where the terminal's cursor is; `None`: hidden.
    pub cursor: Option<Position>,
    /// What it shows.
    pub about: About,
}

/// What a frame shows, as its program tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// Where one is: `All users`.
    pub chapter: String,
    /// Whether a secret is in it, which is for nobody who looks on.
    pub secret: bool,
}

/// Gets each finished frame. False: it wants no more of them.
pub type Observer = Box<dyn FnMut(&Arc<Shown>) -> bool + Send>;

/// Bytes beside the picture that wait for the next frame at most: two copied texts.
const ASIDE: usize = 200_000;

/// A screen whose bytes go to `W`.
pub struct Screen<W> {
    size: Size,
    easels: Arc<Easels>,
    canvas: Canvas,
    aside: Vec<u8>,
    observers: Vec<Observer>,
    out: W,
}

impl<W: Write> Screen<W> {
    /// A blank screen of this size, just entered.
    pub fn new(size: Size, out: W) -> Self {
        Self::sharing(Arc::new(Easels::keeping(1)), size, out)
    }

    /// The same, painted on easels that others paint on too.
    pub fn sharing(easels: Arc<Easels>, size: Size, out: W) -> Self {
        Self {
            size,
            easels,
            canvas: Canvas::new(size),
            aside: Vec::new(),
            observers: Vec::new(),
            out,
        }
    }

    /// Where its bytes go.
    pub fn out_mut(&mut self) -> &mut W {
        &mut self.out
    }

    /// Shows each finished frame to `observer` too, as long as it wants them.
    pub fn observe(&mut self, observer: Observer) {
        self.observers.push(observer);
    }

    /// Whether anybody looks on.
    pub fn is_observed(&self) -> bool {
        !self.observers.is_empty()
    }

    /// It has this size now. The next frame paints everything if that is another one.
    pub fn resize(&mut self, size: Size) {
        self.size = size;
        self.canvas.resize(size);
    }

    /// Somebody else may have written on it. The next frame paints everything.
    pub fn repaint(&mut self) {
        self.canvas.forget();
    }

    /// Bytes that are not part of the picture go out before the next frame. Beyond [`ASIDE`] they
    /// are dropped: nobody reads.
    pub fn send(&mut self, bytes: &[u8]) {
        if self.aside.len() + bytes.len() <= ASIDE {
            self.aside.extend(bytes);
        }
    }

    /// Sends what [`Screen::send`] took, without a frame.
    pub fn send_now(&mut self) -> io::Result<()> {
        self.out.write_all(&std::mem::take(&mut self.aside))
    }

    /// Draws a frame; `paint` gives the place of the cursor, `None` for hidden. Gives the number of
    /// bytes it took.
    pub fn draw(&mut self, paint: impl FnOnce(&mut Grid) -> Option<Position>) -> io::Result<usize> {
        self.draw_about(About::default(), paint)
    }

    /// The same; `about` is for those who look on.
    pub fn draw_about(
        &mut self,
        about: About,
        paint: impl FnOnce(&mut Grid) -> Option<Position>,
    ) -> io::Result<usize> {
        let mut easel = self.easels.take(self.size);
        let cursor = paint(&mut easel).map(|cursor| self.inside(cursor));
        let picture = (!self.observers.is_empty()).then(|| easel.clone());
        self.canvas.paint(&mut easel);
        self.easels.put_back(easel);
        if let Some(picture) = picture {
            let shown = Arc::new(Shown {
                picture,
                cursor,
                about,
            });
            self.observers.retain_mut(|observer| observer(&shown));
        }
        let frame = self.canvas.finish(cursor);
        let mut bytes = std::mem::take(&mut self.aside);
        if !frame.is_empty() {
            bytes.extend(modes::FRAME.0.as_bytes());
            bytes.extend(frame);
            bytes.extend(modes::FRAME.1.as_bytes());
        }
        if !bytes.is_empty() {
            self.out.write_all(&bytes)?;
        }
        Ok(bytes.len())
    }

    fn inside(&self, place: Position) -> Position {
        Position {
            x: place.x.min(self.size.width.saturating_sub(1)),
            y: place.y.min(self.size.height.saturating_sub(1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::Style;

    use super::*;
    use crate::terminal::clipboard;

    /// Counts writes, and fails when told to.
    #[derive(Default)]
    struct Sink {
        writes: Vec<Vec<u8>>,
        gone: bool,
    }

    impl Write for Sink {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if self.gone {
                return Err(io::ErrorKind::BrokenPipe.into());
            }
            self.writes.push(bytes.to_vec());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn written(grid: &mut Grid, text: &str) -> Option<Position> {
        grid.graphemes((0, 0), 20, text, Style::new());
        None
    }

    fn hello(grid: &mut Grid) -> Option<Position> {
        written(grid, "hello")
    }

    fn screen() -> Screen<Sink> {
        Screen::new(Size::new(20, 3), Sink::default())
    }

    #[test]
    fn a_frame_is_one_write_and_the_same_again_is_none() {
        let mut screen = screen();
        let bytes = screen.draw(hello);
        assert_eq!(bytes.unwrap(), screen.out.writes[0].len());
        let again = screen.draw(hello);
        assert_eq!(again.unwrap(), 0);
        assert_eq!(screen.out.writes.len(), 1);
        assert_eq!(screen.out.writes[0], b"\x1b[?2026h\x1b[Hhello\x1b[?2026l");
    }

    #[test]
    fn a_copied_text_goes_out_with_the_frame_or_alone() {
        let mut screen = screen();
        let copied = clipboard::copy("foo").unwrap();
        screen.send(&copied);
        screen.draw(|_| None).unwrap();
        assert_eq!(screen.out.writes.concat(), copied);
        screen.send(&copied);
        screen.draw(|grid| written(grid, "x")).unwrap();
        assert_eq!(screen.out.writes.len(), 2);
        assert!(screen.out.writes[1].starts_with(&copied));
    }

    #[test]
    fn two_screens_that_share_an_easel_show_what_is_theirs() {
        let easels = Arc::new(Easels::keeping(1));
        let mut screens = [Size::new(20, 3), Size::new(10, 2)]
            .map(|size| Screen::sharing(Arc::clone(&easels), size, Sink::default()));
        for text in ["hello", "world"] {
            for screen in &mut screens {
                let drawn = screen.draw(|grid| written(grid, text));
                drawn.unwrap();
            }
        }
        let [first, second] = screens.map(|screen| screen.out.writes);
        assert_eq!(first, second);
        assert_eq!(first[0], b"\x1b[?2026h\x1b[Hhello\x1b[?2026l");
    }

    #[test]
    fn what_nobody_reads_does_not_grow() {
        let mut screen = screen();
        for _ in 0..100 {
            screen.send(&[b'x'; 10_000]);
        }
        assert!(screen.aside.len() <= ASIDE);
    }

    #[test]
    fn whoever_looks_on_gets_each_finished_frame_until_they_want_no_more() {
        let (tell, told) = std::sync::mpsc::channel();
        let mut screen = screen();
        let mut left = 2;
        screen.observe(Box::new(move |shown| {
            tell.send(Arc::clone(shown)).unwrap();
            left -= 1;
            left > 0
        }));
        for secret in [false, true, false] {
            let chapter = "All users".to_owned();
            let drawn = screen.draw_about(About { chapter, secret }, |grid| {
                hello(grid);
                Some(Position::new(5, 0))
            });
            drawn.unwrap();
        }
        let shown: Vec<_> = told.iter().collect();
        assert_eq!(shown.len(), 2);
        assert_eq!(shown[0].picture.symbol(4, 0), "o");
        assert_eq!(shown[0].cursor, Some(Position::new(5, 0)));
        assert_eq!(shown[0].about.chapter, "All users");
        assert!(!shown[0].about.secret && shown[1].about.secret);
        assert!(!screen.is_observed());
    }

    #[test]
    fn a_repaint_clears_and_paints_everything() {
        let mut screen = screen();
        for _ in 0..2 {
            screen.repaint();
            screen.draw(hello).unwrap();
        }
        assert_eq!(
            screen.out.writes[1],
            b"\x1b[?2026h\x1b[2J\x1b[Hhello\x1b[?25l\x1b[?2026l"
        );
    }

    #[test]
    fn a_terminal_that_is_gone_is_an_error() {
        let mut screen = screen();
        screen.out.gone = true;
        let drawn = screen.draw(|grid| written(grid, "x"));
        assert_eq!(drawn.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    }
}
