//! The controls of a form as rows, so that they scroll like any text where the window is small.

use ratatui::layout::Rect;

use crate::portal::dialogs::controls::{Control, ON_ONE_LINE};
use crate::portal::parts::field::Field;
use crate::portal::parts::paint::{Painter, width, wrap};
use crate::portal::theme::Tone;
use crate::portal::view::{Target, Top};

/// One row of a control.
pub(super) struct Row<'a> {
    control: usize,
    content: Content<'a>,
    /// The control has the focus.
    pub(super) focused: bool,
}

/// Cells of the labels of entries.
const ENTRY_LABELS: u16 = 19;

enum Content<'a> {
    Blank,
    /// Texts behind each other; the last number is where the terminal's cursor goes.
    Texts(Vec<(Tone, String)>, Option<u16>),
    /// Texts that are reversed where the control has the focus.
    Choosable(Vec<(Tone, String)>, Option<u16>),
    Field(&'a Field),
    Entry(&'a str, &'a Field),
    Rule,
}

/// The rows of `control`, the `at`-th of its form, in `cells`.
pub(super) fn rows(control: &Control, at: usize, focused: bool, cells: u16) -> Vec<Row<'_>> {
    let contents = match control {
        Control::CheckBox { label, ticked } => check_box(label, *ticked, cells),
        Control::Choice { label, options, at } => choice(label, options, *at, cells),
        Control::Text {
            label,
            field,
            hint,
            wrong,
        } => {
            let mut contents: Vec<_> = wrap(label, cells)
                .iter()
                .map(|line| label_of(line, focused))
                .collect();
            contents.extend([Content::Field(field), Content::Rule]);
            let tone = if *wrong { Tone::Danger } else { Tone::Muted };
            contents.extend(
                wrap(hint, cells)
                    .into_iter()
                    .map(|line| Content::Texts(vec![(tone, line)], None)),
            );
            contents
        }
        // Many of them stand close together.
        Control::Entry {
            heading,
            label,
            field,
        } => {
            let heading = (!heading.is_empty())
                .then(|| Content::Texts(vec![(Tone::Strong, (*heading).to_owned())], None));
            heading
                .into_iter()
                .chain([Content::Entry(label, field)])
                .collect()
        }
    };
    let blank = (!matches!(control, Control::Entry { .. })).then_some(Content::Blank);
    contents
        .into_iter()
        .chain(blank)
        .map(|content| Row {
            control: at,
            content,
            focused,
        })
        .collect()
}

fn label_of<'a>(label: &str, focused: bool) -> Content<'a> {
    let tone = if focused { Tone::Accent } else { Tone::Muted };
    Content::Texts(vec![(tone, label.to_owned())], None)
}

fn check_box<'a>(label: &str, ticked: bool, cells: u16) -> Vec<Content<'a>> {
    let mark = if ticked {
        (Tone::Accent, "[x] ")
    } else {
        (Tone::Plain, "[ ] ")
    };
    let lines = wrap(label, cells.saturating_sub(4)).into_iter().enumerate();
    let contents = lines.map(|(at, line)| {
        let before = if at == 0 { mark } else { (Tone::Plain, "    ") };
        let texts = vec![(before.0, before.1.to_owned()), (Tone::Plain, line)];
        Content::Choosable(texts, (at == 0).then_some(1))
    });
    contents.collect()
}

/// Beside each other where they fit, else one below the other.
fn choice<'a>(label: &str, options: &[String], chosen: usize, cells: u16) -> Vec<Content<'a>> {
    let mark = |at: usize| if at == chosen { "(x) " } else { "( ) " };
    let tone = |at: usize| {
        if at == chosen {
            Tone::Accent
        } else {
            Tone::Plain
        }
    };
    let texts: Vec<_> = options
        .iter()
        .enumerate()
        .map(|(at, option)| (tone(at), format!("{}{option}", mark(at))))
        .collect();
    let beside: u16 = texts.iter().map(|(_, text)| width(text) + 3).sum();
    let mut contents = vec![Content::Texts(vec![(Tone::Muted, label.to_owned())], None)];
    if beside <= cells && options.len() <= ON_ONE_LINE {
        let before: u16 = texts[..chosen.min(texts.len())]
            .iter()
            .map(|(_, text)| width(text) + 3)
            .sum();
        let spaced = texts
            .into_iter()
            .map(|(tone, text)| (tone, text + "   "))
            .collect();
        contents.push(Content::Choosable(spaced, Some(before + 1)));
        return contents;
    }
    for (at, (tone, text)) in texts.into_iter().enumerate() {
        // Further lines of an entry hang behind its mark.
        let (mark, entry) = text.split_at(4);
        for (n, line) in wrap(entry, cells.saturating_sub(4)).iter().enumerate() {
            let before = if n == 0 { mark } else { "    " };
            let text = vec![(tone, format!("{before}{line}"))];
            contents.push(if at == chosen {
                Content::Choosable(text, (n == 0).then_some(1))
            } else {
                Content::Texts(text, None)
            });
        }
    }
    contents
}

impl Row<'_> {
    /// Whether the terminal's cursor goes there.
    pub(super) fn holds_cursor(&self) -> bool {
        self.focused
            && matches!(
                self.content,
                Content::Field(_) | Content::Entry(..) | Content::Choosable(_, Some(_))
            )
    }

    /// Draws the row into `area`, which is one line high.
    pub(super) fn draw(&self, painter: &mut Painter<'_>, area: Rect, top: &mut Top) {
        top.click(area, Target::Control(self.control));
        match &self.content {
            Content::Blank => {}
            Content::Rule => painter.rule(
                area,
                if self.focused {
                    Tone::Border
                } else {
                    Tone::Muted
                },
            ),
            Content::Entry(label, field) => {
                let tone = if self.focused {
                    Tone::Accent
                } else {
                    Tone::Muted
                };
                painter.text(area.x, area.y, area.x + ENTRY_LABELS, label, tone);
                let area = Rect {
                    x: area.x + ENTRY_LABELS,
                    width: area.width.saturating_sub(ENTRY_LABELS),
                    ..area
                };
                let place = field.draw(painter, area, self.focused);
                if self.focused {
                    top.cursor(place.x, place.y);
                }
            }
            Content::Field(field) => {
                let place = field.draw(painter, area, self.focused);
                if self.focused {
                    top.cursor(place.x, place.y);
                }
            }
            Content::Texts(texts, cursor) | Content::Choosable(texts, cursor) => {
                let pieces: Vec<_> = texts
                    .iter()
                    .map(|(tone, text)| (*tone, text.as_str()))
                    .collect();
                painter.line(area, &pieces);
                if self.focused && matches!(self.content, Content::Choosable(..)) {
                    painter.focus(area);
                }
                if let (true, Some(cursor)) = (self.focused, cursor) {
                    top.cursor(area.x + cursor, area.y);
                }
            }
        }
    }
}
