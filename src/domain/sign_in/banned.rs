//! Banned passwords (BAN; `facts/portal.md` 8.3): the new password is normalised, refused where it
//! holds a name of the user or of the tenant, and scored.

/// Words that anybody tries first, normalised.
const BANNED: [&str; 24] = [
    "password",
    "passwort",
    "welcome",
    "qwerty",
    "letmein",
    "monkey",
    "dragon",
    "iloveyou",
    "abc123",
    "123456",
    "111111",
    "sunshine",
    "football",
    "baseball",
    "princess",
    "secret",
    "summer",
    "winter",
    "spring",
    "autumn",
    "admin",
    "azure",
    "office",
    "microsoft",
];
/// One point per banned word and per remaining character; so many are needed.
const NEEDED: usize = 5;
/// Names shorter than this are in too many words to be banned.
const SHORTEST_NAME: usize = 4;

/// What somebody would try who looks at the word on paper.
fn normalised(text: &str) -> String {
    let letter = |c: char| match c {
        '0' => 'o',
        '1' => 'l',
        '$' => 's',
        '@' => 'a',
        other => other,
    };
    text.to_lowercase().chars().map(letter).collect()
}

/// Whether `password` holds one of `names`.
pub(super) fn holds_name<'a>(password: &str, names: impl IntoIterator<Item = &'a str>) -> bool {
    let password = normalised(password);
    names
        .into_iter()
        .flat_map(|name| name.split(|c: char| !c.is_alphanumeric()))
        .filter(|name| name.chars().count() >= SHORTEST_NAME)
        .any(|name| password.contains(&normalised(name)))
}

/// Whether `password` is worth too little.
pub(super) fn too_weak(password: &str) -> bool {
    score(password, &BANNED) < NEEDED
}

/// One point per banned word, longest first, and one per character that is left.
fn score(password: &str, banned: &[&str]) -> usize {
    let normalised = normalised(password);
    let mut words: Vec<_> = banned.iter().map(|word| self::normalised(word)).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let mut rest = normalised.as_str();
    let mut points = 0;
    while let Some(first) = rest.chars().next() {
        let word = words.iter().find(|word| rest.starts_with(word.as_str()));
        rest = &rest[word.map_or(first.len_utf8(), String::len)..];
        points += 1;
    }
    points
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    /// The two worked examples of the document (BAN), then its rules one by one.
    #[rstest]
    #[case("C0ntos0Blank12", 4)]
    #[case("ContoS0Bl@nkf9!", 5)]
    #[case("Contoso", 1)]
    #[case("xContosox", 3)]
    #[case("P$1", 3)]
    #[case("", 0)]
    fn scores(#[case] password: &str, #[case] points: usize) {
        assert_eq!(score(password, &["contoso", "blank"]), points);
    }

    #[rstest]
    #[case("P@$$w0rd", true)]
    #[case("Passw0rd1!", true)]
    #[case("Winter2026!!", false)]
    #[case("Welcome1!x", true)]
    #[case("T7#mQz!kd", false)]
    fn weak(#[case] password: &str, #[case] refused: bool) {
        assert_eq!(too_weak(password), refused);
    }

    #[test]
    fn names_of_four_letters_and_more_are_refused_however_they_are_spelled() {
        let names = ["Kim Akers-Contos\u{f3}", "Contoso"];
        assert!(holds_name("xC0nt0s0!9", names));
        assert!(holds_name("Aker$s!", ["Akers"]));
        assert!(!holds_name("Kim!Kim!9", names));
    }
}
