//! How dialogs look: one frame, controls on the left, the plan on the right (below, where the
//! window is narrow), buttons at the foot.

use ratatui::layout::Rect;

use super::Dialog;
use super::controls::Control;
use super::finder::Finder;
use super::form::{Done, Form, Stage};
use crate::domain::preview::{self, Summary};
use crate::portal::keymap::Availability;
use crate::portal::model::Model;
use crate::portal::parts::paint::{Painter, width, wrap};
use crate::portal::theme::Tone;
use crate::portal::view::{Target, Top};

/// From this many cells inside the frame on, the plan stands beside the controls.
const BESIDE_FROM: u16 = 84;

/// Draws a dialog into the middle of `area`.
pub fn draw(model: &Model, dialog: &Dialog, painter: &mut Painter<'_>, area: Rect, top: &mut Top) {
    match dialog {
        Dialog::Form(form) => match &form.stage {
            Stage::Done(done) => result(model, form, done, painter, area, top),
            Stage::Asking | Stage::Saving(_) => asking(model, form, painter, area, top),
        },
        Dialog::Finder(finder) => find(finder, painter, area, top),
    }
}

/// One line of text in a tone, behind an optional count.
struct Text {
    tone: Tone,
    count: String,
    text: String,
}

impl Text {
    fn plain(tone: Tone, text: impl Into<String>) -> Self {
        Self {
            tone,
            count: String::new(),
            text: text.into(),
        }
    }
}

/// A frame of `size` in the middle of `area`, with its title. Gives the room inside.
fn frame(
    painter: &mut Painter<'_>,
    area: Rect,
    size: (u16, u16),
    title: &str,
    subtitle: &str,
) -> Rect {
    let width = size.0.min(area.width);
    let height = size.1.min(area.height);
    let outer = Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 2,
        width,
        height,
    };
    painter.clear(outer);
    painter.border(outer, Tone::Border);
    let inner = Rect {
        x: outer.x + 2,
        y: outer.y + 1,
        width: outer.width.saturating_sub(4),
        height: outer.height.saturating_sub(2),
    };
    let x = painter.text(inner.x, inner.y, inner.right(), title, Tone::Strong);
    painter.text(x + 2, inner.y, inner.right(), subtitle, Tone::Muted);
    Rect {
        y: inner.y + 2,
        height: inner.height.saturating_sub(2),
        ..inner
    }
}

fn asking(model: &Model, form: &Form, painter: &mut Painter<'_>, area: Rect, top: &mut Top) {
    let outer = area
        .width
        .saturating_sub(if area.width > 90 { 8 } else { 2 })
        .min(112);
    let inner = outer.saturating_sub(4);
    let beside = inner >= BESIDE_FROM && !form.is_question();
    let (left, right) = if beside {
        (inner * 2 / 5, inner - inner * 2 / 5 - 3)
    } else {
        (inner, inner)
    };
    let controls: u16 = form
        .controls
        .iter()
        .map(|control| height_of(control, left))
        .sum();
    let gap = u16::from(!beside && controls > 0);
    let plan = plan_lines(model, form, right);
    let plan_height = u16::try_from(plan.len()).unwrap_or(u16::MAX);
    let body = if beside {
        controls.max(plan_height)
    } else {
        controls.saturating_add(gap).saturating_add(plan_height)
    };
    let wanted = body.saturating_add(6);
    let inner = frame(painter, area, (outer, wanted), &form.title, &form.subtitle);
    let foot = Rect {
        y: inner.bottom().saturating_sub(1),
        height: 1,
        ..inner
    };
    let body = Rect {
        height: inner.height.saturating_sub(2),
        ..inner
    };

    let mut y = body.y;
    for (at, control) in form.controls.iter().enumerate() {
        let height = height_of(control, left);
        let area = Rect {
            x: body.x,
            y,
            width: left,
            height: height.min(body.bottom().saturating_sub(y)),
        };
        draw_control(painter, area, control, form.focus == at, top);
        top.click(area, Target::Control(at));
        y += height;
    }
    let plan_area = if beside {
        let x = body.x + left + 3;
        Rect {
            x,
            width: body.right().saturating_sub(x),
            ..body
        }
    } else {
        let y = (y + gap).min(body.bottom());
        Rect {
            y,
            height: body.bottom() - y,
            ..body
        }
    };
    texts(painter, plan_area, &plan, form.scroll);
    buttons(form, painter, foot, top);
}

