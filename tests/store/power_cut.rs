//! The power goes at any call; of what was not synced any part may be there. And again while it
//! recovers.

use std::io::ErrorKind;
use std::path::Path;

use proofup::domain::change::Change;
use proofup::domain::entropy::Entropy;
use proofup::store::folder::FolderStore;
use proofup::store::{Access, Store};

use crate::simulated::{DIR, Faults, Simulated};
use crate::support::*;

/// Works until the power goes at call `at`; the number of the last change that was saved, of the
/// last that was tried, and how many calls there were.
fn work(fs: &Simulated, at: usize) -> [u64; 3] {
    fs.set_faults(Faults {
        at,
        for_good: true,
        kind: Some(ErrorKind::Other),
    });
    let mut saved = 0;
    let mut tried = 0;
    if let Ok(store) = FolderStore::open(Path::new(DIR), &fs.options()) {
        saved = store.snapshot().revision();
        tried = saved;
        for number in 1..=5 {
            let next = saved + 1;
            let change = vec![(user(0).id, vec![Change::Name(next.to_string())])];
            tried = next;
            match store.submit(plan(&*store.snapshot(), change)) {
                Ok(_) => saved = next,
                Err(_) => break,
            }
            if number % 2 == 0 {
                let _ = store.fold();
            }
        }
    }
    let calls = fs.calls().len() as u64;
    [saved, tried, calls]
}

/// What is wrong after a power cut; `None`: nothing.
fn fault(fs: &Simulated, saved: u64, tried: u64) -> Option<String> {
    let store = match FolderStore::open(Path::new(DIR), &fs.options()) {
        Ok(store) => store,
        Err(error) => return Some(error.to_string()),
    };
    let found = store.snapshot().revision();
    let name = store.snapshot().user(user(0).id).unwrap().name.clone();
    if store.access() != Access::Writable {
        return Some(format!("{:?}", store.access()));
    }
    let right = (saved..=tried).contains(&found) && (found == 0 || name == found.to_string());
    (!right).then(|| format!("{saved} saved, {tried} tried, {found} found: {name}"))
}

/// Runs through crash states; the faults, and how many states there were.
fn states(lying: bool) -> (Vec<String>, usize) {
    let mut entropy = Entropy::from_seed(1);
    let mut chance = move |below: usize| usize::from_le_bytes(entropy.bytes()) % below;
    let mut faults = Vec::new();
    let mut count = 0;
    let mut at = 1;
    loop {
        let fs = Simulated::tenant(1);
        fs.settle(lying);
        let [saved, tried, calls] = work(&fs, at);
        for _ in 0..4 {
            count += 1;
            let after = fs.after_power_cut(&mut chance);
            faults.extend(fault(&after.copy(), saved, tried));
            // Again, while it recovers and goes on.
            let second = 1 + chance(12);
            let [saved_again, tried_again, _] = work(&after, second);
            let after = after.after_power_cut(&mut chance);
            faults.extend(fault(
                &after,
                saved.max(saved_again),
                tried.max(tried_again),
            ));
        }
        if at as u64 > calls {
            return (faults, count);
        }
        at += 1;
    }
}

#[test]
fn power_cut_keeps_what_was_saved_and_at_most_one_change_that_was_not() {
    let (faults, count) = states(false);
    assert_eq!(faults, Vec::<String>::new());
    assert!(count > 250, "{count} states only");
}

/// A test that cannot fail proves nothing.
#[test]
fn a_disk_that_lies_about_syncs_is_caught_by_the_same_test() {
    let (faults, count) = states(true);
    assert!(faults.len() > count / 10, "{} of {count}", faults.len());
}
