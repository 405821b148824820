//! What takes longer than a frame: computed outside, on data alone, and answered by a message. The
//! portal goes on meanwhile; it shows how far the work is, and gives it up where nobody waits for
//! it any more.

use std::sync::Arc;

use super::blades::activity::counted::Users;
use super::blades::user_list::arranging::{Arranged, Arranging};
use super::dialogs::bulk_update::{Verified, Verifying};
use super::dialogs::editions::{Compared, Comparing};
use super::dialogs::finder::{Finding, Row};
use super::dialogs::proposal::{Proposal, Proposing};
use super::effect::Ticket;
pub use crate::domain::number::grouped;
use crate::domain::plan::{Actor, Plan};
use crate::domain::time::Timestamp;
use crate::domain::undo::{self, Direction, Done, Step};
use crate::store::Snapshot;

/// Something to be computed outside.
#[derive(Debug, Clone)]
pub enum Work {
    /// Search, filter and sort a list of users.
    Arrange(Box<Arranging>),
    /// Plan what a form asks for.
    Propose(Box<Proposing>),
    /// Plan what takes something back, or does it again.
    Reverse(Box<Reversing>),
    /// Plan commands in all editions.
    Compare(Box<Comparing>),
    /// Find users for the palette.
    Find(Box<Finding>),
    /// Verify the rows of a file.
    Verify(Box<Verifying>),
    /// Count what everybody has registered.
    Count(Snapshot),
}

/// What came of it.
#[derive(Debug)]
pub enum Worked {
    /// Of [`Work::Arrange`].
    Arranged(Box<Arranged>),
    /// Of [`Work::Propose`].
    Proposed(Box<Proposal>),
    /// Of [`Work::Reverse`].
    Reversed(Arc<Plan>, Step),
    /// Of [`Work::Compare`].
    Compared(Vec<Compared>),
    /// Of [`Work::Find`].
    Found(Vec<Row>),
    /// Of [`Work::Verify`]; or why nothing of the file can be used.
    Verified(Box<Result<Verified, String>>),
    /// Of [`Work::Count`].
    Counted(Box<Users>),
}

/// Something done, and the state it is to be taken back on.
#[derive(Debug, Clone)]
pub struct Reversing {
    /// The state.
    pub snapshot: Snapshot,
    /// Who takes it back.
    pub actor: Actor,
    /// What was done.
    pub done: Arc<Done>,
    /// The step in the session's history that does it.
    pub step: Step,
    /// When.
    pub now: Timestamp,
}

impl Reversing {
    /// Plans it. `None`: it was given up.
    pub fn run(&self, watch: Watch<'_>) -> Option<Arc<Plan>> {
        let what = match self.step.direction {
            Direction::Undo => "planned to be taken back",
            Direction::Redo => "planned to be done again",
        };
        let of = self.done.inverse.len();
        let plan = undo::plan_watched(
            &*self.snapshot,
            &self.actor,
            &self.done,
            self.step.direction,
            self.now,
            &mut |done| watch(Progress { what, done, of }),
        );
        plan.map(Arc::new)
    }
}

/// How far some work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done: `sorting`.
    pub what: &'static str,
    /// So many.
    pub done: usize,
    /// Of so many.
    pub of: usize,
}

/// Is told from time to time how far the work is. False: nobody waits for it, give it up.
pub type Watch<'a> = &'a mut dyn FnMut(Progress) -> bool;

impl Work {
    /// Does it. `None`: it was given up.
    pub fn run(self, watch: Watch<'_>) -> Option<Worked> {
        Some(match self {
            Self::Arrange(arranging) => Worked::Arranged(Box::new(arranging.run(watch)?)),
            Self::Propose(proposing) => Worked::Proposed(Box::new(proposing.run(watch)?)),
            Self::Compare(comparing) => Worked::Compared(comparing.run(watch)?),
            Self::Find(finding) => Worked::Found(finding.run(watch)?),
            Self::Verify(verifying) => Worked::Verified(Box::new(verifying.run(watch)?)),
            Self::Count(snapshot) => Worked::Counted(Box::new(Users::watched(&*snapshot, watch)?)),
            Self::Reverse(reversing) => Worked::Reversed(reversing.run(watch)?, reversing.step),
        })
    }
}

/// So many are looked at before `watch` is told.
const STEP: usize = 4096;

/// Calls `each` for every item, and tells `watch` how many it was. False: it was given up.
pub fn watched<T>(
    what: &'static str,
    items: impl ExactSizeIterator<Item = T>,
    watch: Watch<'_>,
    mut each: impl FnMut(T),
) -> bool {
    let of = items.len();
    for (done, item) in items.enumerate() {
        if done > 0 && done.is_multiple_of(STEP) && !watch(Progress { what, done, of }) {
            return false;
        }
        each(item);
    }
    true
}

/// The latest that somebody wants to have computed: at most one at a time.
#[derive(Debug, Clone, Default)]
pub struct Job {
    wanted: Option<Work>,
    asked: Option<(Ticket, Option<Progress>)>,
}

impl Job {
    /// This is wanted, instead of all that was wanted before.
    pub fn want(&mut self, work: Work) {
        self.wanted = Some(work);
        self.asked = None;
    }

    /// Nothing is wanted any more. False: nothing was.
    pub fn give_up(&mut self) -> bool {
        let waited = self.is_awaited();
        *self = Self::default();
        waited
    }

    /// Whether something is wanted that is not there yet.
    pub fn is_awaited(&self) -> bool {
        self.wanted.is_some() || self.asked.is_some()
    }

    /// What has to be asked for now; from then on `ticket` is waited for.
    pub fn ask(&mut self, ticket: Ticket) -> Option<Work> {
        let work = self.wanted.take()?;
        self.asked = Some((ticket, None));
        Some(work)
    }

    /// The ticket that is waited for.
    pub fn ticket(&self) -> Option<Ticket> {
        self.asked.as_ref().map(|(ticket, _)| *ticket)
    }

    /// Whether `ticket` is the one waited for. Then it no longer is.
    pub fn answers(&mut self, ticket: Ticket) -> bool {
        self.asked.take_if(|(own, _)| *own == ticket).is_some()
    }

    /// The work of `ticket` is so far.
    pub fn is_at(&mut self, ticket: Ticket, progress: Progress) {
        if let Some((own, known)) = &mut self.asked
            && *own == ticket
        {
            *known = Some(progress);
        }
    }

    /// How far it is, once it takes long enough to be told.
    pub fn progress(&self) -> Option<Progress> {
        self.asked.as_ref()?.1
    }
}

impl std::fmt::Display for Progress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (done, of) = (grouped(self.done), grouped(self.of));
        write!(f, "{} {done} of {of}", self.what)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_nobody_waits_for_ends_at_the_next_step() {
        let mut seen = 0;
        let whole = watched("counting", 0..10_000, &mut |at| at.done < STEP * 2, |_| {
            seen += 1;
        });
        assert_eq!((whole, seen), (false, STEP * 2));
        assert!(watched("counting", 0..10_000, &mut |_| true, |_| {}));
    }
}
