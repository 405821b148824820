//! The next sign-ins of everybody a plan concerns, counted: `23 × registration · 1 × as before`.

use super::{After, Line, Place, forecast};
use crate::domain::directory::Directory;
use crate::domain::plan::{Outcome, Plan};
use crate::domain::time::Timestamp;

/// So many users, and what their next sign-in is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// How many.
    pub users: usize,
    /// What comes: `registration`, `as before`.
    pub text: String,
}

/// Counts the users of `plan` by their next sign-in, most users first. Whose row is refused
/// altogether is not counted.
pub fn summary(directory: &dyn Directory, plan: &Plan, now: Timestamp) -> Vec<Count> {
    let after = After::new(directory, plan);
    let mut counts: Vec<Count> = Vec::new();
    let rows = plan.rows.iter().filter(|row| {
        let refused = |part: &_| matches!(part, Outcome::Refused(_));
        !row.parts.iter().all(|part| refused(&part.outcome))
    });
    for user in rows.filter_map(|row| row.user) {
        let before = forecast(directory, user, now);
        let text = change(&before, &forecast(&after, user, after.now(now)));
        match counts.iter_mut().find(|count| count.text == text) {
            Some(count) => count.users += 1,
            None => counts.push(Count { users: 1, text }),
        }
    }
    counts.sort_by_key(|count| std::cmp::Reverse(count.users));
    counts
}

/// What the next sign-in of one user becomes, in short: in a new browser if that changes, else what
/// changes where, else `as before`.
pub fn change(before: &[Line], after: &[Line]) -> String {
    let changed = |line: &&Line| {
        !before
            .iter()
            .any(|old| old.place == line.place && old.met == line.met && old.code == line.code)
    };
    let new_browser = |line: &&Line| line.place == Place::NewBrowser;
    if let Some(line) = after.iter().filter(new_browser).find(changed) {
        return line.in_short();
    }
    // A device that is forgotten is a new browser from then on.
    let now = after.iter().find(new_browser);
    let gone = |line: &&Line| !after.iter().any(|own| own.place == line.place);
    for line in before.iter().filter(gone) {
        match (&line.place, now) {
            (Place::Device(..), Some(now)) if now.met != line.met || now.code != line.code => {
                return format!("{} on forgotten devices", now.in_short());
            }
            (Place::AppPassword(..), _) => return "as before, but no non-browser apps".to_owned(),
            _ => {}
        }
    }
    match after.iter().find(changed) {
        Some(line) => format!("{} in {}", line.in_short(), line.place.label()),
        None => "as before".to_owned(),
    }
}
