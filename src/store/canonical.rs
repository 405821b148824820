//! The one spelling of everything the store writes: fixed field order, defaults left out, strings
//! that escape only `"`, `\` and control characters (`O'Neil` stays `O'Neil`). In lines for
//! people, or on one line for the journal. Every text it gives is plain RON.
//!
//! Not `ron`'s own writer, because that escapes `'`, ZWJ and combining marks and has no layout
//! that keeps a method on one line (`store.md` 2 and 6).

mod reader;
mod serializer;

use serde::{Deserialize, Serialize};

use crate::domain::user::User;
use reader::Reader;
pub use serializer::Unstorable;
use serializer::Writer;

/// How far one level stands in from the other, in blanks.
pub(super) const STEP: usize = 2;
/// How far the records of `tenant.ron` stand in.
pub(super) const RECORD_INDENT: usize = 2 * STEP;

/// A user's record as `tenant.ron` holds it, from the opening bracket to the closing one, without
/// indentation before the first line: one field a line, one method, device or app password a line.
///
/// # Errors
///
/// A secret that is not hashed yet refuses to be written (D20).
pub fn format_user(user: &User) -> Result<String, Unstorable> {
    lines(user, RECORD_INDENT)
}

/// A user's record on one line, as a segment file holds it.
///
/// # Errors
///
/// As [`format_user`].
pub fn format_line(user: &User) -> Result<String, Unstorable> {
    line(user)
}

/// A user's record in either form, or however a person wrote it.
///
/// # Errors
///
/// What is wrong, with its line and column.
pub fn read_user(text: &str) -> ron::error::SpannedResult<User> {
    read(text)
}

/// `value` on one line without blanks, as the journal holds it.
pub(super) fn line(value: &impl Serialize) -> Result<String, Unstorable> {
    Writer::new(0, false).write(value, false)
}

/// Puts `value` behind what `out` has, as [`line`] has it.
pub(super) fn push(out: &mut String, value: &impl Serialize) -> Result<(), Unstorable> {
    let writer = Writer::behind(std::mem::take(out));
    *out = writer.write(value, false)?;
    Ok(())
}

/// What `text` says, in the canonical form, whatever blanks and `//` comments stand in it. Any other
/// spelling is read by `ron`, several times as slow; what neither can read is `ron`'s error.
pub(super) fn read<'de, T: Deserialize<'de>>(text: &'de str) -> ron::error::SpannedResult<T> {
    match read_canonical(text) {
        Some(value) => Ok(value),
        None => super::ron_options().from_str(text),
    }
}

/// [`read`] without `ron`'s help: `None` where the text is in another spelling, or no such value.
pub(super) fn read_canonical<'de, T: Deserialize<'de>>(text: &'de str) -> Option<T> {
    let mut reader = Reader::new(text);
    let value = T::deserialize(&mut reader).ok()?;
    reader.is_at_end().then_some(value)
}

/// `value` on one line, with blanks after `:` and `,`.
pub(super) fn inline(value: &impl Serialize) -> Result<String, Unstorable> {
    Writer::new(0, true).write(value, false)
}

