//! Records that are nearly right: the head that is read off a line is that of the whole record.

use proptest::prelude::*;

use super::columns::Columns;
use super::head::State;
use crate::domain::user::User;
use crate::store::{mutants, ron_options};

/// What lists show of the only record of a segment file, if they show one.
fn listed(record: &str) -> Option<(Columns, usize)> {
    let (columns, faults) = Columns::of(format!("[\n{record},\n]\n").as_bytes());
    faults.is_empty().then_some((columns, 0))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_lists_show_of_a_mutant_is_what_its_record_says(seed in any::<u64>()) {
        let (mut shown, mut not) = (0, 0);
        for record in mutants::records() {
            let some = mutants::mutants(record, seed).filter(|mutant| !mutant.contains('\n'));
            for mutant in some {
                let whole = ron_options().from_str::<User>(&mutant).ok();
                let Some((columns, row)) = listed(&mutant) else {
                    prop_assert_eq!(whole, None, "{} is not shown", mutant);
                    not += 1;
                    continue;
                };
                // What no list shows is read when somebody opens the user, and said then.
                let Some(whole) = whole else { continue };
                let head = columns.head(row).unwrap();
                let own = State::of(&whole).head(whole.id, [&whole.name, &whole.upn, head.folded]);
                prop_assert_eq!(head, own, "{}", mutant);
                shown += 1;
            }
        }
        prop_assert!(shown > 100 && not > 100, "{shown} shown, {not} not");
    }
}
