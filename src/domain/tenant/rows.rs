//! The users of a tenant in order, in runs that states share: a change copies one run, and of the
//! others a pointer each.

use std::sync::Arc;

use super::Row;

/// How many rows a run has: about as many as there are runs in the largest tenant in memory.
const RUN: usize = 32;

#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    runs: Vec<Arc<Vec<Row>>>,
    len: usize,
}

impl Rows {
    pub(super) fn new(rows: Vec<Row>) -> Self {
        let len = rows.len();
        let mut rows = rows.into_iter();
        let run = |_| Arc::new(rows.by_ref().take(RUN).collect());
        Self {
            runs: (0..len.div_ceil(RUN)).map(run).collect(),
            len,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn get(&self, at: usize) -> Option<&Row> {
        self.runs.get(at / RUN)?.get(at % RUN)
    }

    /// The row, to be changed: of a copy of its run where others share it.
    pub(super) fn get_mut(&mut self, at: usize) -> Option<&mut Row> {
        Arc::make_mut(self.runs.get_mut(at / RUN)?).get_mut(at % RUN)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Row> {
        self.runs.iter().flat_map(|run| run.iter())
    }
}
