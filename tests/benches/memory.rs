//! What a portal takes of the memory, in a process that nothing else was done in: what others freed
//! would be used again and not be seen.

use std::process::Command;

use crossterm::event::KeyCode;

use super::{Everybody, Portal, Sink};

/// The word that has this program be that process.
pub const CHILD: &str = "memory-of";

/// Kilobytes that a portal over so many users takes that sorted, searched and marked all.
pub fn child(users: u32) -> usize {
    let everybody = Everybody::of(users);
    let before = resident();
    let mut portal = Portal::new(&everybody, Sink::ours());
    portal.keys(&['s', 'A', '/', 'e', 'm'].map(KeyCode::Char));
    resident().saturating_sub(before)
}

/// The same, as the process says it.
pub fn of(users: u32) -> String {
    let mut child = Command::new(std::env::current_exe().unwrap());
    let output = child.args([CHILD, &users.to_string()]).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Kilobytes of this process in memory; 0 where the system does not tell.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().split(' ').next()?.parse().ok());
    kilobytes.unwrap_or(0)
}
