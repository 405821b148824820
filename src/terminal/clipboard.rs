//! Copying by OSC 52: the terminal itself keeps the text, so it works over SSH too. Whether it did
//! never comes back.

use crossterm::Command as _;
use crossterm::clipboard::CopyToClipboard;

/// The longest text, in bytes: terminals drop sequences above 100,000 bytes, and base64 adds a third.
pub const LIMIT: usize = 74_991;

/// The bytes that put `text` on the terminal's clipboard. `None` where it is too long: half a text
/// on the clipboard would be worse than none.
pub fn copy(text: &str) -> Option<Vec<u8>> {
    if text.len() > LIMIT {
        return None;
    }
    let mut sequence = String::new();
    CopyToClipboard::to_clipboard_from(text)
        .write_ansi(&mut sequence)
        .ok()?;
    Some(sequence.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_goes_out_as_base64() {
        assert_eq!(copy("foo").unwrap(), b"\x1b]52;c;Zm9v\x1b\\");
    }

    #[test]
    fn the_longest_text_stays_below_what_terminals_take() {
        assert!(copy(&"x".repeat(LIMIT)).unwrap().len() <= 100_000);
        assert_eq!(copy(&"x".repeat(LIMIT + 1)), None);
    }
}
