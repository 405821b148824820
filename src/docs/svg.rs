//! A screen as SVG: the grounds of its cells, then its text, each run and each sign beyond ASCII at
//! the place of its cell, so that the columns stand whatever font is there.

use std::fmt::Write;

use ratatui::buffer::Buffer;
use unicode_width::UnicodeWidthStr;

use super::palette::{BACKGROUND, Look};
use crate::portal::theme::UNICODE;

/// A cell's size, and the space around the screen, in pixels.
const CELL: (usize, usize) = (9, 19);
const MARGIN: usize = 12;
/// From a cell's upper edge to the line that letters stand on.
const BASELINE: usize = 14;

/// What one element shows: neighbouring cells of one look.
struct Run {
    x: usize,
    cells: usize,
    text: String,
    look: Look,
}

/// The picture of `buffer`, called `title`.
pub(super) fn write(buffer: &Buffer, title: &str) -> String {
    let width = usize::from(buffer.area.width) * CELL.0 + 2 * MARGIN;
    let height = usize::from(buffer.area.height) * CELL.1 + 2 * MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\" role=\"img\" font-size=\"15\" \
         font-family=\"'DejaVu Sans Mono', Menlo, Consolas, monospace\">\n\
         <title>{}</title>\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{BACKGROUND}\"/>\n",
        escaped(title)
    );
    for y in 0..buffer.area.height {
        let cells = cells(buffer, y);
        let top = MARGIN + usize::from(y) * CELL.1;
        grounds(&mut svg, &cells, top);
        for run in runs(cells) {
            ink(&mut svg, &run, top);
        }
    }
    svg.push_str("</svg>\n");
    svg
}

/// The cells of a row, one run each; what lies under a wide character left out.
fn cells(buffer: &Buffer, y: u16) -> Vec<Run> {
    let mut cells = Vec::new();
    let mut x = 0;
    while x < buffer.area.width {
        let cell = &buffer[(x, y)];
        let wide = u16::try_from(cell.symbol().width()).unwrap_or(1).max(1);
        cells.push(Run {
            x: x.into(),
            cells: wide.into(),
            text: cell.symbol().to_owned(),
            look: Look::of(cell),
        });
        x += wide;
    }
    cells
}

/// Cells that one element can show: of one look, ASCII, at most one blank between words.
fn runs(cells: Vec<Run>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for cell in cells {
        let blank = cell.text == " " && !cell.look.underlined;
        match runs.last_mut() {
            Some(run) if blank => {
                if joins(run, &cell) && !run.text.ends_with(' ') {
                    run.text.push(' ');
                    run.cells += 1;
                }
            }
            None if blank => {}
            Some(run) if joins(run, &cell) => {
                run.text.push_str(&cell.text);
                run.cells += cell.cells;
            }
            _ => runs.push(cell),
        }
    }
    runs
}

fn joins(run: &Run, cell: &Run) -> bool {
    let touching = run.x + run.cells == cell.x;
    let alike = run.text.is_ascii() && cell.text.is_ascii();
    let line = cell.text == UNICODE.horizontal && run.text.starts_with(UNICODE.horizontal);
    touching && run.look == cell.look && (alike || line)
}

fn grounds(svg: &mut String, cells: &[Run], top: usize) {
    let same = |a: &Run, b: &Run| a.look.ground == b.look.ground;
    for span in cells.chunk_by(same) {
        let (first, wide) = (&span[0], span.iter().map(|cell| cell.cells).sum::<usize>());
        if let Some(ground) = first.look.ground {
            let (x, wide, high) = (MARGIN + first.x * CELL.0, wide * CELL.0, CELL.1);
            // Writing to a string cannot fail, here and below.
            let _ = writeln!(
                svg,
                "<rect x=\"{x}\" y=\"{top}\" width=\"{wide}\" height=\"{high}\" fill=\"{ground}\"/>"
            );
        }
    }
}

