//! What the window shows of a sign-in: the engine's question, or how it ended.

use crate::domain::sign_in::{Code, End, SignIn, Step};
use crate::portal::blades::window::{Page, Press, Window};
use crate::portal::theme::Tone;

/// The page of the step that `sign_in` has come to.
pub(super) fn of(sign_in: &SignIn, window: &Window) -> Page {
    match sign_in.step() {
        Step::Check(_) => Page::titled("Enter password").text("Checking the password"),
        Step::End(end) => ended(sign_in, end),
        Step::Ask(ask) => Page::asked(ask, window),
    }
}

fn ended(sign_in: &SignIn, end: &End) -> Page {
    let mut page = match end.code {
        None => {
            Page::titled("The window is closed").text("Nothing was proved: no log mentions it.")
        }
        Some(code) => {
            let title = match (code, sign_in.user()) {
                (Code::Success, Some(_)) if sign_in.changed_password() => {
                    "The password is changed".to_owned()
                }
                (Code::Success, Some(user)) => format!("{} is signed in", user.first_name()),
                _ => "Not signed in".to_owned(),
            };
            let tone = match code {
                Code::Success => Tone::Good,
                _ => Tone::Danger,
            };
            Page::titled(title)
                .toned(tone, format!("{} {}", code.number(), code.name()))
                .text(code.text())
        }
    };
    if !sign_in.why().is_empty() {
        page = page.toned(Tone::Strong, "Why");
    }
    for why in sign_in.why() {
        page = page.toned(Tone::Muted, why.to_string());
    }
    if sign_in.changed_password() {
        return page.action("Close", Press::Close);
    }
    page = page.action("Sign in again", Press::Again);
    if sign_in.leads_to_security_info() {
        page = page.action("Security info", Press::SecurityInfo);
    }
    page.action("Close", Press::Close)
}
