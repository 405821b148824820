//! Who writes escapes, who names colours, who draws with more than ASCII.

use crate::source::Source;

const THEME: &str = "src/portal/theme";

/// The escape character outside `terminal`.
pub fn escapes(source: &Source) -> Vec<String> {
    if source.path.starts_with("src/terminal") {
        return Vec::new();
    }
    let is_escape = |text: &str| {
        let text = text.to_ascii_lowercase();
        ["\\x1b", "\\u{1b}", "\\u{001b}", "\u{1b}"]
            .iter()
            .any(|escape| text.contains(escape))
    };
    let literals = source.literals.iter().map(|(n, text)| (*n, text));
    let code = source.code.iter().enumerate();
    let number = code.filter(|(_, line)| line.to_ascii_lowercase().contains("0x1b"));
    let number = number.map(|(n, _)| n + 1);
    let text = literals.filter(|(_, text)| is_escape(text)).map(|(n, _)| n);
    text.chain(number)
        .map(|n| source.fault(n, "escapes", "an escape: only `terminal` writes them"))
        .collect()
}

/// A colour by name outside the theme.
pub fn colours(source: &Source) -> Vec<String> {
    if source.path.starts_with(THEME) {
        return Vec::new();
    }
    let names = [
        "Color::",
        "::Color",
        ".red()",
        ".green()",
        ".yellow()",
        ".blue()",
    ];
    lines_with(
        source,
        &names,
        "colours",
        "name a `Tone`; the theme says its colour",
    )
}

/// A character beyond ASCII in a text, outside the theme.
pub fn beyond_ascii(source: &Source) -> Vec<String> {
    if source.path.starts_with(THEME) {
        return Vec::new();
    }
    let found = source.literals.iter().filter(|(_, text)| !text.is_ascii());
    found
        .map(|(n, text)| source.fault(*n, "ascii", &format!("{text}: take it from `Glyphs`")))
        .collect()
}

/// A fault for each line of code that has one of `words`.
pub fn lines_with(source: &Source, words: &[&str], rule: &str, why: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for (n, line) in source.code.iter().enumerate() {
        if let Some(word) = words.iter().find(|word| line.contains(**word)) {
            faults.push(source.fault(n + 1, rule, &format!("`{word}`: {why}")));
        }
    }
    faults
}

#[test]
fn an_escape_is_found_however_it_is_spelled() {
    for line in [
        r#"out.write(b"\x1b[2J");"#,
        r#"print("\u{1B}[m");"#,
        "let escape = 0x1B;",
        r"let c = '\x1b';",
    ] {
        let faults = escapes(&Source::new("src/app/host.rs", &format!("\n{line}\n")));
        assert_eq!(faults.len(), 1, "{line}");
        assert!(faults[0].starts_with("src/app/host.rs:2: [escapes]"));
        assert!(escapes(&Source::new("src/terminal/pen.rs", line)).is_empty());
    }
    assert!(escapes(&Source::new("src/app/host.rs", "// \"\\x1b\"\n")).is_empty());
}

#[test]
fn colours_and_signs_belong_to_the_theme() {
    let text = "//! A › b.\nuse ratatui::style::Color;\nlet a = Color::Red;\nlet b = \"›\";\n";
    let portal = Source::new("src/portal/view.rs", text);
    assert_eq!(colours(&portal).len(), 2);
    let faults = beyond_ascii(&portal);
    assert_eq!(
        faults,
        ["src/portal/view.rs:4: [ascii] \"›\": take it from `Glyphs`"]
    );
    let theme = Source::new("src/portal/theme.rs", text);
    assert!(colours(&theme).is_empty() && beyond_ascii(&theme).is_empty());
}
