//! The file of the saved view: one for each tenant's folder, since the lock of that folder leaves
//! one writer, who is then the only one here too. Copies of a tenant are looked at one by one.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use super::paths;
use crate::preferences::{SavedView, Unread, print_saved_view, saved_view};

/// Larger than any such file that is written.
const LARGEST: u64 = 1 << 20;
/// Letters of the folder's name in that of the file.
const NAME: usize = 40;

/// The file, and what was in it.
#[derive(Debug, Clone)]
pub struct ViewFile {
    path: PathBuf,
    read: SavedView,
    /// Whether it may be written.
    own: bool,
}

impl ViewFile {
    /// Where the view of the tenant in `dir` is kept; `None`: there is no home folder.
    pub(super) fn path_of(dir: &Path) -> Option<PathBuf> {
        let whole = dir.canonicalize().or_else(|_| std::path::absolute(dir));
        let whole = whole.unwrap_or_else(|_| dir.to_owned());
        let name = whole.file_name().unwrap_or_default().to_string_lossy();
        let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
        let name: String = name.chars().filter(|one| plain(*one)).take(NAME).collect();
        let sum = crc32fast::hash(whole.as_os_str().as_encoded_bytes());
        let file = format!("{name}-{sum:08x}.ron");
        Some(paths::state_folder()?.join("views").join(file))
    }

    /// Reads the view of the tenant in `dir`. It may be written where the tenant is `writable`. Also
    /// gives what is to be told of a file that is not followed.
    pub(super) fn open(dir: &Path, writable: bool) -> Option<(Self, Option<String>)> {
        Some(Self::read(Self::path_of(dir)?, writable))
    }

    fn read(path: PathBuf, writable: bool) -> (Self, Option<String>) {
        let mut file = Self {
            path,
            read: SavedView::default(),
            own: writable,
        };
        let told = match text_of(&file.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => {
                file.own = false;
                Some(format!("{error}; it is left alone"))
            }
            Ok(text) => match saved_view(&text) {
                Ok(view) => {
                    file.read = view;
                    None
                }
                Err(why @ Unread::Newer(_)) => {
                    file.own = false;
                    Some(format!(
                        "{why}; it is left alone, and this view is not kept"
                    ))
                }
                Err(why) if writable => Some(match aside(&file.path) {
                    Ok(name) => format!("{why}; it is kept as {name}"),
                    Err(error) => {
                        file.own = false;
                        format!("{why}; it is left alone, since it cannot be renamed: {error}")
                    }
                }),
                Err(why) => Some(format!("{why}; it is left alone")),
            },
        };
        let shown = file.path.display();
        let told = told.map(|why| {
            format!("The saved view is not followed, lists are as at first: {shown}: {why}.")
        });
        (file, told)
    }

    /// How the tenant was looked at last.
    pub fn view(&self) -> &SavedView {
        &self.read
    }

    /// Writes `view`, where it is another one and may be written. In one line why it cannot be.
    pub fn keep(&self, view: &SavedView) -> Result<(), String> {
        if !self.own || *view == self.read {
            return Ok(());
        }
        write(&self.path, &print_saved_view(view)).map_err(|error| {
            let shown = self.path.display();
            format!("how you arranged the lists is not kept: {shown}: {error}")
        })
    }
}

fn text_of(path: &Path) -> io::Result<String> {
    let facts = std::fs::metadata(path)?;
    if !facts.is_file() || facts.len() > LARGEST {
        return Err(io::Error::other("it is no file of text below 1 MB"));
    }
    std::fs::read_to_string(path)
}

