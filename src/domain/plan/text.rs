//! Typed text on its way into names, profiles, titles and refusals.

/// `text` without control characters, and without blanks at its ends: what is typed or pasted
/// ends up on other people's terminals.
pub(in crate::domain) fn plain(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    text.trim().to_owned()
}
