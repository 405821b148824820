//! A bracketed paste: text until `ESC [ 201 ~`.

use super::PASTE_LIMIT;

const END: &[u8] = b"\x1b[201~";

/// What has been pasted so far.
#[derive(Debug, Default)]
pub struct Paste {
    text: Vec<u8>,
    /// How many bytes of [`END`] came last.
    matched: usize,
    cut: bool,
}

impl Paste {
    /// Takes a byte in. Whether it was the last one of the end mark.
    pub fn push(&mut self, byte: u8) -> bool {
        if byte == END[self.matched] {
            self.matched += 1;
            return self.matched == END.len();
        }
        let held_back = std::mem::take(&mut self.matched);
        self.keep(&END[..held_back]);
        // ESC is nowhere in the mark but at its start, so no longer overlap is possible.
        if byte == END[0] {
            self.matched = 1;
        } else {
            self.keep(&[byte]);
        }
        false
    }

    fn keep(&mut self, bytes: &[u8]) {
        let room = PASTE_LIMIT - self.text.len();
        self.cut |= bytes.len() > room;
        self.text.extend(bytes.iter().take(room));
    }

    /// The text, its line ends as `\n`, and whether it was cut.
    pub fn finish(self) -> (String, bool) {
        let mut bytes = self.text;
        if self.cut
            && let Err(error) = str::from_utf8(&bytes)
            && error.error_len().is_none()
        {
            bytes.truncate(error.valid_up_to());
        }
        // Terminals send a pasted line end as the Enter key would: CR.
        let text = String::from_utf8_lossy(&bytes)
            .replace("\r\n", "\n")
            .replace('\r', "\n");
        (text, self.cut)
    }
}