fn height_of(control: &Control, cells: u16) -> u16 {
    let lines = |text: &str, cells: u16| u16::try_from(wrap(text, cells).len()).unwrap_or(1);
    match control {
        Control::CheckBox { label, .. } => lines(label, cells.saturating_sub(4)) + 1,
        Control::Choice { options, .. } => u16::try_from(options.len()).unwrap_or(1) + 2,
        Control::Text { hint, .. } => 3 + lines(hint, cells),
    }
}

fn draw_control(
    painter: &mut Painter<'_>,
    area: Rect,
    control: &Control,
    focused: bool,
    top: &mut Top,
) {
    let row = |at: u16| Rect {
        y: area.y + at,
        height: 1,
        ..area
    };
    match control {
        Control::CheckBox { label, ticked } => {
            let tone = if *ticked { Tone::Accent } else { Tone::Plain };
            painter.text(
                area.x,
                area.y,
                area.right(),
                if *ticked { "[x]" } else { "[ ]" },
                tone,
            );
            let lines = wrap(label, area.width.saturating_sub(4));
            for (at, line) in (0..area.height).zip(&lines) {
                painter.text(area.x + 4, row(at).y, area.right(), line, Tone::Plain);
            }
            if focused {
                let height = u16::try_from(lines.len()).unwrap_or(1).min(area.height);
                painter.focus(Rect { height, ..area });
                top.cursor(area.x + 1, area.y);
            }
        }
        Control::Choice { label, options, at } => {
            painter.text(area.x, area.y, area.right(), label, Tone::Muted);
            for (place, option) in options.iter().enumerate() {
                let y = area.y + 1 + u16::try_from(place).unwrap_or(u16::MAX);
                if y >= area.bottom() {
                    break;
                }
                let chosen = place == *at;
                let mark = if chosen { "(x) " } else { "( ) " };
                let tone = if chosen { Tone::Accent } else { Tone::Plain };
                let x = painter.text(area.x, y, area.right(), mark, tone);
                painter.text(x, y, area.right(), option, tone);
                if chosen && focused {
                    painter.focus(Rect {
                        y,
                        height: 1,
                        ..area
                    });
                    top.cursor(area.x + 1, y);
                }
            }
        }
        Control::Text {
            label,
            field,
            hint,
            wrong,
        } => {
            painter.text(
                area.x,
                area.y,
                area.right(),
                label,
                if focused { Tone::Accent } else { Tone::Muted },
            );
            let place = field.draw(painter, row(1), focused);
            painter.rule(row(2), if focused { Tone::Border } else { Tone::Muted });
            let tone = if *wrong { Tone::Danger } else { Tone::Muted };
            for (at, line) in (3..area.height).zip(wrap(hint, area.width)) {
                painter.text(area.x, row(at).y, area.right(), &line, tone);
            }
            if focused {
                top.cursor(place.x, place.y);
            }
        }
    }
}

fn buttons(form: &Form, painter: &mut Painter<'_>, foot: Rect, top: &mut Top) {
    let saving = matches!(form.stage, Stage::Saving(_));
    let mut x = foot.x;
    let both = [
        (form.save.as_str(), form.on_save()),
        (form.close, form.on_close()),
    ];
    for (at, (label, focused)) in both.into_iter().enumerate() {
        let text = format!("[ {label} ]");
        let area = Rect {
            x,
            width: width(&text),
            ..foot
        };
        let blocked = at == 0 && (form.plan.is_none() || saving);
        painter.text(
            x,
            foot.y,
            foot.right(),
            &text,
            if blocked {
                Tone::Disabled
            } else {
                Tone::Strong
            },
        );
        if focused {
            painter.focus(area);
            top.cursor(x + 2, foot.y);
        }
        top.click(area, Target::Control(form.controls.len() + at));
        x += area.width + 2;
    }
    let hint = if saving {
        "Saving"
    } else {
        "Ctrl-S saves, Esc closes and changes nothing"
    };
    if x + 2 + width(hint) <= foot.right() {
        painter.text(x + 2, foot.y, foot.right(), hint, Tone::Muted);
    }
}

