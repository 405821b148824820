//! Users of one segment that were changed since it was written and stand where they stood. A bulk
//! does not read them: what was done is laid over the record, and read with it.

use std::sync::Arc;

use super::head::State;
use crate::domain::change::Changes;
use crate::domain::directory::Revision;
use crate::domain::user::User;

/// So many times a user is changed before somebody has to read the record.
const DEEPEST: u8 = 8;

/// Who was changed, in order.
#[derive(Clone, Default)]
pub(super) struct Touched(Vec<Changed>);

/// Somebody who was changed.
#[derive(Clone)]
pub(super) struct Changed {
    pub(super) row: u32,
    /// What lists show.
    pub(super) state: State,
    /// When last.
    pub(super) at: Revision,
    pub(super) now: Now,
}

/// Somebody as of the last change.
#[derive(Clone)]
pub(super) enum Now {
    /// All of them.
    User(Arc<User>),
    /// What the file has, with these changes.
    Changed(Changes),
    /// What was before, with further changes; and how deep that goes.
    Further(Arc<(Now, Changes)>, u8),
}

impl Now {
    /// The user; `read` gives what the file has.
    pub(super) fn user(&self, read: &dyn Fn() -> Option<Arc<User>>) -> Option<Arc<User>> {
        let (mut user, changes) = match self {
            Self::User(user) => return Some(Arc::clone(user)),
            Self::Changed(changes) => (read()?, changes),
            Self::Further(before, _) => (before.0.user(read)?, &before.1),
        };
        // They fitted when they were laid here.
        Arc::make_mut(&mut user).apply_all(changes).ok()?;
        Some(user)
    }

    /// `now` with further changes; `None`: the user has to be read for that.
    pub(super) fn then(now: Option<Self>, changes: &Changes) -> Option<Self> {
        let depth = match &now {
            None => return Some(Self::Changed(changes.clone())),
            Some(Self::Further(_, depth)) => depth + 1,
            Some(_) => 1,
        };
        let before = now.filter(|_| depth <= DEEPEST)?;
        Some(Self::Further(Arc::new((before, changes.clone())), depth))
    }
}

impl Touched {
    fn find(&self, row: usize) -> Result<usize, usize> {
        // Whoever is changed one after the other comes behind those before.
        match self.0.last() {
            Some(last) if (last.row as usize) < row => Err(self.0.len()),
            None => Err(0),
            _ => self.0.binary_search_by_key(&row, |own| own.row as usize),
        }
    }

    pub(super) fn get(&self, row: usize) -> Option<&Changed> {
        self.0.get(self.find(row).ok()?)
    }

    /// So many will be changed, perhaps: room for all of them at once, where it is the first time.
    pub(super) fn expect(&mut self, count: usize) {
        if self.0.is_empty() {
            self.0.reserve_exact(count);
        }
    }

    pub(super) fn set(&mut self, changed: Changed) {
        match self.find(changed.row as usize) {
            Ok(at) => self.0[at] = changed,
            Err(at) => self.0.insert(at, changed),
        }
    }

    pub(super) fn remove(&mut self, row: usize) {
        if let Ok(at) = self.find(row) {
            self.0.remove(at);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn all(&self) -> &[Changed] {
        &self.0
    }
}
