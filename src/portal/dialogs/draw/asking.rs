//! A form that is being filled in: controls, plan, buttons.

use ratatui::layout::Rect;

use super::lines::{self, Line, tone_of, wrapped};
use super::next;
use super::rows::{Row, rows};
use super::window;
use super::{body_height, frame, frame_height, width_of};
use crate::domain::plan;
use crate::domain::preview;
use crate::portal::dialogs::form::{Form, Overtaken, Stage};
use crate::portal::model::{Model, Saving};
use crate::portal::parts::paint::{Painter, width};
use crate::portal::theme::Tone;
use crate::portal::view::{Target, Top};
use crate::portal::work::{Progress, grouped};

/// From this many cells inside the frame on, the plan stands beside the controls.
const BESIDE_FROM: u16 = 84;

/// What a form shows in a window: controls and plan beside each other, else one below the other
/// and scrolled together.
struct Sheet<'a> {
    outer: u16,
    left: u16,
    beside: bool,
    rows: Vec<Row<'a>>,
    plan: Vec<Line>,
}

impl<'a> Sheet<'a> {
    fn of(model: &Model, form: &'a Form, area: Rect) -> Self {
        let outer = width_of(area, 112);
        let cells = outer.saturating_sub(4);
        let beside = cells >= BESIDE_FROM && !form.is_question();
        let (left, right) = if beside {
            (cells * 2 / 5, cells - cells * 2 / 5 - 3)
        } else {
            (cells, cells)
        };
        let controls = form.controls.iter().enumerate();
        // Very many users below the controls would not be reached by scrolling past these.
        let hidden = !beside && window::most(form).is_some();
        let rows = controls
            .filter(|_| !hidden)
            .flat_map(|(at, control)| rows(control, at, form.focus == at, left))
            .collect();
        let plan = plan_lines(model, form, right);
        Self {
            outer,
            left,
            beside,
            rows,
            plan,
        }
    }

    /// Lines that its body has.
    fn lines(&self) -> usize {
        if self.beside {
            self.rows.len().max(self.plan.len())
        } else {
            self.rows.len() + self.plan.len()
        }
    }

    /// Lines that can be scrolled.
    fn scrolled(&self) -> usize {
        if self.beside {
            self.plan.len()
        } else {
            self.lines()
        }
    }
}

/// How far a form can be scrolled in `area`.
pub(super) fn most(model: &Model, form: &Form, area: Rect) -> usize {
    if let Some(rows) = window::most(form) {
        return rows;
    }
    let sheet = Sheet::of(model, form, area);
    sheet
        .scrolled()
        .saturating_sub(body_height(sheet.lines(), area))
}

/// Draws the form.
pub(super) fn asking(
    model: &Model,
    form: &Form,
    painter: &mut Painter<'_>,
    area: Rect,
    top: &mut Top,
) {
    let windowed = window::most(form).is_some();
    let sheet = Sheet::of(model, form, area);
    let (outer, wanted) = (sheet.outer, frame_height(sheet.lines()));
    let Sheet {
        left,
        beside,
        rows,
        plan,
        ..
    } = sheet;
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

    let height = usize::from(body.height);
    let below = if beside || windowed { 0 } else { plan.len() };
    let first = first_row(form, &rows, below, height);
    for (y, row) in (body.y..body.bottom()).zip(rows.iter().skip(first)) {
        row.draw(
            painter,
            Rect {
                y,
                height: 1,
                width: left,
                ..body
            },
            top,
        );
    }
    if beside {
        let x = body.x + left + 3;
        let area = Rect {
            x,
            width: body.right().saturating_sub(x),
            ..body
        };
        let scroll = if windowed { 0 } else { form.scroll };
        lines::draw(painter, area, &plan, scroll);
    } else {
        let above = rows.len().saturating_sub(first).min(height);
        let y = body.y + u16::try_from(above).unwrap_or(0);
        let area = Rect {
            y,
            height: body.bottom() - y,
            ..body
        };
        lines::draw(painter, area, &plan, first.saturating_sub(rows.len()));
        // Also where the plan has no line in view yet.
        let more = first + height < rows.len() + plan.len();
        lines::arrows(painter, body, first > 0, more);
    }
    buttons(model, form, painter, foot, top);
}