/// What Save will do: the plan summed up, or user by user.
fn plan_lines(model: &Model, form: &Form, cells: u16) -> Vec<Text> {
    let Some(plan) = &form.plan else {
        return wrapped(vec![Text::plain(Tone::Muted, &form.missing)], cells);
    };
    let directory = &*model.snapshot;
    let mut lines = Vec::new();
    let heading = if form.is_question() {
        "What Yes will do".to_owned()
    } else {
        format!("What {} will do", form.save)
    };
    if form.details {
        lines.push(Text::plain(
            Tone::Strong,
            format!("{heading}, user by user"),
        ));
        for row in &plan.rows {
            let result = preview::result(directory, row);
            lines.push(Text {
                tone: tone_of(result.tone),
                count: row.name.clone(),
                text: result.text,
            });
        }
        return wrapped(lines, cells);
    }
    lines.push(Text::plain(Tone::Strong, heading));
    for line in Summary::of(directory, plan).lines {
        let count = line
            .count
            .map_or_else(String::new, |(count, noun)| format!("{count} {noun}"));
        lines.push(Text {
            tone: tone_of(line.tone),
            count,
            text: line.text,
        });
    }
    if plan.rows.len() > 1 {
        lines.push(Text::plain(Tone::Plain, ""));
        lines.push(Text::plain(Tone::Muted, "Ctrl-D shows each user"));
    }
    wrapped(lines, cells)
}

fn tone_of(tone: preview::Tone) -> Tone {
    match tone {
        preview::Tone::Change => Tone::Good,
        preview::Tone::Nothing | preview::Tone::Untouched => Tone::Muted,
        preview::Tone::Refused => Tone::Danger,
        preview::Tone::Warning => Tone::Caution,
    }
}

/// Breaks texts at `cells`; what follows a count hangs behind the widest of them.
fn wrapped(lines: Vec<Text>, cells: u16) -> Vec<Text> {
    let column = lines
        .iter()
        .map(|line| width(&line.count))
        .max()
        .unwrap_or(0)
        .min(cells / 3);
    let indent = if column == 0 { 0 } else { column + 2 };
    let mut all = Vec::new();
    for line in lines {
        let hangs = !line.count.is_empty();
        let room = if hangs {
            cells.saturating_sub(indent)
        } else {
            cells
        };
        for (at, text) in wrap(&line.text, room).into_iter().enumerate() {
            let count = if at == 0 {
                line.count.clone()
            } else {
                String::new()
            };
            let text = if hangs && at > 0 {
                format!("{:1$}{text}", "", usize::from(indent))
            } else {
                text
            };
            let text = if hangs && at == 0 {
                pad(&count, column) + &text
            } else {
                text
            };
            all.push(Text {
                tone: line.tone,
                count,
                text,
            });
        }
    }
    all
}

/// The blanks between a count that is drawn in its tone and the text behind it.
fn pad(count: &str, column: u16) -> String {
    " ".repeat(usize::from(
        (column + 2).saturating_sub(width(count).min(column)),
    ))
}

fn texts(painter: &mut Painter<'_>, area: Rect, lines: &[Text], scroll: usize) {
    let height = usize::from(area.height);
    let first = scroll.min(lines.len().saturating_sub(height));
    let column = lines
        .iter()
        .map(|line| width(&line.count))
        .max()
        .unwrap_or(0)
        .min(area.width / 3);
    for (y, line) in (area.y..area.bottom()).zip(&lines[first..]) {
        if line.count.is_empty() {
            let tone = if line.tone == Tone::Good {
                Tone::Plain
            } else {
                line.tone
            };
            painter.text(area.x, y, area.right(), &line.text, tone);
            continue;
        }
        let x = painter.text(area.x, y, area.x + column, &line.count, line.tone);
        let tone = if line.tone == Tone::Good {
            Tone::Plain
        } else {
            line.tone
        };
        painter.text(x, y, area.right(), &line.text, tone);
    }
    let (up, down) = (first > 0, first + height < lines.len());
    let x = area.right().saturating_sub(1);
    if up {
        painter.text(
            x,
            area.y,
            area.right(),
            painter.look.glyphs.up,
            Tone::Accent,
        );
    }
    if down && area.height > 0 {
        painter.text(
            x,
            area.bottom() - 1,
            area.right(),
            painter.look.glyphs.down,
            Tone::Accent,
        );
    }
}

