//! Where things are kept on this computer.

use std::io::Write;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use super::arguments::Options;
use super::view_file::ViewFile;
use super::{Failure, tenant};

/// A person's own keys, in the config folder.
pub(super) const KEYS: &str = "keys.ron";
/// A person's own theme, in the config folder.
pub(super) const THEME: &str = "theme.ron";

/// The platform's folders for this program; `None`: there is no home folder.
pub(super) fn project() -> Option<ProjectDirs> {
    ProjectDirs::from("", "", "proofup")
}

/// What is remembered from one run to the next.
pub(super) fn state_folder() -> Option<PathBuf> {
    let project = project()?;
    let state = project.state_dir();
    Some(state.unwrap_or(project.data_local_dir()).to_owned())
}

/// Prints each place, tabs between what it is, the path and whether it is there.
pub(super) fn run(options: &Options, out: &mut impl Write) -> Result<(), Failure> {
    let project = project()
        .ok_or_else(|| Failure::said("no home folder, so there are no default places: set HOME"))?;
    let keys = options.keys.clone();
    let folder = tenant::folder(options)?;
    let view = ViewFile::path_of(&folder);
    let rows = [
        ("config folder", project.config_dir().to_owned()),
        (
            "keys",
            keys.unwrap_or_else(|| project.config_dir().join(KEYS)),
        ),
        ("theme", project.config_dir().join(THEME)),
        ("data folder", project.data_dir().to_owned()),
        ("tenant", folder),
        ("saved view", view.unwrap_or_default()),
    ];
    for (what, path) in rows {
        row(what, &path, out)?;
    }
    Ok(())
}

fn row(what: &str, path: &Path, out: &mut impl Write) -> Result<(), Failure> {
    let there = if path.exists() { "exists" } else { "absent" };
    Ok(writeln!(out, "{what}\t{}\t{there}", path.display())?)
}
