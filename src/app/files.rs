//! Files that somebody picks in the portal: listed and read here, because the portal opens none.

use std::fs;
use std::io;
use std::path::PathBuf;

use directories::BaseDirs;

use crate::portal::effect::Entry;

/// More than any tenant's users as CSV.
const LARGEST: u64 = 64 << 20;

/// The folders and files in `folder`, by name. Names that are no text are left out: they cannot
/// be typed.
pub fn list(folder: &str) -> Result<Vec<Entry>, String> {
    let read = || -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(path(folder))? {
            let entry = entry?;
            if let Ok(name) = entry.file_name().into_string() {
                // Follows links, as opening does; what has gone meanwhile is no folder.
                let folder = fs::metadata(entry.path()).is_ok_and(|facts| facts.is_dir());
                entries.push(Entry { name, folder });
            }
        }
        entries.sort();
        Ok(entries)
    };
    read().map_err(|why| format!("{} cannot be listed: {why}", shown(folder)))
}

/// The text of the file at `file`.
pub fn read(file: &str) -> Result<String, String> {
    let path = path(file);
    let facts = fs::metadata(&path).map_err(|why| format!("{file} cannot be read: {why}"))?;
    // A pipe or a device might never end.
    if !facts.is_file() {
        return Err(format!("{file} is not a file"));
    }
    if facts.len() > LARGEST {
        return Err(format!("{file} is larger than 64 MB: split it"));
    }
    fs::read_to_string(&path).map_err(|why| match why.kind() {
        io::ErrorKind::InvalidData => {
            format!("{file} is not UTF-8 text: save it as \"CSV UTF-8\"")
        }
        _ => format!("{file} cannot be read: {why}"),
    })
}

fn shown(folder: &str) -> &str {
    if folder.is_empty() {
        "This folder"
    } else {
        folder
    }
}

/// `~/` is the home folder, as in a shell; nothing is the folder one is in.
fn path(text: &str) -> PathBuf {
    let home = text.strip_prefix("~/").zip(BaseDirs::new());
    match home {
        Some((rest, directories)) => directories.home_dir().join(rest),
        None if text.is_empty() => PathBuf::from("."),
        None => PathBuf::from(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_and_files_are_listed_and_text_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        fs::write(at("users.csv"), "Username,MFA Status\n").unwrap();
        fs::write(at("latin.csv"), b"caf\xe9").unwrap();
        fs::create_dir(at("older")).unwrap();
        let entries = list(&at("")).unwrap();
        let names = entries.iter().map(|entry| (&*entry.name, entry.folder));
        let expected = [("latin.csv", false), ("older", true), ("users.csv", false)];
        assert!(names.eq(expected), "{entries:?}");
        assert_eq!(read(&at("users.csv")).unwrap(), "Username,MFA Status\n");
        for (bad, why) in [
            ("latin.csv", "not UTF-8"),
            ("older", "not a file"),
            ("gone.csv", "cannot be read"),
        ] {
            assert!(read(&at(bad)).unwrap_err().contains(why), "{bad}");
        }
        assert!(list(&at("gone/")).unwrap_err().contains("cannot be listed"));
    }
}
