//! Where the pieces of a RON text are. Never fails and never says whether the text is right: that
//! is `ron`'s business. It exists because `ron` keeps neither comments nor the places of fields.

use std::ops::Range;

/// A piece of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A bracket, comma, colon or any other sign.
    Sign(u8),
    /// A name or a number.
    Word,
    /// A text or a character in quotes.
    Quoted,
}

/// The tokens of `text`, comments and blanks left out.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = Token> {
    let mut at = 0;
    std::iter::from_fn(move || {
        at = skip_blanks(text, at);
        let token = token(text.as_bytes(), at)?;
        at = token.span.end;
        Some(token)
    })
}

/// The first place at or after `at` that is neither blank nor comment.
pub(super) fn skip_blanks(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    loop {
        match (bytes.get(at), bytes.get(at + 1)) {
            (Some(b' ' | b'\t' | b'\r' | b'\n'), _) => at += 1,
            (Some(b'/'), Some(b'/')) => at = line_end(text, at),
            (Some(b'/'), Some(b'*')) => at = block_end(bytes, at),
            _ => return at,
        }
    }
}

/// Where the line that holds `at` ends: its line feed, or the end of the text.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    memchr::memchr(b'\n', rest).map_or(text.len(), |end| at + end)
}

/// Behind the block comment that begins at `at`; they nest.
fn block_end(bytes: &[u8], mut at: usize) -> usize {
    let mut depth = 0_usize;
    while at < bytes.len() {
        match (bytes[at], bytes.get(at + 1)) {
            (b'/', Some(b'*')) => {
                depth += 1;
                at += 2;
            }
            (b'*', Some(b'/')) => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    break;
                }
            }
            _ => at += 1,
        }
    }
    at.min(bytes.len())
}

fn token(bytes: &[u8], start: usize) -> Option<Token> {
    let first = *bytes.get(start)?;
    let (kind, end) = match first {
        b'"' => (Kind::Quoted, quoted_end(bytes, start + 1, b'"')),
        b'\'' => (Kind::Quoted, quoted_end(bytes, start + 1, b'\'')),
        b if is_word(b) => word(bytes, start),
        b => (Kind::Sign(b), start + 1),
    };
    Some(Token {
        kind,
        span: start..end,
    })
}

fn is_word(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'+' | b'-') || !b.is_ascii()
}

/// A word, unless it begins a raw text (`r"…"`, `r#"…"#`), a byte text or a raw name (`r#type`).
fn word(bytes: &[u8], start: usize) -> (Kind, usize) {
    let mut end = start;
    while bytes.get(end).copied().is_some_and(is_word) {
        end += 1;
    }
    let raw = matches!(&bytes[start..end], b"r" | b"br");
    let hashes = bytes[end..].iter().take_while(|&&b| b == b'#').count();
    match bytes.get(end + hashes) {
        Some(b'"') if raw => {
            let close = [b"\"".as_slice(), &vec![b'#'; hashes]].concat();
            let body = end + hashes + 1;
            let found = bytes[body..]
                .windows(close.len())
                .position(|window| window == close);
            let end = found.map_or(bytes.len(), |at| body + at + close.len());
            (Kind::Quoted, end)
        }
        Some(b'"') if &bytes[start..end] == b"b" => {
            (Kind::Quoted, quoted_end(bytes, end + 1, b'"'))
        }
        Some(&b) if raw && hashes == 1 && is_word(b) => (Kind::Word, word(bytes, end + 1).1),
        _ => (Kind::Word, end),
    }
}

fn quoted_end(bytes: &[u8], mut at: usize, quote: u8) -> usize {
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b if b == quote => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Line and column, both from 1, the column in characters: as `ron` counts them.
pub(super) fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = &text.as_bytes()[..at.min(text.len())];
    let line = before.split(|&b| b == b'\n').count();
    let start = before
        .iter()
        .rposition(|&b| b == b'\n')
        .map_or(0, |at| at + 1);
    // A column is a character: continuation bytes do not count.
    let column = before[start..]
        .iter()
        .filter(|&&b| b & 0xC0 != 0x80)
        .count()
        + 1;
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_in_texts_and_comments_are_no_brackets() {
        let text = r##"( a: "x)\"(", /* ( /* ( */ */ b: r#"")("# // )
 , r#type: ')' )"##;
        let pieces: Vec<&str> = tokens(text).map(|token| &text[token.span]).collect();
        let expected = [
            "(",
            "a",
            ":",
            r#""x)\"(""#,
            ",",
            "b",
            ":",
            r##"r#"")("#"##,
            ",",
            "r#type",
            ":",
            "')'",
            ")",
        ];
        assert_eq!(pieces, expected);
    }

    #[test]
    fn a_broken_text_ends() {
        for text in [
            "\"abc",
            "/* /* */",
            "r#\"x\"",
            "'\\",
            "(((",
            "\u{feff}é\"",
            "/",
        ] {
            let end = tokens(text).last().map_or(0, |token| token.span.end);
            assert!(end <= text.len(), "{text}");
        }
    }

    #[test]
    fn places_count_characters() {
        let text = "a\nbé x";
        assert_eq!(line_and_column(text, text.find('x').unwrap()), (2, 4));
    }
}
