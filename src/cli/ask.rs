//! Asking whoever runs a command, on the terminal.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use super::Failure;
use crate::domain::secret::Secret;

/// A question that is answered by `y` or `yes`; anything else is no. `otherwise` is said where
/// nobody can be asked.
pub(super) fn agreed(question: &str, otherwise: &str) -> Result<bool, Failure> {
    let stdin = io::stdin();
    if !stdin.is_terminal() {
        return Err(Failure::said(otherwise));
    }
    // On stderr, so that it is seen where the output goes elsewhere.
    let _ = write!(io::stderr(), "{question} [y/N] ");
    let mut answer = String::new();
    stdin.lock().read_line(&mut answer)?;
    let answer = answer.trim().to_lowercase();
    Ok(answer == "y" || answer == "yes")
}

/// The password of `upn`: typed on the terminal, where it is not shown, else the first line of the
/// standard input.
pub(super) fn password(upn: &str) -> Result<Secret, Failure> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        let typed = rpassword::prompt_password(format!("Password of {upn}: "));
        return Ok(Secret::new(typed?));
    }
    let mut line = String::new();
    stdin.lock().read_line(&mut line)?;
    Ok(Secret::new(line.trim_end_matches(['\r', '\n'])))
}
