//! Who else may get at the files, and links that could lead writes elsewhere.

use std::path::Path;

use super::files::{BACKUP, JOURNAL, LOCK};
use crate::store::fs::{Fs, Stat};
use crate::store::segments::USERS;
use crate::store::tenant_file;

const GROUP_OR_OTHERS_WRITE: u32 = 0o022;
const GROUP_OR_OTHERS: u32 = 0o077;

/// What is there of a tenant's folder and of what is in it, by its name for the reader.
pub(super) struct Present(Vec<(String, Stat)>);

/// Looks at the folder once.
pub(super) fn present(fs: &dyn Fs, dir: &Path) -> Present {
    let stat = |name: &str, path: &Path| Some((name.to_owned(), fs.stat(path).ok()?));
    let own = stat(&dir.display().to_string(), dir);
    let names = [tenant_file::NAME, JOURNAL, BACKUP, USERS, LOCK];
    let named = names.iter().filter_map(|name| stat(name, &dir.join(name)));
    let inside = [JOURNAL, USERS].into_iter().flat_map(|folder| {
        let inside = fs.stats(&dir.join(folder)).unwrap_or_default();
        let named = move |(name, stat)| (format!("{folder}/{name}"), stat);
        inside.into_iter().map(named)
    });
    Present(own.into_iter().chain(named).chain(inside).collect())
}

/// Why nothing may be written, in words: a file that somebody else could have written, or a link
/// that leads elsewhere.
pub(super) fn writable_by_others(Present(present): &Present) -> Option<String> {
    present.iter().find_map(|(name, stat)| {
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
pub(super) fn readable_by_others(Present(present): &Present) -> Option<String> {
    let mut files = present.iter().filter(|(_, stat)| !stat.folder);
    let (name, stat) = files.find(|(_, stat)| stat.mode & GROUP_OR_OTHERS != 0)?;
    Some(format!(
        "{name} can be read by others (mode {:04o}): run chmod -R go= on the tenant's folder",
        stat.mode
    ))
}
