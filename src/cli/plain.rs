//! Plain text for pipes and screen readers: no drawing, no colours, nothing that could reach the
//! terminal as a command.

use crate::domain::method::MethodKinds;

/// `text` without line breaks, tabs and other control characters, and without marks that turn the
/// direction of what follows: names come from files that anybody may have written.
pub(super) fn one_line(text: &str) -> String {
    text.replace(|c: char| c.is_control() || turns_direction(c), "\u{fffd}")
}

fn turns_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// `Yes` or `No`, as the portal's columns say it.
pub(super) fn yes_no(yes: bool) -> &'static str {
    if yes { "Yes" } else { "No" }
}

/// The kinds of method, in short: `phone, app`, or `none`.
pub(super) fn methods(kinds: MethodKinds) -> String {
    let kinds: Vec<_> = kinds.into_iter().map(|kind| kind.facts().short).collect();
    if kinds.is_empty() {
        "none".to_owned()
    } else {
        kinds.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_can_neither_break_the_line_nor_command_the_terminal() {
        assert_eq!(
            one_line("a\tb\n\u{1b}[2J\u{202e}c"),
            "a\u{fffd}b\u{fffd}\u{fffd}[2J\u{fffd}c"
        );
        assert_eq!(one_line("فادي Żak 王小明"), "فادي Żak 王小明");
    }
}
