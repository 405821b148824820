//! The file of a theme: a built-in one, and what is different about some of its roles.

use std::fmt::Write as _;

use ratatui::style::{Modifier, Style};
use ron::value::RawValue;

use super::Fault;
use super::entries::{Entries, File, word};
use crate::portal::theme::{Theme, Tone, attributes, colour, colour_name};

/// The name of the entry that says which theme is changed.
const BASE: &str = "base";

/// The theme that a file describes.
pub fn theme(text: &str) -> Result<Theme, Vec<Fault>> {
    let mut file = File::new(text);
    let Some(Entries(entries)) = file.whole() else {
        return Err(file.faults);
    };
    let mut theme = Theme::default();
    let mut seen = Vec::new();
    for (name, value) in &entries {
        let role = name.text();
        if seen.contains(&role) {
            file.name_fault(name, format!("`{role}` is there twice: keep one of them"));
        } else if role == BASE {
            match Theme::called(&word(value)) {
                Some(base) => theme = base,
                None => file.fault(value, not_one_of("theme", &word(value), &Theme::NAMES)),
            }
        } else if Tone::called(&role).is_none() {
            let names = Tone::ALL.map(|(tone, _)| tone.name());
            file.name_fault(name, not_one_of("role", &role, &names));
        }
        seen.push(role);
    }
    for (name, value) in &entries {
        let Some(tone) = Tone::called(&name.text()) else {
            continue;
        };
        let style = patched(&mut file, theme.style(tone), value);
        if tone == Tone::Focus && !stands_out(style) {
            let what = "would not stand out: give it reversed, underlined or a background";
            file.name_fault(name, format!("the focus {what}"));
        }
        theme.set(tone, style);
    }
    file.faults.sort();
    if file.faults.is_empty() {
        Ok(theme)
    } else {
        Err(file.faults)
    }
}

fn not_one_of(kind: &str, found: &str, names: &[&str]) -> String {
    format!("no {kind} is called `{found}`: use {}", names.join(", "))
}

/// Whether the focus can be seen in this style, by other means than the colour of its letters.
fn stands_out(style: Style) -> bool {
    let seen = Modifier::REVERSED | Modifier::UNDERLINED;
    style
        .bg
        .is_some_and(|ground| Some(ground) != colour("default"))
        || style.add_modifier.intersects(seen)
}

/// `style` with what an entry says of it.
fn patched<'a>(file: &mut File<'a>, mut style: Style, value: &'a RawValue) -> Style {
    let Some(Entries(entries)) = file.read(
        value,
        "entries such as { \"fg\": \"blue\", \"bold\": true }",
    ) else {
        return style;
    };
    for (name, value) in &entries {
        let what = name.text();
        let attribute = attributes().into_iter().find(|(name, _)| *name == what);
        if let Some((_, modifier)) = attribute {
            match file.read(value, "true or false") {
                Some(true) => style = style.add_modifier(modifier),
                Some(false) => style.add_modifier -= modifier,
                None => {}
            }
        } else if what == "fg" || what == "bg" {
            let written = word(value);
            let Some(colour) = colour(&written) else {
                let names = "one of the 16 such as lightblue, default, 0 to 255, or #rrggbb";
                file.fault(
                    value,
                    format!("no colour is called `{written}`: use {names}"),
                );
                continue;
            };
            style = if what == "fg" {
                style.fg(colour)
            } else {
                style.bg(colour)
            };
        } else {
            let names = ["fg", "bg"]
                .into_iter()
                .chain(attributes().map(|(name, _)| name));
            let names: Vec<_> = names.collect();
            file.name_fault(name, not_one_of("property", &what, &names));
        }
    }
    style
}

/// The whole theme as such a file.
pub fn print_theme(theme: &Theme) -> String {
    let mut text = "\
// The theme of proofup, as it is now. Keep the roles that you change; the others may go.
// fg and bg: one of the 16 colours such as lightblue, default, 0 to 255, or #rrggbb.
// bold, dim, italic, underlined, reversed: true or false.
{
    \"base\": \"mono\",
"
    .to_owned();
    let mono = Theme::mono();
    for (tone, _) in Tone::ALL {
        let (style, base) = (theme.style(tone), mono.style(tone));
        let ground = [("fg", style.fg), ("bg", style.bg)].into_iter();
        let ground = ground.filter_map(|(name, colour)| Some((name, colour_name(colour?))));
        let mut entries: Vec<_> = ground
            .map(|(name, colour)| format!("{name:?}: {colour:?}"))
            .collect();
        for (name, modifier) in attributes() {
            let has = style.add_modifier.contains(modifier);
            if has || base.add_modifier.contains(modifier) {
                entries.push(format!("{name:?}: {has}"));
            }
        }
        // Writing to a string cannot fail.
        let _ = writeln!(text, "    // {}", tone.meaning());
        let _ = writeln!(text, "    {:?}: {{ {} }},", tone.name(), entries.join(", "));
    }
    text.push_str("}\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_read_back_as_the_same() {
        let own = r##"{ "base": "light", "accent": { "fg": "#005faf", "bold": false }, "bar": { "bg": 24 } }"##;
        let own = theme(own).unwrap_or_else(|faults| panic!("{faults:?}"));
        for theme_ in [Theme::ansi(), Theme::light(), Theme::mono(), own] {
            let printed = print_theme(&theme_);
            let again = theme(&printed).unwrap_or_else(|faults| panic!("{faults:?}\n{printed}"));
            assert_eq!(again, theme_, "{printed}");
        }
    }

    #[test]
    fn a_role_keeps_what_the_file_does_not_say() {
        let own =
            theme(r#"{ "accent": { "fg": "cyan" }, "focus": { "reversed": false, "bg": 238 } }"#);
        let own = own.unwrap_or_else(|faults| panic!("{faults:?}"));
        let base = Theme::ansi();
        let expected = base.style(Tone::Accent).fg(colour("cyan").unwrap());
        assert_eq!(own.style(Tone::Accent), expected);
        assert_eq!(own.style(Tone::Danger), base.style(Tone::Danger));
    }

    #[test]
    fn all_faults_are_told_at_once_each_with_its_place() {
        let text = r##"{
    "base": "dark",
    "acent": { "fg": "blue" },
    "bar": { "fg": "bluish", "bg": 256, "bold": 1, "size": 3 },
    "good": "green",
    "focus": { "reversed": false },
    "good": { "fg": "#00ff0" },
}
"##;
        let faults = theme(text).unwrap_err();
        let faults: Vec<_> = faults.iter().map(ToString::to_string).collect();
        let expected = [
            "2:13: no theme is called `dark`: use ansi, light, mono",
            "3:5: no role is called `acent`: use plain, strong",
            "4:20: no colour is called `bluish`",
            "4:36: no colour is called `256`",
            "4:49: `1` is not true or false",
            "4:52: no property is called `size`: use fg, bg, bold",
            "5:13: `\"green\"` is not entries",
            "6:5: the focus would not stand out",
            "7:5: `good` is there twice",
            "7:21: no colour is called `#00ff0`",
        ];
        assert_eq!(faults.len(), expected.len(), "{faults:#?}");
        for (fault, expected) in faults.iter().zip(expected) {
            assert!(fault.starts_with(expected), "{fault}\n  is not\n{expected}");
        }
    }
}
