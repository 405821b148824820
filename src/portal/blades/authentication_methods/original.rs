//! The original experience: contact information, of which phone and alternate phone are updated
//! (S2, S3; `facts/portal.md` 2.1); and the banner that switches between both experiences.

use super::Line;
use crate::domain::edition::Experience;
use crate::domain::id::MethodId;
use crate::domain::method::MethodKind;
use crate::domain::phone::PhoneType;
use crate::domain::user::User;
use crate::portal::theme::Tone;

/// The rows, in the order of the form.
const ROWS: [(PhoneType, &str); 2] = [
    (PhoneType::Mobile, "Phone"),
    (PhoneType::AlternateMobile, "Alternate phone"),
];

/// How many rows there are.
pub const COUNT: usize = ROWS.len();

/// The phone type of row `at`.
pub fn phone_type(at: usize) -> Option<PhoneType> {
    ROWS.get(at).map(|(phone_type, _)| *phone_type)
}

/// The number in row `at`, where the user has one.
pub fn method(user: &User, at: usize) -> Option<MethodId> {
    let kind = MethodKind::from(phone_type(at)?);
    Some(user.method_of_kind(kind)?.id)
}

/// What the banner says.
pub fn banner(experience: Experience) -> Line {
    let text = match experience {
        Experience::Original => "Switch to the new experience",
        Experience::Preview => "Switch to the old experience",
    };
    Line::Banner(text)
}

/// The form, with the cursor on row `at`.
pub fn lines(user: &User, at: usize) -> Vec<Line> {
    let heading = "Authentication contact info".to_owned();
    let mut lines = vec![
        Line::Text(Vec::new()),
        Line::Text(vec![(Tone::Strong, heading)]),
    ];
    lines.extend(ROWS.iter().enumerate().map(|(row, (_, label))| {
        let method = method(user, row).and_then(|id| user.method(id));
        let (tone, number) = method.map_or_else(
            || (Tone::Muted, "none".to_owned()),
            |method| (Tone::Plain, method.detail.text()),
        );
        let cells = vec![(Tone::Plain, (*label).to_owned()), (tone, number)];
        Line::Method {
            row,
            focus: row == at,
            cells,
        }
    }));
    lines
}
