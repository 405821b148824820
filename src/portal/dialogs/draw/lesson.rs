//! The steps of the scenario that is being played, and what its check found.

use ratatui::layout::Rect;

use super::lines::{self, Line, wrapped};
use super::{body_height, frame, frame_height, width_of};
use crate::domain::role::Role;
use crate::portal::lesson::Lesson;
use crate::portal::model::Model;
use crate::portal::parts::paint::Painter;
use crate::portal::theme::Tone;
use crate::portal::view::Top;

/// Cells of the dialog, at the most.
const MOST: u16 = 96;

/// How what is expected reads.
const NOTATION: &str =
    "M methods, F re-register flag, T devices, A app passwords; W signs in, L a non-browser app.";

/// How far it can be scrolled in `area`.
pub(super) fn most(model: &Model, area: Rect) -> usize {
    let Some(lesson) = &model.lesson else {
        return 0;
    };
    let lines = lines_of(lesson, width_of(area, MOST).saturating_sub(4));
    lines.len().saturating_sub(body_height(lines.len(), area))
}

/// Draws it.
pub(super) fn lesson(
    model: &Model,
    scroll: usize,
    painter: &mut Painter<'_>,
    area: Rect,
    top: &mut Top,
) {
    let Some(lesson) = &model.lesson else {
        return;
    };
    let outer = width_of(area, MOST);
    let lines = lines_of(lesson, outer.saturating_sub(4));
    let wanted = frame_height(lines.len());
    let subtitle = format!("{} {}", lesson.edition, lesson.progress());
    let inner = frame(painter, area, (outer, wanted), &lesson.title, &subtitle);
    let body = Rect {
        height: inner.height.saturating_sub(2),
        ..inner
    };
    lines::draw(painter, body, &lines, scroll);
    top.cursor(body.x, body.y);
    let foot = if lesson.at < lesson.steps.len() {
        "Enter checks the step, x leaves the scenario, Esc goes on."
    } else {
        "x leaves, back to the tenant as it was; Esc goes on here."
    };
    let y = inner.bottom().saturating_sub(1);
    painter.text(inner.x, y, inner.right(), foot, Tone::Muted);
}

fn lines_of(lesson: &Lesson, cells: u16) -> Vec<Line> {
    let mut lines = vec![Line::plain(Tone::Muted, NOTATION)];
    for (at, step) in lesson.steps.iter().enumerate() {
        let (state, tone) = match at.cmp(&lesson.at) {
            std::cmp::Ordering::Less => ("done", Tone::Good),
            std::cmp::Ordering::Equal => ("now", Tone::Accent),
            std::cmp::Ordering::Greater => ("later", Tone::Muted),
        };
        let title = format!("{}. {}", at + 1, step.title);
        lines.push(Line::of(tone, state.to_owned(), title));
        if at == lesson.at {
            let by = format!("You act as {}.", Role::with_article(step.by));
            lines.push(Line::of(Tone::Muted, String::new(), by));
        }
        let expects = step.expects.iter();
        lines.extend(expects.map(|text| Line::of(Tone::Muted, "expects".to_owned(), text.clone())));
        if at == lesson.at
            && let Some(faults) = &lesson.faults
        {
            let faults = faults.iter();
            lines.extend(
                faults.map(|fault| Line::of(Tone::Danger, "not yet".to_owned(), fault.clone())),
            );
        }
    }
    wrapped(lines, cells)
}
