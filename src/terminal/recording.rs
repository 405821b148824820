//! A recording in asciicast v3, which the public player plays: what was drawn, how big the window
//! was, a marker at each chapter. Never what was typed, never the environment.

use std::io::{self, Write};
use std::time::Duration;

use ratatui::layout::{Position, Size};
use serde_json::json;

use super::canvas::Canvas;
use crate::grid::Grid;

/// Pauses longer than this are played as if they were this long, in seconds.
const IDLE_LIMIT: u32 = 2;

/// A recording that is being written to `W`. Each event is written at once, so that whatever ends
/// the program leaves a file that can be played.
pub struct Recording<W> {
    out: W,
    canvas: Canvas,
    size: Size,
    /// When the last event was, as the file tells it: rounded, so that no error adds up.
    told: Duration,
    chapter: String,
}

impl<W: Write> Recording<W> {
    /// Begins at `since`, seconds since 1970, with a window of this size on a terminal of this type
    /// (`TERM`).
    ///
    /// # Errors
    ///
    /// What writing says.
    pub fn begin(out: W, size: Size, terminal: &str, title: &str, since: i64) -> io::Result<Self> {
        let mut own = Self {
            out,
            canvas: Canvas::new(size),
            size,
            told: Duration::ZERO,
            chapter: String::new(),
        };
        let header = json!({
            "version": 3,
            "term": { "cols": size.width, "rows": size.height, "type": terminal },
            "timestamp": since,
            "title": title,
            "idle_time_limit": IDLE_LIMIT,
        });
        own.line(&header.to_string())?;
        own.event(Duration::ZERO, "o", "\x1b[?25l")?;
        Ok(own)
    }

    /// This was drawn, `at` after the beginning, and the terminal's cursor stood there.
    ///
    /// # Errors
    ///
    /// What writing says.
    pub fn frame(
        &mut self,
        at: Duration,
        picture: &Grid,
        cursor: Option<Position>,
    ) -> io::Result<()> {
        let size = picture.size();
        if size != self.size {
            self.size = size;
            self.canvas.resize(size);
            self.event(at, "r", &format!("{}x{}", size.width, size.height))?;
        }
        self.canvas.paint(&mut picture.clone());
        let bytes = self.canvas.finish(cursor);
        if bytes.is_empty() {
            return Ok(());
        }
        self.event(at, "o", &String::from_utf8_lossy(&bytes))
    }

    /// A chapter begins, `at` after the beginning, unless it is the one that is on.
    ///
    /// # Errors
    ///
    /// What writing says.
    pub fn chapter(&mut self, at: Duration, title: &str) -> io::Result<()> {
        if title == self.chapter {
            return Ok(());
        }
        title.clone_into(&mut self.chapter);
        self.event(at, "m", title)
    }

    /// Ends it, `at` after the beginning.
    ///
    /// # Errors
    ///
    /// What writing says.
    pub fn end(mut self, at: Duration) -> io::Result<W> {
        self.event(at, "o", "\x1b[m\x1b[?25h")?;
        self.event(at, "x", "0")?;
        Ok(self.out)
    }

    fn event(&mut self, at: Duration, code: &str, data: &str) -> io::Result<()> {
        let passed = at.saturating_sub(self.told).as_millis();
        let passed = u64::try_from(passed).unwrap_or(u64::MAX);
        self.told += Duration::from_millis(passed);
        let data = serde_json::Value::from(data);
        self.line(&format!(
            "[{}.{:03},\"{code}\",{data}]",
            passed / 1000,
            passed % 1000
        ))
    }

