//! Recording what is shown to a file that the public player plays. A picture with a secret in it is
//! replaced by a curtain; what is typed never gets here.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use jiff::Timestamp;

use super::happening::Happening;
use super::inbox::Tell;
use crate::grid::Grid;
use crate::portal::curtain;
use crate::portal::message::Msg;
use crate::portal::theme::Look;
use crate::terminal::recording::Recording;
use crate::terminal::screen::{Observer, Shown};
use ratatui::layout::Size;

/// Why a curtain hides the picture.
const SECRET: &str = "A secret is on the screen: it is not recorded.";

/// A recording under way. Ends in good order when it is dropped.
pub struct Recorder {
    tape: Arc<Mutex<Tape>>,
    path: PathBuf,
}

struct Tape {
    recording: Option<Recording<File>>,
    began: Instant,
    look: Look,
}

impl Recorder {
    /// Begins a recording in a file of its own; one that is there is never replaced.
    ///
    /// # Errors
    ///
    /// A sentence for the reader: what, where, what to do.
    pub fn begin(path: &Path, size: Size, tenant: &str, look: Look) -> Result<Self, String> {
        let open = || -> io::Result<Recording<File>> {
            let file = OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(path)?;
            let since = SystemTime::now().duration_since(UNIX_EPOCH);
            let since = since.map_or(0, |since| since.as_secs());
            let terminal = std::env::var("TERM").unwrap_or_default();
            let title = format!("proofup \u{b7} {tenant}");
            let since = i64::try_from(since).unwrap_or(i64::MAX);
            Recording::begin(file, size, &terminal, &title, since)
        };
        let recording = open().map_err(|why| match why.kind() {
            io::ErrorKind::AlreadyExists => format!(
                "{} is there already: choose another name for the recording",
                path.display()
            ),
            _ => format!("{} cannot be recorded to: {why}", path.display()),
        })?;
        Ok(Self {
            tape: Arc::new(Mutex::new(Tape {
                recording: Some(recording),
                began: Instant::now(),
                look,
            })),
            path: path.to_owned(),
        })
    }

    /// A name for a recording that nobody gave one: `proofup-20261124-205900.cast`, in the folder
    /// the program runs in.
    pub fn usual_name() -> PathBuf {
        let now = Timestamp::now().strftime("%Y%m%d-%H%M%S");
        PathBuf::from(format!("proofup-{now}.cast"))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Takes each finished frame in. Where the disk no longer takes them, `tell` gets the reason and
    /// the recording ends there; what was recorded can be played.
    pub fn observer(&self, tell: Tell) -> Observer {
        let tape = Arc::clone(&self.tape);
        let path = self.path.clone();
        Box::new(move |shown| match lock(&tape).take_in(shown) {
            Ok(goes_on) => goes_on,
            Err(why) => {
                let why = format!("The recording in {} has ended: {why}", path.display());
                // Whoever left does not need to know.
                let _ = tell.send(Happening::Answer(Msg::Recording(Err(why))));
                false
            }
        })
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        let mut tape = lock(&self.tape);
        let at = tape.began.elapsed();
        if let Some(recording) = tape.recording.take()
            && let Ok(mut file) = recording.end(at)
        {
            // All of it was written as it came; nothing can be lost here.
            let _ = file.flush();
        }
    }
}

impl Tape {
    /// False: the recording has ended.
    fn take_in(&mut self, shown: &Shown) -> io::Result<bool> {
        let at = self.began.elapsed();
        let Some(recording) = &mut self.recording else {
            return Ok(false);
        };
        let written = recording.chapter(at, &shown.about.chapter).and_then(|()| {
            if shown.about.secret {
                let mut hidden = Grid::new(shown.picture.size());
                let area = hidden.area();
                curtain(&mut hidden, area, &self.look, SECRET);
                recording.frame(at, &hidden, None)
            } else {
                recording.frame(at, &shown.picture, shown.cursor)
            }
        });
        if written.is_err() {
            self.recording = None;
        }
        written.map(|()| true)
    }
}

fn lock(tape: &Mutex<Tape>) -> MutexGuard<'_, Tape> {
    tape.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;
    use std::sync::mpsc;

    use super::*;
    use crate::terminal::screen::About;

    fn shown(text: &str, secret: bool) -> Arc<Shown> {
        let mut picture = Grid::new(Size::new(60, 5));
        picture.graphemes((0, 0), 60, text, ratatui::style::Style::new());
        Arc::new(Shown {
            picture,
            cursor: None,
            about: About {
                chapter: "All users".to_owned(),
                secret,
            },
        })
    }

    #[test]
    fn a_secret_is_behind_a_curtain_and_the_file_is_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lesson.cast");
        let size = Size::new(60, 5);
        let recorder = Recorder::begin(&path, size, "Contoso", Look::default()).unwrap();
        let mut see = recorder.observer(mpsc::channel().0.into());
        assert!(see(&shown("Allan Deyoung", false)));
        assert!(see(&shown("hunter2", true)));
        drop(recorder);
        assert!(!see(&shown("after the end", false)));
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains("Allan Deyoung") && text.contains("not recorded"));
        assert!(
            !text.contains("hunter2") && !text.contains("after"),
            "{text}"
        );
        assert!(text.ends_with("\"x\",\"0\"]\n"), "{text}");
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let again = Recorder::begin(&path, size, "Contoso", Look::default());
        assert!(again.err().unwrap().contains("is there already"));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    }
}
