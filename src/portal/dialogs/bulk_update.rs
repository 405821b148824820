//! A CSV file is picked, its rows are verified; then the plan is asked about like any other: the
//! bulk update of per-user MFA, and the upload of hardware OATH tokens. Opens no file: it says what it wants listed or read, and is told.

use std::path::Path;

use crossterm::event::KeyEvent;

use crate::domain::bulk_update;
use crate::domain::command::Command;
use crate::domain::csv_rows::FileFault;
use crate::domain::directory::{Directory, fold};
use crate::domain::token_upload;
use crate::portal::act::Motion;
use crate::portal::effect::{Entry, Ticket};
use crate::portal::parts::field::Field;
use crate::portal::words::{self, Wording};
use crate::portal::work::{Job, Progress, Watch, Work};
use crate::store::Snapshot;

/// What the rows of a file are for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Purpose {
    /// Per-user MFA, user by user.
    #[default]
    PerUserMfa,
    /// Hardware OATH tokens.
    HardwareTokens,
}

impl Purpose {
    /// The dialog's title, and what undo's line begins with.
    pub fn title(self, own: Wording) -> &'static str {
        match self {
            Self::PerUserMfa => words::bulk_update(own.edition),
            Self::HardwareTokens => words::UPLOAD_TOKENS,
        }
    }

    /// The columns that the file must have.
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Self::PerUserMfa => &bulk_update::COLUMNS,
            Self::HardwareTokens => &token_upload::COLUMNS,
        }
    }

    /// The rows of `text`, and what those in order come to.
    fn verify(
        self,
        directory: &dyn Directory,
        text: &str,
        watch: Watch<'_>,
    ) -> Result<(Vec<Row>, Option<Command>), FileFault> {
        let mut watch = |what, done, of| watch(Progress { what, done, of });
        match self {
            Self::PerUserMfa => {
                bulk_update::read_watched(directory, text, &mut watch).map(|rows| {
                    let command = bulk_update::command(&rows);
                    let rows = rows.into_iter().map(|row| Row {
                        line: row.line,
                        name: row.username,
                        verdict: match row.verdict {
                            Ok((_, to)) => Ok(format!("{}: ok", to.label())),
                            Err(fault) => Err(fault.to_string()),
                        },
                    });
                    (rows.collect(), command)
                })
            }
            Self::HardwareTokens => {
                token_upload::read_watched(directory, text, &mut watch).map(|rows| {
                    let command = token_upload::command(&rows);
                    let rows = rows.into_iter().map(|row| Row {
                        line: row.line,
                        name: row.upn,
                        verdict: match row.verdict {
                            Ok((_, token)) => Ok(format!("{}: ok", token.serial)),
                            Err(fault) => Err(fault.to_string()),
                        },
                    });
                    (rows.collect(), command)
                })
            }
        }
    }
}

/// A file to be verified. Its text may hold secret keys of tokens.
#[derive(Clone)]
pub struct Verifying {
    snapshot: Snapshot,
    purpose: Purpose,
    file: String,
    text: String,
}

impl std::fmt::Debug for Verifying {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Verifying").field(&self.file).finish()
    }
}

impl Verifying {
    /// Verifies it. `None`: it was given up.
    pub fn run(self, watch: Watch<'_>) -> Option<Result<Verified, String>> {
        match self.purpose.verify(&*self.snapshot, &self.text, watch) {
            Ok((rows, command)) => Some(Ok(Verified::new(self.file, rows, command))),
            Err(FileFault::Stopped) => None,
            Err(why) => Some(Err(why.to_string())),
        }
    }
}

/// The dialog.
#[derive(Debug, Default)]
pub struct BulkUpdate {
    /// What the rows are for.
    pub purpose: Purpose,
    /// The path, as far as it is typed.
    pub path: Field,
    /// The cursor among the entries that fit it.
    pub at: usize,
    /// Why the file cannot be used.
    pub problem: String,
    /// The rows of the file that was read.
    pub verified: Option<Verified>,
    /// The file that is being verified.
    pub job: Job,
    /// What was listed last: the folder, and what is in it or why that is not known.
    listed: Option<(String, Result<Vec<Entry>, String>)>,
    /// Enter was pressed before the folder was listed: it means what will stand there.
    pressed_early: bool,
    reading: Option<String>,
    asked: Option<(Ticket, Wanted)>,
}

