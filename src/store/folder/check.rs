//! Reading a whole folder to say what is wrong in it. Takes no lock and writes nothing.

use std::path::Path;

use super::guard;
use super::load::load;
use crate::domain::directory::Directory;
use crate::store::StoreError;
use crate::store::fs::Fs;

/// What reading a whole tenant brought to light.
#[derive(Debug, PartialEq, Eq)]
pub struct Checked {
    /// How many users there are.
    pub users: usize,
    /// Why it would be opened for reading only: damage in the journal.
    pub damage: Option<String>,
    /// What to know, though nothing is lost.
    pub notices: Vec<String>,
}

/// Reads the tenant in `dir` whole.
///
/// # Errors
///
/// Where it could not be opened at all; [`StoreError::Damaged`] has a line for each fault, with
/// its place.
pub fn check(fs: &dyn Fs, dir: &Path) -> Result<Checked, StoreError> {
    let loaded = load(fs, dir)?;
    let mut notices = loaded.notices;
    notices.extend(guard::readable_by_others(fs, dir));
    if loaded.torn.is_some() {
        notices.push("1 unfinished change will be dropped when it is opened".to_owned());
    }
    if loaded.edited {
        notices.push("tenant.ron was edited by hand since it was last opened".to_owned());
    }
    Ok(Checked {
        users: loaded.tenant.len(),
        damage: loaded.damage,
        notices,
    })
}
