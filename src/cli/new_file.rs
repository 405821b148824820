//! A file that a command writes: it must not be there yet, is for its owner only, and is whole or
//! is not there.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use super::Failure;

const OWNER_ONLY: u32 = 0o600;

/// Makes the file `path` of what `fill` writes.
pub(super) fn write<T>(
    path: &Path,
    fill: impl FnOnce(&mut BufWriter<File>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let shown = path.display();
    let said = |error: io::Error| {
        Failure::said(match error.kind() {
            io::ErrorKind::AlreadyExists => format!("{shown} exists already: choose another name"),
            io::ErrorKind::NotFound => format!("{shown}: there is no such folder: choose another"),
            _ => format!("{shown} cannot be written: {error}"),
        })
    };
    let mut options = OpenOptions::new();
    let file = options.write(true).create_new(true).mode(OWNER_ONLY);
    let mut file = BufWriter::new(file.open(path).map_err(said)?);
    let filled = fill(&mut file).and_then(|value| {
        file.flush().map_err(said)?;
        file.get_ref().sync_all().map_err(said)?;
        Ok(value)
    });
    filled.map_err(|failure| {
        // Half a file helps nobody.
        let _ = std::fs::remove_file(path);
        match failure {
            // What was written into the file, not to the standard output.
            Failure::Output(error) => said(error),
            other => other,
        }
    })
}
