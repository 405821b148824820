//! Writing text into cells: measured, cut at a grapheme with an ellipsis, in a tone.

use std::borrow::Cow;

use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::grid::Grid;
use crate::portal::theme::{Look, Tone};

/// A grid with the look to write into it.
pub struct Painter<'a> {
    /// The cells.
    pub grid: &'a mut Grid,
    /// How tones look.
    pub look: &'a Look,
}

/// Cells that `text` takes where each grapheme is written into cells of its own, as a grid does
/// it. Some join when they are measured together, such as Arabic letters.
pub fn width(text: &str) -> u16 {
    let cells = if text.is_ascii() {
        text.len()
    } else {
        text.graphemes(true).map(UnicodeWidthStr::width).sum()
    };
    u16::try_from(cells).unwrap_or(u16::MAX)
}

/// `text` cut to `cells`, with `ellipsis` (one cell) where something is missing.
pub fn fit<'a>(text: &'a str, cells: u16, ellipsis: &str) -> Cow<'a, str> {
    if width(text) <= cells {
        return Cow::Borrowed(text);
    }
    let Some(room) = cells.checked_sub(1) else {
        return Cow::Borrowed("");
    };
    let (mut cut, mut cells) = (String::new(), 0);
    for grapheme in text.graphemes(true) {
        cells += width(grapheme);
        if cells > room {
            break;
        }
        cut.push_str(grapheme);
    }
    cut.push_str(ellipsis);
    Cow::Owned(cut)
}

/// `text` broken into lines of at most `cells`, at blanks where there are any.
pub fn wrap(text: &str, cells: u16) -> Vec<String> {
    let cells = cells.max(1);
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let mut rest = word;
        while let Some(line) = lines.last_mut() {
            let gap = u16::from(!line.is_empty());
            if width(line) + gap + width(rest) <= cells {
                if gap == 1 {
                    line.push(' ');
                }
                line.push_str(rest);
                break;
            }
            if !line.is_empty() {
                lines.push(String::new());
                continue;
            }
            // One word wider than the line: break it where it ends.
            let mut split = 0;
            for grapheme in rest.graphemes(true) {
                if split > 0 && width(&rest[..split]) + width(grapheme) > cells {
                    break;
                }
                split += grapheme.len();
            }
            line.push_str(&rest[..split]);
            rest = &rest[split..];
            if rest.is_empty() {
                break;
            }
            lines.push(String::new());
        }
    }
    lines
}

/// A character that takes one cell and never joins its neighbours: ASCII, Latin letters, lines, and
/// the signs that are drawn in every row.
fn is_one_cell(letter: char) -> bool {
    matches!(
        letter,
        ' '..='~' | '\u{c0}'..='\u{24f}' | '\u{2500}'..='\u{259f}' | '\u{2610}'..='\u{2612}'
            | '\u{b7}' | '\u{2026}' | '\u{203a}' | '\u{2190}'..='\u{2193}'
    )
}

