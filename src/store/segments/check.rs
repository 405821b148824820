//! Reading every record of a large tenant to say what is wrong in it.

use std::collections::HashSet;

use uuid::Uuid;

use super::large::Large;
use super::segment::Segment;
use crate::domain::directory::Directory;
use crate::domain::user::User;
use crate::store::canonical;
use crate::store::invariants::{lists, upn_fault};

impl Large {
    /// What is wrong in the records, each with its file and line, beyond what reading the columns
    /// brought to light. Holds one record at a time.
    pub(in crate::store) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for segment in &self.base.segments {
            let mut bytes = Vec::new();
            for row in 0..segment.columns.len() {
                let mut fault = |why: String| {
                    // The first line is the opening bracket.
                    faults.push(format!("{}:{}: {why}", segment.entry.file, row + 2));
                };
                match record(segment, row, &mut bytes) {
                    Ok(user) => {
                        upn_fault(&user.upn, self.facts()).map(&mut fault);
                        twice(&user).map(&mut fault);
                    }
                    Err(why) => fault(why),
                }
            }
        }
        faults
    }
}

fn record(segment: &Segment, row: usize, bytes: &mut Vec<u8>) -> Result<User, String> {
    let record = segment.record(row, bytes).ok_or("it cannot be read")?;
    let user: User = canonical::read(record)
        .map_err(|error| format!("column {}: {}", error.span.start.col, error.code))?;
    Ok(user)
}

/// An id that is in one list of a user twice.
fn twice(user: &User) -> Option<String> {
    lists(user).into_iter().find_map(|(field, ids)| {
        let mut seen: HashSet<Uuid> = HashSet::new();
        let twice = ids.into_iter().find(|id| !seen.insert(*id))?;
        let upn = &user.upn;
        Some(format!(
            "the id {twice} is in the {field} of {upn} twice; change or remove one"
        ))
    })
}
