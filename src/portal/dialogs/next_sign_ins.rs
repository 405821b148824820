//! What a plan does to the next sign-ins of those it concerns: the forecast before and after.

use std::collections::HashSet;

use crate::domain::clock;
use crate::domain::directory::Directory;
use crate::domain::forecast::{self, After, Count, Line};
use crate::domain::id::UserId;
use crate::domain::plan::{Outcome, Plan, Row};
use crate::domain::time::Timestamp;

/// A forecast is made at every tick of a box: for so many users at most, which keeps it within a
/// frame.
pub const MOST: usize = 64;

/// The next sign-ins of a plan's users.
#[derive(Debug, Default)]
pub struct NextSignIns {
    /// User by user, in the plan's order.
    pub users: Vec<NextSignIn>,
    /// Users by what their next sign-in becomes, most first.
    pub counts: Vec<Count>,
    /// How many users were not looked at any more.
    pub left_out: usize,
}

/// The next sign-in of one user.
#[derive(Debug)]
pub struct NextSignIn {
    /// Who.
    pub user: UserId,
    /// As things are.
    pub before: Vec<Line>,
    /// Once the plan is carried out.
    pub after: Vec<Line>,
    /// What it becomes, in short.
    pub change: String,
}

impl NextSignIns {
    /// Of the users of `plan`, those aside whose row is refused altogether.
    pub fn of(directory: &dyn Directory, plan: &Plan, now: Timestamp) -> Self {
        let concerned = concerned(directory, plan, now);
        let users: Vec<_> = concerned.iter().copied().take(MOST).collect();
        let rows = plan.rows.iter().filter(|row| !refused(row));
        let rows = rows.filter(|row| row.user.is_none_or(|user| users.contains(&user)));
        let first = plan.only(rows.cloned().collect());
        let after = After::new(directory, &first);
        let then = after.now(now);
        let users: Vec<_> = users
            .into_iter()
            .map(|user| {
                let before = forecast::forecast(directory, user, now);
                let after = forecast::forecast(&after, user, then);
                let change = forecast::change(&before, &after);
                NextSignIn {
                    user,
                    before,
                    after,
                    change,
                }
            })
            .collect();
        Self {
            counts: counts(&users),
            left_out: concerned.len() - users.len(),
            users,
        }
    }

    /// Of this user, where the plan concerns them.
    pub fn user(&self, user: UserId) -> Option<&NextSignIn> {
        self.users.iter().find(|next| next.user == user)
    }
}

impl NextSignIn {
    /// Places whose outcome changes or that are gone, with the outcome before and after.
    pub fn changes(&self) -> impl Iterator<Item = (String, String, String)> {
        let gone = self.before.iter().filter_map(|old| {
            let left = self.after.iter().any(|line| line.place == old.place);
            (!left).then(|| (old.place.label(), old.outcome(), "forgotten".to_owned()))
        });
        let other = self.after.iter().filter_map(|line| {
            let old = self.before.iter().find(|old| old.place == line.place);
            let before = old.map_or_else(|| "none".to_owned(), Line::outcome);
            let after = line.outcome();
            (before != after).then(|| (line.place.label(), before, after))
        });
        gone.chain(other)
    }
}

/// Whom `plan` concerns: the users of its rows, or those for whom something runs out where it sets
/// the clock.
fn concerned(directory: &dyn Directory, plan: &Plan, now: Timestamp) -> Vec<UserId> {
    let then = then(directory, plan, now);
    if then != now {
        let mut seen = HashSet::new();
        let passing = clock::passing(directory, now, then).into_iter();
        let users = passing.map(|passing| passing.user);
        return users.filter(|user| seen.insert(*user)).collect();
    }
    let rows = plan.rows.iter().filter(|row| !refused(row));
    rows.filter_map(|row| row.user).collect()
}

/// What the tenant's clock shows once `plan` is carried out. Users are not looked at: there may be
/// very many.
fn then(directory: &dyn Directory, plan: &Plan, now: Timestamp) -> Timestamp {
    let of_tenant = |row: &&Row| row.user.is_none();
    let rows = plan.rows.iter().filter(of_tenant).cloned().collect();
    let of_tenant = plan.only(rows);
    After::new(directory, &of_tenant).now(now)
}

fn refused(row: &Row) -> bool {
    let refused = |outcome: &Outcome| matches!(outcome, Outcome::Refused(_));
    row.parts.iter().all(|part| refused(&part.outcome))
}

fn counts(users: &[NextSignIn]) -> Vec<Count> {
    let mut counts: Vec<Count> = Vec::new();
    for next in users {
        match counts.iter_mut().find(|count| count.text == next.change) {
            Some(count) => count.users += 1,
            None => counts.push(Count {
                users: 1,
                text: next.change.clone(),
            }),
        }
    }
    counts.sort_by_key(|count| std::cmp::Reverse(count.users));
    counts
}
