//! Folding the journal.

use std::fs::File;
use std::io::Write as _;
use std::time::Duration;

use proofup::domain::change::Change;
use proofup::store::Store;

use crate::harness::{Table, alone, timed, turns};
use crate::support::plan;
use crate::tenants::{Tenant, ids};

/// Folds after one change.
pub fn one(table: &mut Table, tenant: &Tenant) {
    let store = tenant.ready();
    let id = store.snapshot().head(7).unwrap().id;
    let fold = |round: usize| {
        let changes = vec![Change::Blocked(round.is_multiple_of(2))];
        store
            .submit(plan(&*store.snapshot(), vec![(id, changes)]))
            .unwrap();
        timed(|| store.fold().unwrap())
    };
    let what = format!("fold of one user at {}", tenant.size());
    let goal = if tenant.count == 1_000_000 {
        (Duration::from_millis(30), "< 30 ms")
    } else {
        (Duration::MAX, "")
    };
    table.time(what, goal.0, goal.1, alone(fold));
}

/// Folds after a change of every tenth user: every file is written anew.
pub fn spread(table: &mut Table, tenant: &Tenant) {
    let store = tenant.ready();
    let tenth: Vec<_> = ids(&store).into_iter().step_by(10).collect();
    let bytes = tenant.bytes();
    let piece = vec![b'x'; 4 << 20];
    let times = turns(
        |round| {
            let change = || vec![Change::Blocked(round.is_multiple_of(2))];
            let all = tenth.iter().map(|id| (*id, change())).collect();
            store.submit(plan(&*store.snapshot(), all)).unwrap();
            timed(|| store.fold().unwrap())
        },
        |_| {
            timed(|| {
                let mut file = File::create(&tenant.scratch).unwrap();
                let mut left = bytes;
                while left > 0 {
                    let len = left.min(piece.len() as u64);
                    file.write_all(&piece[..len as usize]).unwrap();
                    left -= len;
                }
                file.sync_data().unwrap();
            })
        },
    );
    let what = format!(
        "fold of every tenth user at {} / write + fsync of the same bytes",
        tenant.size()
    );
    table.ratio(what, 3.0, "<= 3", times);
    std::fs::remove_file(&tenant.scratch).unwrap();
}