/// A file that was read.
#[derive(Debug)]
pub struct Verified {
    /// Its path.
    pub file: String,
    /// Its rows.
    pub rows: Vec<Row>,
    /// How many of them are in order.
    pub in_order: usize,
    /// Letters of the longest name.
    pub longest: usize,
    /// What those in order come to; `None`: none is.
    pub command: Option<Command>,
    /// The first row shown.
    pub scroll: usize,
}

impl Verified {
    fn new(file: String, rows: Vec<Row>, command: Option<Command>) -> Self {
        let names = rows.iter().map(|row| row.name.chars().count());
        Self {
            longest: names.max().unwrap_or_default(),
            in_order: rows.iter().filter(|row| row.verdict.is_ok()).count(),
            file,
            rows,
            command,
            scroll: 0,
        }
    }
}

/// A row, verified.
#[derive(Debug)]
pub struct Row {
    /// Its line in the file.
    pub line: u64,
    /// The user principal name in it.
    pub name: String,
    /// What it comes to, or why it is left out.
    pub verdict: Result<String, String>,
}

/// What is to be done outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// List this folder.
    Folder(String),
    /// Read this file.
    File(String),
}

/// What Enter came to.
#[derive(Debug)]
pub enum Chosen {
    /// Nothing beyond the dialog.
    Stay,
    /// The rows of this file that are in order, as a command.
    Command(String, Command),
}

fn is_csv(name: &str) -> bool {
    let extension = Path::new(name).extension();
    extension.is_some_and(|extension| extension.eq_ignore_ascii_case("csv"))
}

impl BulkUpdate {
    /// The dialog for this purpose.
    pub fn of(purpose: Purpose) -> Self {
        Self {
            purpose,
            ..Self::default()
        }
    }

    /// The folder of the path, up to its last slash, and the rest.
    fn split(&self) -> (&str, &str) {
        let text = self.path.text();
        text.split_at(text.rfind('/').map_or(0, |at| at + 1))
    }

    /// What has to be asked for now; `None`: nothing, or it has been.
    pub fn wanted(&self) -> Option<Wanted> {
        let (folder, _) = self.split();
        let wanted = match &self.reading {
            Some(file) => Wanted::File(file.clone()),
            None if self.is_listed() => return None,
            None => Wanted::Folder(folder.to_owned()),
        };
        let asked = self.asked.as_ref().is_some_and(|(_, of)| *of == wanted);
        (!asked).then_some(wanted)
    }

    /// It was asked for under this ticket; answers to earlier ones no longer count.
    pub fn asked(&mut self, ticket: Ticket, wanted: Wanted) {
        self.asked = Some((ticket, wanted));
    }

    /// The answer to a ticket, where it is the one waited for.
    fn answered(&mut self, ticket: Ticket) -> Option<Wanted> {
        let (_, wanted) = self.asked.take_if(|(own, _)| *own == ticket)?;
        Some(wanted)
    }

    /// What is in the folder that was asked for.
    pub fn on_listed(&mut self, ticket: Ticket, entries: Result<Vec<Entry>, String>) {
        if let Some(Wanted::Folder(folder)) = self.answered(ticket) {
            self.listed = Some((folder, entries));
            self.at = 0;
            if std::mem::take(&mut self.pressed_early) {
                self.choose();
            }
        }
    }

    /// The text of the file that was asked for: its rows are verified, outside.
    pub fn on_read(&mut self, snapshot: &Snapshot, ticket: Ticket, text: Result<String, String>) {
        let Some(Wanted::File(file)) = self.answered(ticket) else {
            return;
        };
        self.reading = None;
        match text {
            Ok(text) => self.job.want(Work::Verify(Box::new(Verifying {
                snapshot: snapshot.clone(),
                purpose: self.purpose,
                file,
                text,
            }))),
            Err(why) => self.problem = why,
        }
    }

    /// The rows are verified.
    pub fn take(&mut self, verified: Result<Verified, String>) {
        match verified {
            Ok(verified) => self.verified = Some(verified),
            Err(why) => self.problem = why,
        }
    }

