//! What the documentation shows of the program, made by the program itself: pictures of its screens
//! and the README's table of keys. Opens no file: `cli` writes them, a test compares them.

mod palette;
mod screens;
mod svg;

use crate::portal::keymap;
use crate::store::StoreError;

pub use screens::Picture;

/// Where the table of keys begins in the README.
const BEGIN: &str = "<!-- keys -->\n";
/// Where it ends.
const END: &str = "<!-- /keys -->";

/// The pictures, as SVG. Always the same for one state of the program.
///
/// # Errors
///
/// Where the embedded demo tenant is broken, which a test rules out.
pub fn pictures() -> Result<Vec<Picture>, StoreError> {
    screens::all()
}

/// The README with the table of keys as the keymap has it. `None`: it has no place for one.
pub fn with_keys(readme: &str) -> Option<String> {
    let (before, rest) = readme.split_once(BEGIN)?;
    let (_, behind) = rest.split_once(END)?;
    let keys = keymap::markdown();
    Some(format!("{before}{BEGIN}{keys}{END}{behind}"))
}
