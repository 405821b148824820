//! What is there on both sides of damage in a journal, in words.

use std::path::Path;

use crate::domain::directory::Revision;
use crate::store::folder::files::JOURNAL;
use crate::store::fs::Fs;
use crate::store::journal::{self, Entry};

/// So much of a line that cannot be read is shown, in characters.
const EXCERPT: usize = 72;

/// What is sound.
pub(super) fn before(entries: &[Entry], revision: Revision) -> String {
    match entries.last() {
        Some(entry) => format!("before it: {}", named(entry)),
        None => format!("before it: tenant.ron, as of entry {revision}"),
    }
}

/// Each line behind the last good one: what it says, if it can be read at all.
pub(super) fn behind(rest: &[u8]) -> Vec<String> {
    let lines = rest.split(|&byte| byte == b'\n');
    let lines = lines.filter(|line| !line.is_empty());
    lines
        .map(|line| format!("behind it: {}", said(line)))
        .collect()
}

/// The journal files that come behind the one which begins with entry `first`.
pub(super) fn later_files(fs: &dyn Fs, dir: &Path, first: u64) -> Vec<u64> {
    let names = fs.list(&dir.join(JOURNAL)).unwrap_or_default();
    let firsts = names.iter().filter_map(|name| journal::first_of(name));
    let mut later: Vec<u64> = firsts.filter(|&other| other > first).collect();
    later.sort_unstable();
    later
}

/// What a whole file behind the damage holds.
pub(super) fn file(fs: &dyn Fs, dir: &Path, first: u64) -> String {
    let name = journal::file_name(first);
    let bytes = fs.read(&dir.join(JOURNAL).join(&name), 0);
    let lines = bytes
        .unwrap_or_default()
        .split(|&byte| byte == b'\n')
        .count();
    // Its first line is no entry, and behind the last line feed there is nothing.
    let entries = lines.saturating_sub(2);
    format!("behind it: {JOURNAL}/{name} with {entries} lines from entry {first} on")
}

fn said(line: &[u8]) -> String {
    let text = journal::stated(line).map_or(line, |(text, _)| text);
    if let Ok(entry) = crate::store::ron_options().from_bytes::<Entry>(text) {
        return named(&entry);
    }
    // The beginning says who and when; behind it there may be a hash, which is never shown.
    let text = String::from_utf8_lossy(line);
    let head = text.split(",facts:").next().unwrap_or_default();
    let shown = if head.starts_with("(n:") { head } else { "" };
    let shown: String = shown.chars().take(EXCERPT).collect();
    format!("{} bytes that are no entry: {shown}...", line.len())
}

fn named(entry: &Entry) -> String {
    format!(
        "entry {}, \"{}\", by {} on {}",
        entry.n,
        entry.title,
        entry.by,
        entry.at.date_and_time()
    )
}
