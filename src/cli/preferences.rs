//! Keys and theme: where a person's own are read from, and printing what is in force.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::arguments::{Options, Theme as Chosen};
use super::{Failure, paths};
use crate::preferences::{self, Fault, Keymap, Preferences, Theme};

/// Larger than any file that a person writes.
const LARGEST: u64 = 1 << 20;

/// Prints the keys in force.
pub(super) fn keys(options: &Options, out: &mut impl Write) -> Result<(), Failure> {
    let keymap = keymap(options).map_err(Failure::Several)?;
    Ok(out.write_all(preferences::print_keys(&keymap).as_bytes())?)
}

/// Prints the theme in force.
pub(super) fn theme(options: &Options, out: &mut impl Write) -> Result<(), Failure> {
    let theme = chosen_theme(options).map_err(Failure::Several)?;
    Ok(out.write_all(preferences::print_theme(&theme).as_bytes())?)
}

/// What the person prefers. Every fault of both files is told.
pub(super) fn read(options: &Options) -> Result<Preferences, Failure> {
    match (keymap(options), chosen_theme(options)) {
        (Ok(keymap), Ok(theme)) => Ok(Preferences {
            keymap: Arc::new(keymap),
            theme,
        }),
        (keys, theme) => {
            let mut faults = keys.err().unwrap_or_default();
            faults.extend(theme.err().unwrap_or_default());
            Err(Failure::Several(faults))
        }
    }
}

fn keymap(options: &Options) -> Result<Keymap, Vec<String>> {
    let own = own_file(options.keys.as_deref(), paths::KEYS);
    own.map_or_else(
        || Ok(Keymap::default()),
        |path| of_file(&path, preferences::keys),
    )
}

fn chosen_theme(options: &Options) -> Result<Theme, Vec<String>> {
    let named = match &options.theme {
        Some(Chosen::BuiltIn(name)) => return Ok(Theme::called(name).unwrap_or_default()),
        Some(Chosen::File(path)) => Some(path.as_path()),
        None => None,
    };
    let own = own_file(named, paths::THEME);
    own.map_or_else(
        || Ok(Theme::default()),
        |path| of_file(&path, preferences::theme),
    )
}

/// The file that was named, else the one of the config folder, where there is one.
fn own_file(named: Option<&Path>, name: &str) -> Option<PathBuf> {
    named.map(Path::to_owned).or_else(|| {
        let path = paths::project()?.config_dir().join(name);
        path.exists().then_some(path)
    })
}

fn of_file<T>(
    path: &Path,
    parse: impl Fn(&str) -> Result<T, Vec<Fault>>,
) -> Result<T, Vec<String>> {
    let shown = path.display();
    let read = || -> io::Result<String> {
        let facts = std::fs::metadata(path)?;
        if !facts.is_file() || facts.len() > LARGEST {
            return Err(io::Error::other("it is no file of text below 1 MB"));
        }
        std::fs::read_to_string(path)
    };
    let text = read().map_err(|why| vec![format!("{shown} cannot be read: {why}")])?;
    parse(&text).map_err(|faults| {
        let told = faults.iter().map(|fault| format!("{shown}:{fault}"));
        told.collect()
    })
}
