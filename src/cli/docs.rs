//! `proofup docs`: renews what the documentation shows of the program. Not for users, so it is not
//! in `--help`.

use std::fs;
use std::io::Write;
use std::path::Path;

use super::Failure;
use crate::docs;

/// Writes the pictures and the README's table of keys below `dir`, the package's folder.
pub(super) fn run(dir: &Path, out: &mut impl Write) -> Result<(), Failure> {
    for picture in docs::pictures()? {
        put(&dir.join(picture.path), &picture.svg, out)?;
    }
    let path = dir.join("README.md");
    let shown = path.display();
    let readme = fs::read_to_string(&path).map_err(|error| {
        Failure::said(format!(
            "{shown} cannot be read ({error}): give the package's folder"
        ))
    })?;
    let renewed = docs::with_keys(&readme).ok_or_else(|| {
        Failure::said(format!(
            "{shown} has no <!-- keys --> and <!-- /keys --> to put the keys between: add them"
        ))
    })?;
    put(&path, &renewed, out)
}

fn put(path: &Path, text: &str, out: &mut impl Write) -> Result<(), Failure> {
    let shown = path.display();
    let parent = path.parent().unwrap_or(path);
    fs::create_dir_all(parent)
        .and_then(|()| fs::write(path, text))
        .map_err(|error| {
            Failure::said(format!(
                "{shown} cannot be written ({error}): give the package's folder"
            ))
        })?;
    Ok(writeln!(out, "{shown}")?)
}