/// What came of saving, row by row, and the secret where there is one.
fn result(
    model: &Model,
    form: &Form,
    done: &Done,
    painter: &mut Painter<'_>,
    area: Rect,
    top: &mut Top,
) {
    let outer = area
        .width
        .saturating_sub(if area.width > 90 { 8 } else { 2 })
        .min(100);
    let cells = outer.saturating_sub(4);
    let mut lines = Vec::new();
    let title = match &done.failed {
        Some(why) => {
            lines.push(Text::plain(Tone::Danger, format!("Not saved: {why}")));
            "Not saved"
        }
        None if !done.plan.changes_anything() => "Nothing was changed",
        None => "Updates successful",
    };
    if let Some(revealed) = &done.revealed {
        lines.push(Text::plain(
            Tone::Muted,
            format!("{}, shown once:", revealed.label),
        ));
        lines.push(Text::plain(Tone::Accent, revealed.secret.reveal()));
        lines.push(Text::plain(
            Tone::Muted,
            "y sends it to the terminal's clipboard. Nobody can show it again.",
        ));
        lines.push(Text::plain(Tone::Plain, ""));
    }
    if done.failed.is_none() {
        for row in &done.plan.rows {
            let (tone, text) = outcome(model, done, row);
            lines.push(Text {
                tone,
                count: row.name.clone(),
                text,
            });
        }
    }
    let lines = wrapped(lines, cells);
    let height = u16::try_from(lines.len())
        .unwrap_or(u16::MAX)
        .saturating_add(6);
    let inner = frame(painter, area, (outer, height), title, &form.title);
    texts(
        painter,
        Rect {
            height: inner.height.saturating_sub(2),
            ..inner
        },
        &lines,
        form.scroll,
    );
    let foot = Rect {
        y: inner.bottom().saturating_sub(1),
        height: 1,
        ..inner
    };
    let close = Rect { width: 9, ..foot };
    painter.text(foot.x, foot.y, foot.right(), "[ close ]", Tone::Strong);
    painter.focus(close);
    top.cursor(foot.x + 2, foot.y);
    top.click(close, Target::Control(0));
    if done.failed.is_none() && done.plan.changes_anything() {
        painter.text(
            close.right() + 2,
            foot.y,
            foot.right(),
            "u takes it back",
            Tone::Muted,
        );
    }
}

fn outcome(_: &Model, done: &Done, row: &crate::domain::plan::Row) -> (Tone, String) {
    let result = preview::result(&*done.before, row);
    (tone_of(result.tone), result.text)
}

fn find(finder: &Finder, painter: &mut Painter<'_>, area: Rect, top: &mut Top) {
    let rows = finder.rows();
    let outer = area.width.saturating_sub(4).min(92);
    let inner = frame(
        painter,
        area,
        (outer, area.height.saturating_sub(2).min(30)),
        finder.title,
        "type to find, Enter runs",
    );
    let x = painter.text(
        inner.x,
        inner.y,
        inner.right(),
        painter.look.glyphs.search,
        Tone::Accent,
    ) + 1;
    let place = finder.search.draw(
        painter,
        Rect {
            x,
            width: inner.right().saturating_sub(x),
            height: 1,
            ..inner
        },
        true,
    );
    top.cursor(place.x, place.y);
    let list = Rect {
        y: inner.y + 2,
        height: inner.height.saturating_sub(2),
        ..inner
    };
    if rows.is_empty() {
        painter.text(
            list.x,
            list.y,
            list.right(),
            "No command matches. Ctrl-U clears what you typed.",
            Tone::Muted,
        );
    }
    let first = top.keep(finder.at, usize::from(list.height), rows.len());
    let keys = 14;
    let labels = rows
        .iter()
        .map(|row| width(row.label))
        .max()
        .unwrap_or(0)
        .min(28)
        + 2;
    for (y, (at, row)) in (list.y..list.bottom()).zip(rows.iter().enumerate().skip(first)) {
        let area = Rect {
            y,
            height: 1,
            ..list
        };
        let spelled: Vec<_> = row
            .binding
            .keys
            .iter()
            .map(|key| key.label(painter.look.glyphs))
            .collect();
        let enabled = row.availability == Availability::Enabled;
        let tone = if enabled { Tone::Plain } else { Tone::Disabled };
        painter.text(
            list.x,
            y,
            list.x + keys,
            &spelled.join(" "),
            if enabled { Tone::Accent } else { tone },
        );
        painter.text(list.x + keys, y, list.x + keys + labels, row.label, tone);
        let help = match &row.availability {
            Availability::Disabled(why) => why.as_str(),
            Availability::Enabled | Availability::Hidden => row.binding.help,
        };
        painter.text(list.x + keys + labels, y, list.right(), help, Tone::Muted);
        top.click(area, Target::Row(at));
        if at == finder.at {
            painter.focus(area);
        }
    }
}