    fn line(&mut self, line: &str) -> io::Result<()> {
        self.out.write_all(format!("{line}\n").as_bytes())?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZero;

    use serde_json::Value;

    use super::*;

    fn picture(width: u16, height: u16, text: &str) -> Grid {
        let mut grid = Grid::new(Size::new(width, height));
        grid.graphemes((0, 0), width, text, ratatui::style::Style::new());
        grid
    }

    fn cells(count: u16) -> NonZero<u16> {
        NonZero::new(count).unwrap()
    }

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    /// What is in a file: the header, then time, code and data of each event.
    fn read(file: &[u8]) -> (Value, Vec<(f64, String, String)>) {
        let text = std::str::from_utf8(file).unwrap();
        let mut lines = text.lines();
        let header = serde_json::from_str(lines.next().unwrap()).unwrap();
        (
            header,
            lines
                .map(|line| serde_json::from_str(line).unwrap())
                .collect(),
        )
    }

    fn recorded() -> Vec<u8> {
        let mut cast = Recording::begin(
            Vec::new(),
            Size::new(20, 3),
            "xterm-256color",
            "Contoso",
            1_795_338_000,
        )
        .unwrap();
        cast.chapter(ms(0), "All users").unwrap();
        cast.frame(ms(10), &picture(20, 3, "Zoë"), None).unwrap();
        cast.frame(ms(20), &picture(20, 3, "Zoë"), None).unwrap();
        cast.chapter(ms(1510), "All users").unwrap();
        cast.chapter(ms(1510), "Audit logs").unwrap();
        cast.frame(ms(1530), &picture(30, 4, "wide"), Some(Position::new(2, 1)))
            .unwrap();
        cast.end(ms(1600)).unwrap()
    }

    #[test]
    fn the_header_tells_the_window_and_when_and_nothing_of_the_environment() {
        let (header, _) = read(&recorded());
        let keys: Vec<_> = header.as_object().unwrap().keys().cloned().collect();
        assert_eq!(
            keys,
            ["idle_time_limit", "term", "timestamp", "title", "version"]
        );
        assert_eq!(header["version"], 3);
        assert_eq!(header["term"]["cols"], 20);
        assert_eq!(header["term"]["rows"], 3);
        assert_eq!(header["term"]["type"], "xterm-256color");
    }

    #[test]
    fn events_are_what_was_drawn_sizes_and_chapters_each_once_at_intervals() {
        let (_, events) = read(&recorded());
        let codes: Vec<_> = events.iter().map(|(_, code, _)| &**code).collect();
        assert_eq!(codes, ["o", "m", "o", "m", "r", "o", "o", "x"]);
        assert_eq!(events[2].0.to_string(), "0.01");
        assert!(events[2].2.contains("Zoë"));
        assert_eq!(
            (&*events[3].0.to_string(), &*events[3].2),
            ("1.5", "Audit logs")
        );
        assert_eq!((&*events[4].0.to_string(), &*events[4].2), ("0.02", "30x4"));
        assert_eq!(events[5].0.to_string(), "0");
        let total: f64 = events.iter().map(|(passed, ..)| passed).sum();
        assert!((total - 1.6).abs() < 1e-9, "{total}");
    }

    #[test]
    fn rounding_does_not_add_up() {
        let mut cast = Recording::begin(Vec::new(), Size::new(9, 1), "xterm", "", 0).unwrap();
        for n in 1..=1000_u64 {
            let at = Duration::from_micros(n * 1900);
            cast.frame(at, &picture(9, 1, &n.to_string()), None)
                .unwrap();
        }
        let (_, events) = read(&cast.end(ms(1900)).unwrap());
        let total: f64 = events.iter().map(|(passed, ..)| passed).sum();
        assert!((total - 1.9).abs() < 1e-6, "{total}");
    }

    #[test]
    fn whatever_is_played_shows_what_was_drawn() {
        let (_, events) = read(&recorded());
        let mut screen = vt100::Parser::new(cells(3), cells(20), 0);
        for (_, code, data) in &events {
            match &**code {
                "o" => screen.process(data.as_bytes()),
                "r" => screen.screen_mut().set_size(cells(4), cells(30)),
                _ => {}
            }
        }
        assert_eq!(screen.screen().contents().trim(), "wide");
    }
}
