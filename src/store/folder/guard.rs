//! Who else may get at the files, and links that could lead writes elsewhere.

use std::path::Path;

use super::files::{BACKUP, JOURNAL, LOCK};
use crate::store::fs::{Fs, Stat};
use crate::store::tenant_file;

const GROUP_OR_OTHERS_WRITE: u32 = 0o022;
const GROUP_OR_OTHERS: u32 = 0o077;

/// What is there of the folder and of what is in it, by its name for the reader.
fn present(fs: &dyn Fs, dir: &Path) -> Vec<(String, Stat)> {
    let mut names: Vec<String> = [tenant_file::NAME, JOURNAL, BACKUP, LOCK]
        .map(str::to_owned)
        .to_vec();
    let journals = fs.list(&dir.join(JOURNAL)).unwrap_or_default();
    names.extend(journals.into_iter().map(|name| format!("{JOURNAL}/{name}")));
    let own = fs
        .stat(dir)
        .ok()
        .map(|stat| (dir.display().to_string(), stat));
    let stats = names.into_iter().filter_map(|name| {
        let stat = fs.stat(&dir.join(&name)).ok()?;
        Some((name, stat))
    });
    own.into_iter().chain(stats).collect()
}

/// Why nothing may be written, in words: a file that somebody else could have written, or a link
/// that leads elsewhere.
pub(super) fn writable_by_others(fs: &dyn Fs, dir: &Path) -> Option<String> {
    present(fs, dir).into_iter().find_map(|(name, stat)| {
        if stat.link {
            return Some(format!(
                "{name} is a symbolic link: put the file itself in its place"
            ));
        }
        let wide = stat.mode & GROUP_OR_OTHERS_WRITE != 0;
        wide.then(|| {
            format!(
                "{name} can be changed by others (mode {:04o}): run chmod go-w on it",
                stat.mode
            )
        })
    })
}

/// Which file others can read, in words. A folder that they can list gives away no more than names.
pub(super) fn readable_by_others(fs: &dyn Fs, dir: &Path) -> Option<String> {
    let own = present(fs, dir);
    let mut files = own.iter().filter(|(_, stat)| !stat.folder);
    let (name, stat) = files.find(|(_, stat)| stat.mode & GROUP_OR_OTHERS != 0)?;
    Some(format!(
        "{name} can be read by others (mode {:04o}): run chmod -R go= on the tenant's folder",
        stat.mode
    ))
}
