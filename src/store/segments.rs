//! The users of a large tenant: segment files in the order of their names, indexed and not parsed
//! (`store.md` 6). What lists show is in memory, as columns; a record is read from its file when
//! somebody asks for the user. Users that were changed since are laid over the files.

mod apply;
mod base;
mod check;
mod columns;
mod file;
mod head;
mod large;
mod moved;
#[cfg(test)]
mod mutants;
mod page;
mod read;
mod reading;
mod rewrite;
mod scan;
mod segment;
mod sort;
mod tables;
mod touched;

pub(super) use base::Base;
pub(super) use file::{SegmentEntry, Writer, even, number_of};
pub(super) use large::Large;
pub(super) use page::Page;
pub(super) use read::{Damage, look, page, read};
pub(super) use rewrite::line_of;
pub(super) use segment::Segment;
pub(super) use sort::Sorter;

/// How many users a segment file has when it is written, at most.
pub(super) const SEGMENT: usize = 4096;
/// The folder of the segment files.
pub(super) const USERS: &str = "users";