fn ink(svg: &mut String, run: &Run, top: usize) {
    let Look { ink, .. } = run.look;
    let x = MARGIN + run.x * CELL.0;
    if let Some(path) = line(&run.text, x, top, run.cells * CELL.0) {
        let _ = writeln!(svg, "<path d=\"{path}\" fill=\"none\" stroke=\"{ink}\"/>");
        return;
    }
    let text = run.text.trim_end();
    let _ = write!(
        svg,
        "<text x=\"{x}\" y=\"{}\" fill=\"{ink}\"",
        top + BASELINE
    );
    if text.is_ascii() {
        let _ = write!(svg, " textLength=\"{}\"", text.len() * CELL.0);
    }
    for (is, attribute) in [
        (run.look.bold, " font-weight=\"bold\""),
        (run.look.dim, " opacity=\"0.6\""),
        (run.look.underlined, " text-decoration=\"underline\""),
    ] {
        svg.push_str(if is { attribute } else { "" });
    }
    let _ = writeln!(svg, ">{}</text>", escaped(text));
}

/// Lines of a frame as a path, since fonts leave gaps between rows. `None`: it is no line.
fn line(text: &str, x: usize, top: usize, wide: usize) -> Option<String> {
    let (right, bottom) = (x + wide, top + CELL.1);
    let (middle, centre) = (x + CELL.0 / 2, top + CELL.1 / 2);
    let [top_left, top_right, bottom_left, bottom_right] = UNICODE.corners;
    Some(if text.starts_with(UNICODE.horizontal) {
        format!("M{x} {centre}.5H{right}")
    } else if text == UNICODE.vertical {
        format!("M{middle}.5 {top}V{bottom}")
    } else if text == top_left {
        format!("M{middle}.5 {bottom}Q{middle}.5 {centre}.5 {right} {centre}.5")
    } else if text == top_right {
        format!("M{middle}.5 {bottom}Q{middle}.5 {centre}.5 {x} {centre}.5")
    } else if text == bottom_left {
        format!("M{middle}.5 {top}Q{middle}.5 {centre}.5 {right} {centre}.5")
    } else if text == bottom_right {
        format!("M{middle}.5 {top}Q{middle}.5 {centre}.5 {x} {centre}.5")
    } else {
        return None;
    })
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    fn written(text: &str, style: Style) -> Vec<String> {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 1));
        buffer.set_string(0, 0, text, style);
        let svg = write(&buffer, "A & B");
        assert!(svg.contains("<title>A &amp; B</title>"));
        let kinds = ["<text", "<path", "<rect x"];
        let shown = svg
            .lines()
            .filter(|line| kinds.iter().any(|kind| line.starts_with(kind)));
        shown.map(str::to_owned).collect()
    }

    #[test]
    fn words_one_blank_apart_are_one_element_and_signs_are_escaped() {
        let shown = written("a <b>  \"c\"", Style::new());
        assert_eq!(shown.len(), 2, "{shown:?}");
        assert!(
            shown[0].ends_with("textLength=\"45\">a &lt;b&gt;</text>"),
            "{shown:?}"
        );
        assert!(shown[1].starts_with("<text x=\"75\" y=\"26\""), "{shown:?}");
        assert!(shown[1].ends_with(">&quot;c&quot;</text>"), "{shown:?}");
    }

    #[test]
    fn a_wide_character_takes_two_cells_and_the_next_stands_behind_it() {
        let shown = written("\u{738b}b", Style::new());
        assert!(shown[0].starts_with("<text x=\"12\"") && !shown[0].contains("textLength"));
        assert!(shown[1].starts_with("<text x=\"30\""), "{shown:?}");
    }

    #[test]
    fn what_is_reversed_has_a_ground_and_lines_are_drawn() {
        let shown = written("ab", Style::new().reversed());
        assert!(
            shown[0].starts_with("<rect x=\"12\" y=\"12\" width=\"18\""),
            "{shown:?}"
        );
        assert!(shown[1].contains(BACKGROUND), "{shown:?}");
        let shown = written(&UNICODE.horizontal.repeat(3), Style::new());
        assert_eq!(
            shown,
            ["<path d=\"M12 21.5H39\" fill=\"none\" stroke=\"#d4d7dd\"/>"]
        );
    }
}