impl Painter<'_> {
    /// Writes `text` at `x`, `y`, never beyond `end` (exclusive), cut with an ellipsis. Gives the
    /// column behind it.
    pub fn text(&mut self, x: u16, y: u16, end: u16, text: &str, tone: Tone) -> u16 {
        let size = self.grid.size();
        let end = end.min(size.width);
        if x >= end || y >= size.height {
            return x;
        }
        let style = self.look.style(tone);
        let room = usize::from(end - x);
        // Nearly all text is one of these, and most of a frame is text: no need to look for graphemes.
        let (behind, is_cut) = if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            let behind = self.grid.ascii((x, y), end, text.as_bytes(), style);
            (behind, text.len() > room)
        } else if text.chars().all(is_one_cell) {
            let behind = self.grid.letters((x, y), end, text.chars(), style);
            (behind, text.chars().nth(room).is_some())
        } else {
            let fitted = fit(text, end - x, self.look.glyphs.ellipsis);
            return self.grid.graphemes((x, y), end, &fitted, style);
        };
        if is_cut {
            let ellipsis = self.look.glyphs.ellipsis.chars();
            self.grid.letters((end - 1, y), end, ellipsis, style);
        }
        behind
    }

    /// Writes pieces one behind the other on one line of `area`.
    pub fn line(&mut self, area: Rect, pieces: &[(Tone, &str)]) -> u16 {
        pieces.iter().fold(area.x, |x, (tone, text)| {
            self.text(x, area.y, area.right(), text, *tone)
        })
    }

    /// Writes `text` so that it ends at the right edge of `area`. Gives the column it starts at.
    pub fn right(&mut self, area: Rect, text: &str, tone: Tone) -> u16 {
        let x = area.right().saturating_sub(width(text)).max(area.x);
        self.text(x, area.y, area.right(), text, tone);
        x
    }

    /// Makes the text of `area` the focus: one reversed bar, whatever its colours were.
    pub fn focus(&mut self, area: Rect) {
        self.restyle(area, Tone::Focus);
    }

    /// Takes `area` back behind a dialog.
    pub fn tone_down(&mut self, area: Rect) {
        self.restyle(area, Tone::Muted);
    }

    fn restyle(&mut self, area: Rect, tone: Tone) {
        let style = Style::reset().patch(self.look.style(tone));
        self.grid.set_style(area, style);
    }

    /// Empties `area`, in one tone.
    pub fn fill(&mut self, area: Rect, tone: Tone) {
        self.clear(area);
        self.grid.set_style(area, self.look.style(tone));
    }

    /// Empties `area`, and what would reach into it from the left: half a character is none.
    pub fn clear(&mut self, area: Rect) {
        if let Some(x) = area.x.checked_sub(1) {
            for y in area.y..area.bottom().min(self.grid.size().height) {
                self.grid.part(x, y);
            }
        }
        self.grid.clear(area);
    }

    /// A horizontal line through the first row of `area`.
    pub fn rule(&mut self, area: Rect, tone: Tone) {
        let text = self.look.glyphs.horizontal.repeat(usize::from(area.width));
        self.text(area.x, area.y, area.right(), &text, tone);
    }

    /// A frame around `area`.
    pub fn border(&mut self, area: Rect, tone: Tone) {
        let glyphs = self.look.glyphs;
        let (right, bottom) = (
            area.right().saturating_sub(1),
            area.bottom().saturating_sub(1),
        );
        self.rule(Rect { height: 1, ..area }, tone);
        self.rule(
            Rect {
                y: bottom,
                height: 1,
                ..area
            },
            tone,
        );
        for y in area.y..=bottom {
            self.text(area.x, y, area.right(), glyphs.vertical, tone);
            self.text(right, y, area.right(), glyphs.vertical, tone);
        }
        let places = [
            (area.x, area.y),
            (right, area.y),
            (area.x, bottom),
            (right, bottom),
        ];
        for ((x, y), corner) in places.into_iter().zip(glyphs.corners) {
            self.text(x, y, area.right(), corner, tone);
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Size;

    use super::*;
    use crate::portal::theme::{Theme, UNICODE};

    #[test]
    fn text_is_cut_by_cells_at_a_grapheme() {
        assert_eq!(fit("Allan Deyoung", 13, "…"), "Allan Deyoung");
        assert_eq!(fit("Allan Deyoung", 8, "…"), "Allan D…");
        assert_eq!(fit("王小明王小明", 6, "…"), "王小…");
        assert_eq!(fit("e\u{301}e\u{301}e\u{301}", 2, "…"), "e\u{301}…");
        assert_eq!(fit("x", 0, "…"), "");
        let family = "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}";
        assert_eq!(
            fit(&format!("{family}{family}"), 3, "…"),
            format!("{family}…")
        );
        // Lam and alef, which join where they are measured together.
        assert_eq!(width("\u{644}\u{627}"), 2);
        assert_eq!(
            fit("\u{644}\u{627}\u{644}\u{627}", 3, "…"),
            "\u{644}\u{627}…"
        );
    }

    /// What eight cells look like after `paint`, and what that gives.
    fn painted<T>(paint: impl FnOnce(&mut Painter<'_>) -> T) -> (String, T) {
        let mut grid = Grid::new(Size::new(8, 1));
        let look = Look {
            theme: Theme::mono(),
            glyphs: &UNICODE,
        };
        let given = paint(&mut Painter {
            grid: &mut grid,
            look: &look,
        });
        let symbols = (0..8).map(|x| grid.symbol(x, 0)).collect();
        (symbols, given)
    }

    /// What `text` looks like from the second cell on, and the column behind it.
    fn written(text: &str, end: u16) -> (String, u16) {
        painted(|painter| painter.text(1, 0, end, text, Tone::Plain))
    }

    #[test]
    fn text_is_written_into_its_room_whatever_its_letters() {
        assert_eq!(written("abc", 8), (" abc    ".to_owned(), 4));
        assert_eq!(written("abc", 4), (" abc    ".to_owned(), 4));
        assert_eq!(written("abcd", 4), (" ab…    ".to_owned(), 4));
        assert_eq!(written("Zoë", 4), (" Zoë    ".to_owned(), 4));
        assert_eq!(written("Zoe\u{308}y", 4), (" Zo…    ".to_owned(), 4));
        assert_eq!(written("abc", 2), (" …      ".to_owned(), 2));
        assert_eq!(written("abc", 1), ("        ".to_owned(), 1));
        assert_eq!(written("", 8), ("        ".to_owned(), 1));
        assert_eq!(written("a long text", 20), (" a long…".to_owned(), 8));
        assert_eq!(written("───", 8), (" ───    ".to_owned(), 4));
        assert_eq!(written("王小明", 6), (" 王 小 …  ".to_owned(), 6));
    }

    #[test]
    fn what_is_emptied_leaves_no_half_of_a_character_beside_it() {
        let (symbols, ()) = painted(|painter| {
            painter.text(0, 0, 8, "王小明x", Tone::Plain);
            painter.clear(Rect::new(3, 0, 2, 1));
        });
        assert_eq!(symbols, "王     x ");
    }

    #[test]
    fn every_character_taken_for_one_cell_is_one() {
        for letter in ('\0'..='\u{ffff}').filter(|letter| is_one_cell(*letter)) {
            let text = format!("{letter}{letter}");
            assert_eq!(text.width(), 2, "{letter:?}");
            assert_eq!(text.graphemes(true).count(), 2, "{letter:?}");
        }
    }

    #[test]
    fn text_is_wrapped_at_blanks_and_long_words_are_broken() {
        assert_eq!(wrap("a bc def", 4), ["a bc", "def"]);
        assert_eq!(wrap("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
        assert_eq!(wrap("", 3), [""]);
        assert_eq!(wrap("王小明", 1), ["王", "小", "明"]);
    }
}
