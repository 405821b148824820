//! The server's log: one line an event, `time event name=value ...`. Values that a client chose are
//! escaped, and no secret is ever handed in.

use std::fmt::Write as _;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Where lines go.
pub struct Log(Mutex<Box<dyn Write + Send>>);

impl Log {
    /// Appends to the file at `path`, made for its owner alone; `None`: standard error.
    pub fn open(path: Option<&Path>) -> io::Result<Self> {
        let out: Box<dyn Write + Send> = match path {
            None => Box::new(io::stderr()),
            Some(path) => Box::new(append(path)?),
        };
        Ok(Self(Mutex::new(out)))
    }

    /// Notes an event. One that cannot be written is lost: the server goes on.
    pub fn line(&self, event: &str, values: &[(&str, &dyn ToString)]) {
        let mut line = format!("{} {event}", super::now());
        for (name, value) in values {
            let _ = write!(line, " {name}={}", quoted(&value.to_string()));
        }
        line.push('\n');
        let mut out = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = out.write_all(line.as_bytes());
    }
}

fn append(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.append(true).create(true).mode(0o600).open(path)
}

/// `text` as one word: in quotes where it is none, everything that is no printable ASCII escaped.
fn quoted(text: &str) -> String {
    let is_word = |letter: char| letter.is_ascii_alphanumeric() || "-_.:/+@[]".contains(letter);
    if !text.is_empty() && text.chars().all(is_word) {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            ' '..='~' => quoted.push(letter),
            _ => quoted.extend(letter.escape_default()),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_client_chose_stays_one_word_of_one_line() {
        assert_eq!(quoted("xterm-256color"), "xterm-256color");
        assert_eq!(quoted(""), "\"\"");
        assert_eq!(
            quoted("a\u{1b}[2J\u{7}\nevent=login"),
            r#""a\u{1b}[2J\u{7}\nevent=login""#
        );
        assert_eq!(quoted(r#"say "hi" \"#), r#""say \"hi\" \\""#);
        assert_eq!(quoted("\u{202e}x"), r#""\u{202e}x""#);
    }

    #[test]
    fn lines_are_appended_to_a_file_of_ones_own() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        for name in ["ann", "bob"] {
            let log = Log::open(Some(&path)).unwrap();
            log.line("login", &[("user", &name), ("id", &7)]);
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with(" login user=bob id=7"), "{text}");
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