/// The first row shown: where one scrolled to, else as far down as the focused control needs. A
/// control that is higher than the window shows the row of its cursor. Where the
/// focus is on a button, as much as possible of the plan of `below` lines is in view.
fn first_row(form: &Form, rows: &[Row<'_>], below: usize, height: usize) -> usize {
    let focused = || rows.iter().filter(|row| row.focused);
    let lowest = if focused().count() > height {
        rows.iter().position(Row::holds_cursor)
    } else {
        rows.iter().rposition(|row| row.focused)
    };
    let needed = match lowest {
        Some(row) => (row + 1).saturating_sub(height),
        None => rows.len(),
    };
    let scrolled = if below > 0 { form.scroll } else { 0 };
    let last = (rows.len() + below).saturating_sub(height);
    scrolled.max(needed).min(last)
}

fn buttons(model: &Model, form: &Form, painter: &mut Painter<'_>, foot: Rect, top: &mut Top) {
    let saving = matches!(form.stage, Stage::Saving(_));
    let saved = model.saving.as_ref().and_then(Saving::progress);
    let saving_text = form.written.or(saved).map_or_else(
        || "Saving".to_owned(),
        |progress| {
            let length = PROGRESS * progress.done / progress.of.max(1);
            format!("{} {progress}", model.look.glyphs.bar.repeat(length))
        },
    );
    let mut x = foot.x;
    let both = [(form.save, form.on_save()), (form.close, form.on_close())];
    for (at, (label, focused)) in both.into_iter().enumerate() {
        let text = format!("[ {label} ]");
        let area = Rect {
            x,
            width: width(&text),
            ..foot
        };
        let blocked = at == 0 && (form.blocked().is_some() || saving);
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
    let hint = match (saving, form.is_question()) {
        (true, _) => saving_text,
        (false, true) => format!(
            "{} or {}; Esc changes nothing",
            model.key("question.yes"),
            model.key("question.no")
        ),
        (false, false) => format!(
            "{} saves, Esc closes and changes nothing",
            model.key("dialog.save")
        ),
    };
    if x + 2 + width(&hint) <= foot.right() {
        painter.text(x + 2, foot.y, foot.right(), &hint, Tone::Muted);
    }
}

/// The key of one of two bindings: a question has keys of its own.
fn key(model: &Model, form: &Form, [question, plain]: [&str; 2]) -> String {
    model.key(if form.is_question() { question } else { plain })
}

/// What Save will do: the plan summed up, or user by user. While another plan is on its way, how far
/// that is, above this one toned down.
fn plan_lines(model: &Model, form: &Form, cells: u16) -> Vec<Line> {
    let mut lines = settled_lines(model, form, cells);
    if form.overtaken != Overtaken::No {
        let text = format!("Somebody changed {} meanwhile: look again", subject(form));
        let overtaken = vec![Line::plain(Tone::Caution, text)];
        lines.splice(1..1, wrapped(overtaken, cells));
    }
    if form.job.is_awaited() {
        lines::tone_down(&mut lines);
        let on_its_way = progress(model, form.job.progress(), "planning", cells);
        lines.splice(1..1, wrapped(on_its_way, cells));
    }
    lines
}

/// What its plan is about.
fn subject(form: &Form) -> &'static str {
    let rows = form.plan.as_ref().map_or(&[][..], |plan| &plan.rows);
    match rows {
        [row] if row.user.is_none() => "the settings",
        [_] => "this user",
        _ => "these users",
    }
}

fn settled_lines(model: &Model, form: &Form, cells: u16) -> Vec<Line> {
    let mut save = form.save.to_owned();
    if let Some(first) = save.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let heading = if form.is_question() {
        "What this will do".to_owned()
    } else {
        format!("What {save} will do")
    };
    if let Some(export) = &form.export {
        let lines = vec![
            Line::plain(Tone::Strong, heading),
            Line::of(
                Tone::Good,
                export.rows.count(),
                format!(
                    "written as {}, for your eyes only (0600)",
                    export.format.label()
                ),
            ),
            Line::plain(
                Tone::Muted,
                "Named as the portal's downloads and Graph name it. No password, no hash. The tenant stays as it is.",
            ),
        ];
        return wrapped(lines, cells);
    }
    if form.scenario.is_some() {
        let lines = vec![
            Line::plain(Tone::Strong, heading),
            Line::plain(
                Tone::Muted,
                "The portal goes on with the people of the scenario, in a sandbox. Leaving it, with L, brings this tenant back as it is.",
            ),
        ];
        return wrapped(lines, cells);
    }
    let Some(plan) = &form.plan else {
        // What a field says of itself is not said again.
        let said = form
            .controls
            .iter()
            .any(|control| control.hint() == form.missing);
        let missing = if said { "Nothing yet." } else { &form.missing };
        let lines = vec![
            Line::plain(Tone::Strong, heading),
            Line::plain(Tone::Muted, missing),
        ];
        return wrapped(lines, cells);
    };
    let mut lines = Vec::new();
    if form.details {
        let rows = window::shown(&plan.rows, form.scroll);
        let from = window::from(&plan.rows, form.scroll);
        lines.push(Line::plain(
            Tone::Strong,
            format!("{heading}, user by user{from}"),
        ));
        for row in rows {
            let result = preview::result(&*form.before, row);
            lines.push(Line::of(tone_of(result.tone), &row.name, result.text));
            lines.extend(row.user.and_then(|user| next::of_user(&form.next, user)));
        }
        lines.extend(next::left_out(&form.next));
        return wrapped(lines, cells);
    }
    lines.push(Line::plain(Tone::Strong, heading));
    let names = names(&plan.rows, cells);
    lines.extend(names.map(|names| Line::plain(Tone::Plain, names)));
    for line in &form.summary.lines {
        let count = line.count.map_or_else(String::new, |(count, noun)| {
            format!("{} {noun}", grouped(count))
        });
        lines.push(Line::of(tone_of(line.tone), count, &line.text));
    }
    lines.extend(next::lines(&form.next, &model.look));
    if form.others_could {
        lines.push(Line::plain(Tone::Plain, ""));
        lines.push(Line::plain(
            Tone::Muted,
            format!(
                "{} lists who could do what is refused",
                key(model, form, ["question.who", "plain.who"])
            ),
        ));
    }
    if plan.rows.len() > 1 {
        lines.push(Line::plain(Tone::Plain, ""));
        let text = format!("{} shows each user", model.key("dialog.details"));
        lines.push(Line::plain(Tone::Muted, text));
    }
    let mut lines = wrapped(lines, cells);
    lines.extend(wrapped(cmdlet_lines(model, form), cells));
    lines
}

/// The first of several users by name, as many as one line has room for, and how many more.
fn names(rows: &[plan::Row], cells: u16) -> Option<String> {
    let said = |shown: usize| {
        let (shown, rest) = rows.split_at(shown);
        let list = |rows: &[plan::Row]| {
            let names = rows.iter().map(|row| &*row.name);
            names.collect::<Vec<_>>().join(", ")
        };
        match (rest.len(), shown) {
            (0, [before @ .., last]) => format!("{} and {}", list(before), last.name),
            (more, shown) => format!("{} and {} more", list(shown), grouped(more)),
        }
    };
    let most = rows.len().min(MOST_NAMES);
    (rows.len() > 1).then(|| {
        let fits = (1..=most).rev().map(said).find(|text| width(text) <= cells);
        fits.unwrap_or_else(|| said(1))
    })
}

/// How far some work is: a bar, and the numbers.
fn progress(model: &Model, progress: Option<Progress>, what: &str, cells: u16) -> Vec<Line> {
    let Some(progress) = progress else {
        return vec![
            Line::plain(Tone::Caution, what),
            Line::plain(Tone::Plain, ""),
        ];
    };
    let room = usize::from(cells.min(LONGEST_BAR));
    let length = room * progress.done.min(progress.of) / progress.of.max(1);
    let bar = model.look.glyphs.bar.repeat(length);
    let text = format!("{progress}; Esc stops");
    vec![
        Line::plain(Tone::Caution, text),
        Line::plain(Tone::Accent, bar),
        Line::plain(Tone::Plain, ""),
    ]
}

/// More names than these nobody reads in a line.
const MOST_NAMES: usize = 12;

/// Cells of the bar beside the buttons.
const PROGRESS: usize = 20;

/// Cells of a progress bar.
const LONGEST_BAR: u16 = 40;

fn cmdlet_lines(model: &Model, form: &Form) -> Vec<Line> {
    let cmdlets = &form.cmdlets;
    if cmdlets.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![
        Line::plain(Tone::Plain, ""),
        Line::plain(
            Tone::Strong,
            format!(
                "The same in PowerShell ({} copies)",
                key(model, form, ["question.cmdlet", "plain.cmdlet"])
            ),
        ),
    ];
    lines.extend(cmdlets.iter().map(|line| {
        let tone = if line.starts_with('#') {
            Tone::Muted
        } else {
            Tone::Accent
        };
        Line::plain(tone, line)
    }));
    lines
}
