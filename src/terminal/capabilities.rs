//! What the terminal and its user can do with, as far as the environment tells.

/// What may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// Characters beyond ASCII: the locale says UTF-8.
    pub utf8: bool,
    /// Colours: nobody set `NO_COLOR`.
    pub color: bool,
}

/// The terminal cannot place a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "TERM=dumb cannot show the portal: use `proofup users`, or set TERM to what the terminal is"
)]
pub struct Dumb;

impl Capabilities {
    /// What this process's environment tells.
    pub fn from_environment() -> Result<Self, Dumb> {
        Self::from_variables(|name| std::env::var(name).ok())
    }

    /// What the variables that `get` knows tell: `TERM`, `NO_COLOR`, and the locale's in their order
    /// of precedence.
    pub fn from_variables(get: impl Fn(&str) -> Option<String>) -> Result<Self, Dumb> {
        // POSIX and no-color.org agree: an empty variable counts as unset.
        let set = |name| get(name).filter(|value| !value.is_empty());
        if set("TERM").as_deref() == Some("dumb") {
            return Err(Dumb);
        }
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set);
        let utf8 = locale.is_some_and(|locale| {
            let locale = locale.to_ascii_lowercase();
            locale.contains("utf-8") || locale.contains("utf8")
        });
        Ok(Self {
            utf8,
            color: set("NO_COLOR").is_none(),
        })
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn from(variables: &[(&str, &str)]) -> Result<Capabilities, Dumb> {
        Capabilities::from_variables(|name| {
            let found = variables.iter().find(|(variable, _)| *variable == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[rstest]
    #[case::nothing_set(&[], false)]
    #[case::usual(&[("LANG", "en_US.UTF-8")], true)]
    #[case::other_spelling(&[("LANG", "de_DE.utf8")], true)]
    #[case::plain(&[("LANG", "C")], false)]
    #[case::latin(&[("LANG", "de_DE.ISO-8859-1")], false)]
    #[case::lc_all_wins(&[("LC_ALL", "C"), ("LC_CTYPE", "C.UTF-8"), ("LANG", "C.UTF-8")], false)]
    #[case::lc_ctype_beats_lang(&[("LC_CTYPE", "C.UTF-8"), ("LANG", "C")], true)]
    #[case::empty_is_unset(&[("LC_ALL", ""), ("LANG", "C.UTF-8")], true)]
    fn the_locale_tells_whether_utf8_may_be_shown(
        #[case] variables: &[(&str, &str)],
        #[case] utf8: bool,
    ) {
        assert_eq!(from(variables).unwrap().utf8, utf8);
    }

    #[test]
    fn no_color_counts_when_it_is_not_empty() {
        assert!(from(&[]).unwrap().color);
        assert!(from(&[("NO_COLOR", "")]).unwrap().color);
        assert!(!from(&[("NO_COLOR", "1")]).unwrap().color);
    }

    #[test]
    fn a_dumb_terminal_is_refused() {
        assert_eq!(from(&[("TERM", "dumb")]), Err(Dumb));
    }
}