    /// Whether a file is being read or verified.
    pub fn is_busy(&self) -> bool {
        self.pressed_early || self.reading.is_some() || self.job.is_awaited()
    }

    /// Folders and CSV files that begin as the path does; hidden ones where a dot is typed.
    pub fn entries(&self) -> Vec<&Entry> {
        let (folder, begin) = self.split();
        let Some((of, Ok(entries))) = &self.listed else {
            return Vec::new();
        };
        let begin = fold(begin);
        let fits = |entry: &&Entry| {
            let name = fold(&entry.name);
            let hidden = name.starts_with('.') && !begin.starts_with('.');
            name.starts_with(&begin) && !hidden && (entry.folder || is_csv(&entry.name))
        };
        let entries = entries.iter().filter(|_| of == folder);
        entries.filter(fits).collect()
    }

    /// Why no entries are shown; `None`: they are, or they are on their way.
    pub fn nothing_listed(&self) -> Option<String> {
        match &self.listed {
            Some((_, Err(why))) => Some(why.clone()),
            Some((_, Ok(_))) if self.entries().is_empty() => {
                Some("No CSV file or folder here begins like this.".to_owned())
            }
            _ => None,
        }
    }

    /// Types into the path. False: the key means nothing to it.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        let taken = self.verified.is_none() && self.path.key(key);
        if taken {
            self.typed();
        }
        taken
    }

    /// Pastes into the path.
    pub fn paste(&mut self, text: &str) {
        if self.verified.is_none() {
            self.path.paste(text);
            self.typed();
        }
    }

    fn typed(&mut self) {
        self.at = 0;
        self.problem.clear();
        self.pressed_early = false;
        self.reading = None;
        self.job.give_up();
        // Nobody waits for that file any more.
        self.asked
            .take_if(|(_, wanted)| matches!(wanted, Wanted::File(_)));
    }

    /// Moves the cursor among the entries, or scrolls the rows.
    pub fn motion(&mut self, motion: Motion, page: usize) {
        match &mut self.verified {
            Some(verified) => {
                verified.scroll = motion.from(verified.scroll, verified.rows.len(), page);
            }
            None => self.at = motion.from(self.at, self.entries().len(), page),
        }
    }

    /// Takes the entry under the cursor into the path. Gives its path where it is a file.
    pub fn complete(&mut self) -> Option<String> {
        let entry = (*self.entries().get(self.at)?).clone();
        let (folder, _) = self.split();
        let slash = if entry.folder { "/" } else { "" };
        let path = format!("{folder}{}{slash}", entry.name);
        self.path.set(&path);
        self.typed();
        (!entry.folder).then_some(path)
    }

    /// Enter: into the folder, reads the file, goes on to the plan.
    pub fn press(&mut self) -> Chosen {
        if let Some(verified) = &mut self.verified {
            if let Some(command) = verified.command.take() {
                return Chosen::Command(verified.file.clone(), command);
            }
            "No row is in order: correct the file".clone_into(&mut self.problem);
            return Chosen::Stay;
        }
        if self.is_listed() {
            self.choose();
        } else {
            self.pressed_early = true;
        }
        Chosen::Stay
    }

    /// Into the folder under the cursor, or to its file.
    fn choose(&mut self) {
        let typed = self.path.text().to_owned();
        let nothing_fits = self.entries().is_empty();
        let file = self.complete();
        // A path that no entry fits is read as it stands: perhaps it does not end in .csv.
        self.reading = file.or_else(|| (nothing_fits && !typed.is_empty()).then_some(typed));
    }

    /// Whether it is known what is in the folder of the path, or why not.
    fn is_listed(&self) -> bool {
        let (folder, _) = self.split();
        self.listed.as_ref().is_some_and(|(of, _)| of == folder)
    }

    /// Esc: stops verifying, or from the rows back to the file. False: it was there.
    pub fn back(&mut self) -> bool {
        self.problem.clear();
        if self.is_busy() {
            self.typed();
            self.problem = FileFault::Stopped.to_string();
            return true;
        }
        self.verified.take().is_some()
    }
}
