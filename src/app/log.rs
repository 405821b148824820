//! The log: what happened, one line each, in a file that somebody asked for. Off by default, and
//! never on the screen.
//!
//! A value that only the loop has, not a global one that everything may write to: what gets into
//! the log is decided in one place (`record.rs`), which sees no text that was typed.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::domain::time::Timestamp;

/// How much a line matters. Lines that matter less than the level asked for are left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// It could not be done.
    Error,
    /// It was not done as asked.
    Warn,
    /// What was done.
    #[default]
    Info,
    /// Each frame too.
    Debug,
}

impl Level {
    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Debug => "debug",
        }
    }
}

/// Why there is no log.
#[derive(Debug, thiserror::Error)]
pub enum NoLog {
    /// The system refused.
    #[error("the log {} cannot be written: {error}; choose another file", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's answer.
        error: io::Error,
    },
    /// A terminal, a pipe, a folder.
    #[error("the log {} is no ordinary file: choose another one", .0.display())]
    NoFile(PathBuf),
}

/// A log. Does nothing where none was asked for.
#[derive(Debug, Clone, Default)]
pub struct Log(Option<(Arc<File>, Level)>);

impl Log {
    /// Goes on with the log at `path`, which is made for its owner alone (0600) if it is not there.
    pub fn open(path: &Path, level: Level) -> Result<Self, NoLog> {
        let failed = |error| NoLog::Io {
            path: path.to_owned(),
            error,
        };
        // Opening a pipe would wait for a reader.
        if std::fs::metadata(path).is_ok_and(|facts| !facts.is_file()) {
            return Err(NoLog::NoFile(path.to_owned()));
        }
        let mut options = OpenOptions::new();
        options.create(true).append(true).mode(0o600);
        let file = options.open(path).map_err(failed)?;
        Ok(Self(Some((Arc::new(file), level))))
    }

    /// Whether lines of this level are written.
    pub fn takes(&self, level: Level) -> bool {
        self.0.as_ref().is_some_and(|(_, wanted)| level <= *wanted)
    }

    /// Writes a line. A full disk costs the line, not the work.
    pub fn line(&self, level: Level, text: fmt::Arguments<'_>) {
        let Some((file, _)) = self.0.as_ref().filter(|_| self.takes(level)) else {
            return;
        };
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let now = now.unwrap_or_default();
        let seconds = Timestamp(i64::try_from(now.as_secs()).unwrap_or(i64::MAX));
        let text = text.to_string();
        // One line stays one line, whatever a name has in it.
        let text = text.replace(|letter: char| letter.is_control(), " ");
        let line = format!("{seconds} {:5} {text}\n", level.name());
        let _ = (&**file).write_all(line.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn lines_have_time_and_level_and_go_on_where_the_last_run_ended() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.log");
        for run in 1..=2 {
            let log = Log::open(&path, Level::Info).unwrap();
            log.line(Level::Info, format_args!("run {run}\nof\u{1b}two"));
            log.line(Level::Debug, format_args!("left out"));
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines.len(), 2, "{text}");
        assert!(lines[0].ends_with("Z info  run 1 of two"), "{text}");
        assert!(lines[1].ends_with("Z info  run 2 of two"), "{text}");
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn what_is_no_file_is_refused_and_without_a_file_nothing_happens() {
        let folder = tempfile::tempdir().unwrap();
        for path in [folder.path(), Path::new("/dev/null")] {
            assert!(matches!(
                Log::open(path, Level::Info),
                Err(NoLog::NoFile(_))
            ));
        }
        let gone = folder.path().join("gone/a.log");
        assert!(matches!(
            Log::open(&gone, Level::Info),
            Err(NoLog::Io { .. })
        ));
        Log::default().line(Level::Error, format_args!("nowhere"));
    }
}
