//! A form that is being filled in: controls, plan, buttons.

use ratatui::layout::Rect;

use super::lines::{self, Line, tone_of, wrapped};
use super::{frame, width_of};
use crate::domain::preview::{self, Summary};
use crate::portal::dialogs::controls::Control;
use crate::portal::dialogs::form::{Form, Stage};
use crate::portal::model::Model;
use crate::portal::parts::paint::{Painter, width, wrap};
use crate::portal::theme::Tone;
use crate::portal::view::{Target, Top};

/// From this many cells inside the frame on, the plan stands beside the controls.
const BESIDE_FROM: u16 = 84;

/// Draws the form.
pub(super) fn asking(
    model: &Model,
    form: &Form,
    painter: &mut Painter<'_>,
    area: Rect,
    top: &mut Top,
) {
    let outer = width_of(area, 112);
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
    lines::draw(painter, plan_area, &plan, form.scroll);
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
    let both = [(form.save, form.on_save()), (form.close, form.on_close())];
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
fn plan_lines(model: &Model, form: &Form, cells: u16) -> Vec<Line> {
    let Some(plan) = &form.plan else {
        return wrapped(vec![Line::plain(Tone::Muted, &form.missing)], cells);
    };
    let directory = &*model.snapshot;
    let mut lines = Vec::new();
    let mut save = form.save.to_owned();
    if let Some(first) = save.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let heading = format!("What {save} will do");
    if form.details {
        lines.push(Line::plain(
            Tone::Strong,
            format!("{heading}, user by user"),
        ));
        for row in &plan.rows {
            let result = preview::result(directory, row);
            lines.push(Line::of(tone_of(result.tone), &row.name, result.text));
        }
        return wrapped(lines, cells);
    }
    lines.push(Line::plain(Tone::Strong, heading));
    for line in Summary::of(directory, plan).lines {
        let count = line
            .count
            .map_or_else(String::new, |(count, noun)| format!("{count} {noun}"));
        lines.push(Line::of(tone_of(line.tone), count, line.text));
    }
    if plan.rows.len() > 1 {
        lines.push(Line::plain(Tone::Plain, ""));
        lines.push(Line::plain(Tone::Muted, "Ctrl-D shows each user"));
    }
    wrapped(lines, cells)
}