/// Gives a broken file another name, one that is free.
fn aside(path: &Path) -> io::Result<String> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let names = (1..).map(|nth| match nth {
        1 => format!("{name}.broken"),
        nth => format!("{name}.broken-{nth}"),
    });
    for name in names {
        let to = path.with_file_name(&name);
        // A link is never made over a file that is there.
        match std::fs::hard_link(path, &to) {
            Ok(()) => {
                std::fs::remove_file(path)?;
                return Ok(name);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Writes beside the old file and takes its place when all of it is there.
fn write(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = folder.join(format!(".{name}.{}", std::process::id()));
    // One that a process of the same number left behind is nobody's.
    let _ = std::fs::remove_file(&beside);
    let written = create(&beside, text).and_then(|()| std::fs::rename(&beside, path));
    written.inspect_err(|_| {
        let _ = std::fs::remove_file(&beside);
    })
}

fn create(path: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    let options = options.write(true).create_new(true).mode(0o600);
    let mut file: File = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn arranged() -> SavedView {
        SavedView {
            mouse: false,
            ..SavedView::default()
        }
    }

    fn read(path: &Path, writable: bool) -> (ViewFile, Option<String>) {
        ViewFile::read(path.to_owned(), writable)
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).into_iter().flatten();
        let names = entries.map(|entry| entry.unwrap().file_name());
        let mut names: Vec<_> = names.map(|name| name.to_string_lossy().into()).collect();
        names.sort();
        names
    }

    #[test]
    fn it_is_written_whole_for_its_owner_only_and_only_when_it_is_another_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("views/contoso.ron");
        let (file, told) = read(&path, true);
        assert_eq!((file.view(), told), (&SavedView::default(), None));
        file.keep(&SavedView::default()).unwrap();
        assert!(!path.exists());
        file.keep(&arranged()).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(path.parent().unwrap()), 0o700);
        assert_eq!(names(path.parent().unwrap()), ["contoso.ron"]);
        let (file, told) = read(&path, true);
        assert_eq!((file.view(), told), (&arranged(), None));
        // Unchanged: a folder that takes nothing is no matter.
        fs::remove_dir_all(path.parent().unwrap()).unwrap();
        file.keep(&arranged()).unwrap();
        assert!(!path.exists());
    }

    #[test]
    fn who_may_not_write_reads_it_and_leaves_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("contoso.ron");
        read(&path, true).0.keep(&arranged()).unwrap();
        let before = fs::read(&path).unwrap();
        let (file, _) = read(&path, false);
        assert_eq!(file.view(), &arranged());
        file.keep(&SavedView::default()).unwrap();
        assert_eq!(fs::read(&path).unwrap(), before);
    }

    #[test]
    fn a_broken_one_is_told_and_kept_aside_beside_earlier_ones() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("contoso.ron");
        for broken in ["contoso.ron.broken", "contoso.ron.broken-2"] {
            fs::write(&path, broken).unwrap();
            let told = read(&path, false).1.unwrap();
            assert!(told.ends_with("it is left alone."), "{told}");
            assert!(path.exists());
            let (file, told) = read(&path, true);
            let told = told.unwrap();
            assert!(told.contains("contoso.ron: 1:1: "), "{told}");
            assert!(
                told.ends_with(&format!("it is kept as {broken}.")),
                "{told}"
            );
            assert_eq!(file.view(), &SavedView::default());
            file.keep(&arranged()).unwrap();
            assert_eq!(read(&path, true).1, None);
        }
        let all = ["contoso.ron", "contoso.ron.broken", "contoso.ron.broken-2"];
        assert_eq!(names(folder.path()), all);
        for broken in &all[1..] {
            let kept = fs::read_to_string(folder.path().join(broken)).unwrap();
            assert_eq!(kept, *broken);
        }
    }

    #[test]
    fn a_later_one_and_what_is_no_file_are_told_and_never_written() {
        let folder = tempfile::tempdir().unwrap();
        let later = folder.path().join("later.ron");
        fs::write(&later, "(version: 7)").unwrap();
        let (file, told) = read(&later, true);
        assert!(told.unwrap().contains("version 7"));
        file.keep(&arranged()).unwrap();
        assert_eq!(fs::read_to_string(&later).unwrap(), "(version: 7)");
        let (file, told) = read(folder.path(), true);
        assert!(told.unwrap().contains("no file of text"));
        file.keep(&arranged()).unwrap();
        assert!(folder.path().is_dir());
    }

    #[test]
    fn what_cannot_be_written_is_said_in_one_line_and_leaves_no_rest() {
        let folder = tempfile::tempdir().unwrap();
        let wall = folder.path().join("wall");
        fs::write(&wall, "").unwrap();
        let (file, told) = read(&wall.join("views/contoso.ron"), true);
        // The wall is in the way of reading too.
        assert!(told.is_some() && file.keep(&arranged()).is_ok());
        let into = ViewFile { own: true, ..file };
        let why = into.keep(&arranged()).unwrap_err();
        assert!(
            why.contains("is not kept") && why.lines().count() == 1,
            "{why}"
        );
        assert_eq!(names(folder.path()), ["wall"]);
    }

    #[test]
    fn each_folder_has_a_file_of_its_own_however_it_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (
            folder.path().join("a/contoso"),
            folder.path().join("b/contoso"),
        );
        for dir in [&one, &other] {
            fs::create_dir_all(dir).unwrap();
        }
        let file = |dir: &Path| {
            ViewFile::path_of(dir)
                .unwrap()
                .file_name()
                .unwrap()
                .to_owned()
        };
        assert_ne!(file(&one), file(&other));
        assert_eq!(file(&one), file(&folder.path().join("b/../a/contoso")));
        assert!(file(&one).to_string_lossy().starts_with("contoso-"));
    }
}
