//! Users that somebody chose, without a list of their ids: choosing a million costs nothing until
//! somebody asks who they are, which is done outside.

use std::fmt;
use std::sync::Arc;

use super::bits::Bits;
use super::rows::Rows;
use crate::domain::id::UserId;
use crate::store::Snapshot;

/// Users that were chosen. Cloning is cheap.
#[derive(Clone)]
pub struct Selection {
    state: Snapshot,
    who: Arc<Who>,
}

enum Who {
    /// Those at these positions of the state.
    Marked(Bits),
    /// Those that rows show, in their order.
    Shown(Rows),
    /// These.
    Named(Vec<UserId>),
}

impl Selection {
    /// Those at `positions` of `state`.
    pub fn marked(state: Snapshot, positions: Bits) -> Self {
        let who = Arc::new(Who::Marked(positions));
        Self { state, who }
    }

    /// Those that `rows` of `state` show.
    pub fn shown(state: Snapshot, rows: Rows) -> Self {
        let who = Arc::new(Who::Shown(rows));
        Self { state, who }
    }

    /// These.
    pub fn named(state: Snapshot, users: Vec<UserId>) -> Self {
        let who = Arc::new(Who::Named(users));
        Self { state, who }
    }

    /// How many.
    pub fn len(&self) -> usize {
        match &*self.who {
            Who::Marked(bits) => bits.count(),
            Who::Shown(rows) => rows.len(),
            Who::Named(users) => users.len(),
        }
    }

    /// Whether it is nobody.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Who they are, in order. Looks each of them up.
    pub fn users(&self) -> Vec<UserId> {
        let id = |at| Some(self.state.head(at)?.id);
        match &*self.who {
            Who::Marked(bits) => bits.iter().filter_map(id).collect(),
            Who::Shown(rows) => rows.positions().filter_map(id).collect(),
            Who::Named(users) => users.clone(),
        }
    }
}

impl fmt::Debug for Selection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} users of {:?}", self.len(), self.state)
    }
}
