//! What takes longer than a frame: computed outside, on data alone, and answered by a message. The
//! portal goes on meanwhile; it shows how far the work is, and gives it up where nobody waits for
//! it any more.

use super::blades::user_list::arranging::{Arranged, Arranging};
use super::effect::Ticket;

/// Something to be computed outside.
#[derive(Debug, Clone)]
pub enum Work {
    /// Search, filter and sort a list of users.
    Arrange(Box<Arranging>),
}

/// What came of it.
#[derive(Debug)]
pub enum Worked {
    /// Of [`Work::Arrange`].
    Arranged(Box<Arranged>),
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

/// A number as it is read: `1,000,000`.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_in_groups_of_three() {
        let read = [0, 7, 999, 1000, 34_000, 1_000_000].map(grouped);
        assert_eq!(read, ["0", "7", "999", "1,000", "34,000", "1,000,000"]);
    }

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
