//! Who is marked. Marks are ids, so that they outlive every other state of the tenant; beside them
//! stand the positions in the present one, where each row can be looked up at once.

use std::collections::HashSet;

use super::rows::Rows;
use crate::domain::directory::Directory;
use crate::domain::id::UserId;

/// A set of users.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    ids: HashSet<UserId>,
    /// Whether the user at each position is marked.
    at: Vec<bool>,
    /// How many of them are among the rows.
    shown: usize,
}

impl Marks {
    /// These users. To be followed by [`Marks::follow`] and [`Marks::recount`].
    pub fn of(ids: Vec<UserId>) -> Self {
        Self {
            ids: ids.into_iter().collect(),
            ..Self::default()
        }
    }

    /// Finds everybody in another state of the tenant. Whoever is gone, or is deleted where the
    /// list is not of the `deleted` ones, or the other way round, is not marked any more.
    pub fn follow(&mut self, directory: &dyn Directory, deleted: bool) {
        self.at.clear();
        self.at.resize(directory.len(), false);
        let at = &mut self.at;
        self.ids.retain(|id| {
            let listed = |position: &usize| {
                directory
                    .head(*position)
                    .is_some_and(|head| head.deleted == deleted)
            };
            let position = directory.position(*id).filter(listed);
            position
                .and_then(|position| at.get_mut(position))
                .map(|marked| *marked = true)
                .is_some()
        });
    }

    /// Counts those among the rows, after these have changed.
    pub fn recount(&mut self, rows: &Rows) {
        self.shown = match self.ids.len() {
            0 => 0,
            _ => rows.positions().filter(|at| self.contains(*at)).count(),
        };
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// How many of them the rows show.
    pub fn shown(&self) -> usize {
        self.shown
    }

    /// Whether the user at this position is among them.
    pub fn contains(&self, position: usize) -> bool {
        self.at.get(position).copied().unwrap_or_default()
    }

    /// Their positions, from the first.
    pub fn positions(&self) -> impl Iterator<Item = usize> {
        let none = self.ids.is_empty();
        let at = if none { &[][..] } else { &self.at };
        at.iter()
            .enumerate()
            .filter(|(_, marked)| **marked)
            .map(|(position, _)| position)
    }

    /// Marks or unmarks the user at this position, whom a row shows.
    pub fn set(&mut self, directory: &dyn Directory, position: usize, wanted: bool) {
        let (Some(head), Some(marked)) = (directory.head(position), self.at.get_mut(position))
        else {
            return;
        };
        *marked = wanted;
        if wanted && self.ids.insert(head.id) {
            self.shown += 1;
        } else if !wanted && self.ids.remove(&head.id) {
            self.shown -= 1;
        }
    }

    /// Unmarks everybody.
    pub fn clear(&mut self) {
        self.ids.clear();
        self.at.fill(false);
        self.shown = 0;
    }
}