/// `value`, a struct, with one field a line; its closing bracket stands in by `indent`.
pub(super) fn lines(value: &impl Serialize, indent: usize) -> Result<String, Unstorable> {
    Writer::new(indent, true).write(value, true)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    struct Sample {
        text: String,
        none: Option<u8>,
        some: Option<u8>,
        words: Vec<String>,
        rows: Vec<Row>,
        kind: Kind,
    }

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    struct Row {
        a: u8,
        b: bool,
    }

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    enum Kind {
        Named { x: i64, row: Row },
        Pair(u8, Row),
        One(Row),
        Unit,
    }

    fn sample(kind: Kind) -> Sample {
        Sample {
            text: "O'Neil \"x\" \\ \n\u{7f}\u{200d}e\u{301}".to_owned(),
            none: None,
            some: Some(3),
            words: vec!["a".to_owned(), "b".to_owned()],
            rows: vec![Row { a: 1, b: true }, Row { a: 2, b: false }],
            kind,
        }
    }

    #[test]
    fn lines_keep_a_method_on_one_line_and_escape_only_what_must_be() {
        let text = lines(&sample(Kind::Unit), 2).unwrap();
        let expected = "(
    text: \"O'Neil \\\"x\\\" \\\\ \\n\\u{7f}\u{200d}e\u{301}\",
    none: None,
    some: Some(3),
    words: [\"a\", \"b\"],
    rows: [
      (a: 1, b: true),
      (a: 2, b: false),
    ],
    kind: Unit,
  )";
        assert_eq!(text, expected);
    }

    #[test]
    fn every_form_reads_back_with_ron() {
        let kinds = [
            Kind::Named {
                x: -5,
                row: Row { a: 9, b: true },
            },
            Kind::Pair(7, Row { a: 9, b: true }),
            Kind::One(Row { a: 9, b: true }),
            Kind::Unit,
        ];
        for kind in kinds {
            let sample = sample(kind);
            for text in [line(&sample), inline(&sample), lines(&sample, 4)] {
                let text = text.unwrap();
                assert_eq!(ron::from_str::<Sample>(&text).unwrap(), sample, "{text}");
                assert_eq!(read_canonical(&text), Some(sample.clone()), "{text}");
            }
            assert!(!line(&sample).unwrap().contains('\n'));
        }
    }
    #[test]
    fn whatever_has_to_be_escaped_is_escaped_wherever_it_stands() {
        let signs = [
            '"', '\\', '\n', '\0', '\u{1f}', '\u{7f}', '\u{80}', '\u{9f}', '\u{a0}', 'é',
        ];
        for before in 0..40 {
            for sign in signs {
                let text = format!("{}{sign}é", "a".repeat(before));
                let written = line(&text).unwrap();
                let escaped = sign.is_control() || matches!(sign, '"' | '\\');
                assert_eq!(written.len() > text.len() + 2, escaped, "{written}");
                assert_eq!(ron::from_str::<String>(&written).unwrap(), text);
                assert_eq!(read_canonical(&written), Some(text));
            }
        }
    }

    #[test]
    fn blanks_and_comments_are_passed_over_where_ron_does() {
        let sample = sample(Kind::Pair(7, Row { a: 9, b: true }));
        let text = line(&sample).unwrap();
        let spread = |between: &str| {
            let piece = |sign: char| match sign {
                '(' | ')' | '[' | ']' | ',' | ':' => format!("{sign}{between}"),
                other => other.to_string(),
            };
            between.to_owned() + &text.chars().map(piece).collect::<String>()
        };
        for between in [" ", "\n\t\r\n", "//\n", " // ) ] \" /*\n "] {
            let text = spread(between);
            assert_eq!(ron::from_str::<Sample>(&text).unwrap(), sample, "{text}");
            assert_eq!(read_canonical(&text), Some(sample.clone()), "{text}");
        }
        for other in ["/", "/* */", "/ /", "\u{b}", "\0", "\u{a0}"] {
            assert_eq!(read_canonical::<Sample>(&spread(other)), None, "{other:?}");
        }
    }

    #[test]
    fn a_comma_may_stand_behind_the_last_item_once() {
        let right = ["[]", "[1,2]", "[1,2,]", "[1 , 2 , ]"];
        let wrong = [
            "[,]", "[1,,2]", "[1,2,,]", "[1,2", "[1 2]", "[1,2)", "[1,2]]",
        ];
        for text in right {
            let ron: Vec<u8> = ron::from_str(text).unwrap();
            assert_eq!(read_canonical(text), Some(ron), "{text}");
        }
        for text in wrong {
            assert_eq!(read_canonical::<Vec<u8>>(text), None, "{text}");
        }
        assert_eq!(read_canonical("(1,2,)"), Some((1, 2)));
        assert_eq!(read_canonical::<(u8, u8)>("(1,2,,)"), None);
        assert_eq!(read_canonical::<(u8, u8)>("(1,2,3)"), None);
    }
}
