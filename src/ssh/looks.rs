//! What a client's terminal can show, as far as its name and the few variables that are let in tell.

use crate::portal::theme::{ASCII, Look, Theme};
use crate::terminal::capabilities::{Capabilities, Dumb};

/// So many variables are kept of a client.
const VARIABLES: usize = 8;

/// No value is longer, in bytes; nor is the name of a terminal or a user.
const LONGEST: usize = 64;

/// Terminals that show ASCII only; some have no colours either.
const PLAIN: [(&str, bool); 4] = [
    ("linux", true),
    ("ansi", true),
    ("vt1", false),
    ("vt2", false),
];

/// What a client told of itself.
#[derive(Debug, Default)]
pub struct Variables(Vec<(String, String)>);

impl Variables {
    /// Takes a variable in. False: it is not let in.
    pub fn set(&mut self, name: &str, value: &str) -> bool {
        let known = ["COLORTERM", "NO_COLOR", "LANG", "TERM_PROGRAM"].contains(&name)
            || name.starts_with("LC_");
        let fits = known
            && name.len() <= LONGEST
            && value.len() <= LONGEST
            && self.0.len() < VARIABLES
            && value.chars().all(|letter| matches!(letter, ' '..='~'));
        if fits {
            self.0.push((name.to_owned(), value.to_owned()));
        }
        fits
    }

    fn get(&self, name: &str) -> Option<String> {
        let found = self.0.iter().rev().find(|(own, _)| own == name);
        found.map(|(_, value)| value.clone())
    }

    /// `wanted` as far as the terminal called `term` can show it. Without a word on its locale a
    /// terminal is taken to show Unicode: hardly any does not.
    pub fn look(&self, term: &str, wanted: Look) -> Result<Look, Dumb> {
        let told = self.0.iter();
        let told = told.filter(|(name, value)| !value.is_empty() && name != "NO_COLOR");
        let locale = told.filter(|(name, _)| name == "LANG" || name.starts_with("LC_"));
        let silent = locale.count() == 0;
        let capabilities = Capabilities::from_variables(|name| match name {
            "TERM" => Some(term.to_owned()),
            "LANG" if silent => Some("C.UTF-8".to_owned()),
            name => self.get(name),
        })?;
        let plain = PLAIN.iter().find(|(start, _)| term.starts_with(start));
        let color = capabilities.color && plain.is_none_or(|(_, color)| *color);
        Ok(Look {
            theme: if color { wanted.theme } else { Theme::mono() },
            glyphs: if capabilities.utf8 && plain.is_none() {
                wanted.glyphs
            } else {
                &ASCII
            },
        })
    }
}

/// `text` as it may stand on a screen: printable ASCII, not too long.
pub fn printable(text: &str) -> String {
    let printable = text.chars().filter(|letter| matches!(letter, ' '..='~'));
    printable.take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::portal::theme::UNICODE;

    fn look(term: &str, variables: &[(&str, &str)]) -> Result<(Theme, bool), Dumb> {
        let mut own = Variables::default();
        for (name, value) in variables {
            own.set(name, value);
        }
        let wanted = Look {
            theme: Theme::default(),
            glyphs: &UNICODE,
        };
        own.look(term, wanted)
            .map(|look| (look.theme, look.glyphs == &UNICODE))
    }

    #[rstest]
    #[case::usual("xterm-256color", &[], (Theme::default(), true))]
    #[case::utf8("xterm", &[("LANG", "de_DE.UTF-8")], (Theme::default(), true))]
    #[case::latin("xterm", &[("LANG", "de_DE.ISO-8859-1")], (Theme::default(), false))]
    #[case::plain_locale("xterm", &[("LC_ALL", "C")], (Theme::default(), false))]
    #[case::no_color("xterm-kitty", &[("NO_COLOR", "1")], (Theme::mono(), true))]
    #[case::console("linux", &[("LANG", "C.UTF-8")], (Theme::default(), false))]
    #[case::glass("vt100", &[], (Theme::mono(), false))]
    fn a_terminal_gets_what_it_can_show(
        #[case] term: &str,
        #[case] variables: &[(&str, &str)],
        #[case] expected: (Theme, bool),
    ) {
        assert_eq!(look(term, variables), Ok(expected));
    }

    #[test]
    fn a_dumb_terminal_is_refused() {
        assert_eq!(look("dumb", &[]), Err(Dumb));
    }

    #[test]
    fn few_variables_are_let_in_and_none_that_is_odd() {
        let mut own = Variables::default();
        assert!(own.set("LC_TIME", "en_US.UTF-8"));
        for (name, value) in [
            ("LD_PRELOAD", "x"),
            ("PATH", "/"),
            ("LANG", "a\u{1b}[2J"),
            ("LANG", "é"),
        ] {
            assert!(!own.set(name, value), "{name}");
        }
        assert!(!own.set("LANG", &"x".repeat(65)));
        let taken = (0..20).filter(|n| own.set(&format!("LC_{n}"), "C"));
        assert_eq!(taken.count(), VARIABLES - 1);
    }

    #[test]
    fn what_a_client_chose_is_printable_on_a_screen() {
        assert_eq!(printable("ann\u{1b}]0;x\u{7}\n"), "ann]0;x");
        assert_eq!(printable(&"x".repeat(100)).len(), LONGEST);
    }
}
