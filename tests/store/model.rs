//! Any facts, folds and reopenings at any place: the folder holds what a plain tenant would.

use std::path::Path;

use proofup::domain::change::{Change, Fact};
use proofup::domain::directory::Directory;
use proofup::domain::method::{Detail, Method, MethodKind};
use proofup::domain::settings::ServiceSettings;
use proofup::domain::tenant::Tenant;
use proofup::domain::user::{PerUserMfa, User};
use proofup::store::Store;
use proofup::store::folder::{FolderStore, Options, Sizes};
use proptest::prelude::*;

use crate::simulated::{DIR, Simulated};
use crate::support::*;

#[derive(Debug, Clone)]
enum Step {
    Submit(Vec<Fact>),
    Undo,
    Fold,
    Reopen,
    Kill,
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        "[ -~äß\u{200d}\n\"\\\\]{0,9}".prop_map(Change::Name),
        any::<bool>().prop_map(Change::Blocked),
        any::<bool>().prop_map(Change::MustRegisterAgain),
        (0..3_usize).prop_map(|at| Change::Mfa(PerUserMfa::ALL[at])),
        (0..4_usize, any::<u8>()).prop_map(|(at, count)| Change::AddMethod(
            at,
            Method {
                id: MethodKind::Email.fixed_id().unwrap(),
                added: NOW,
                detail: Detail::SecurityQuestions { count },
            }
        )),
        Just(Change::RemoveMethod(MethodKind::Email.fixed_id().unwrap())),
        Just(Change::RemoveMethod(
            MethodKind::MobilePhone.fixed_id().unwrap()
        )),
        (0..6_u64).prop_map(|number| Change::RemoveDevice(user(number).devices[0].id)),
        (0..6_u64).prop_map(|number| Change::RemoveAppPassword(user(number).app_passwords[0].id)),
        (0..2_usize, 0..6_u64)
            .prop_map(|(at, number)| { Change::AddDevice(at, user(number).devices[0].clone()) }),
        any::<bool>().prop_map(|yes| Change::Deleted(yes.then_some(NOW))),
    ]
}

fn fact() -> impl Strategy<Value = Fact> {
    prop_oneof![
        8 => (0..6_u64, proptest::collection::vec(change(), 1..4))
            .prop_map(|(number, changes)| Fact::User(user(number).id, changes.into())),
        2 => (0..6_u64).prop_map(|number| Fact::Create(Box::new(user(number)))),
        1 => (1..6_u64).prop_map(|number| Fact::Purge(user(number).id)),
        1 => (1..365_u16).prop_map(|days| Fact::Settings(Box::new(ServiceSettings {
            remember_days: Some(days),
            trusted_ips: vec![format!("10.0.0.{}/32", days % 256)],
            ..Default::default()
        }))),
        1 => (0..400_u32).prop_map(Fact::Clock),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => proptest::collection::vec(fact(), 0..4).prop_map(Step::Submit),
        1 => Just(Step::Undo),
        2 => Just(Step::Fold),
        1 => Just(Step::Reopen),
        1 => Just(Step::Kill),
    ]
}

/// The usual sizes, and such that four users are many.
fn sizes() -> impl Strategy<Value = Sizes> {
    prop_oneof![
        1 => Just(Sizes::default()),
        3 => (1..4_usize, 1..400_u64, 0..400_u64).prop_map(|(segment, fold_at, two_threads)| Sizes {
            large_from: 4,
            small_below: 3,
            segment,
            fold_at,
            two_threads,
        }),
    ]
}

/// Everything that may be asked of a directory is what the model says.
fn same(directory: &dyn Directory, model: &Tenant) -> Result<(), TestCaseError> {
    prop_assert!(directory.is_ready());
    prop_assert_eq!(contents(directory), contents(model));
    prop_assert_eq!(directory.len(), model.len());
    prop_assert_eq!(directory.deleted(), model.deleted());
    let mut heads = Vec::new();
    directory.heads(0..usize::MAX, &mut |at, head| {
        assert_eq!(directory.head(at), Some(head));
        heads.push(head.id);
    });
    prop_assert_eq!(heads.len(), model.len());
    for (at, id) in heads.into_iter().enumerate() {
        prop_assert_eq!(directory.head(at), model.head(at));
        prop_assert_eq!(directory.folded(at), model.folded(at));
        prop_assert_eq!(directory.position(id), Some(at));
        let upn = model.head(at).unwrap().upn.to_uppercase();
        prop_assert_eq!(directory.find(&upn), model.find(&upn));
    }
    for number in 0..6 {
        let User { id, upn, .. } = user(number);
        prop_assert_eq!(directory.position(id), model.position(id));
        prop_assert_eq!(directory.find(&upn), model.find(&upn));
    }
    for text in ["", "user", "1", "0001@", "ä", "\u{200d}"] {
        prop_assert_eq!(directory.search(text), model.search(text));
    }
    Ok(())
}

fn open(fs: &Simulated, sizes: Sizes) -> FolderStore {
    let options = Options {
        sizes,
        ..fs.options()
    };
    let store = FolderStore::open(Path::new(DIR), &options).unwrap();
    store.wait_until_ready();
    store
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_folder_holds_what_a_plain_tenant_would(
        steps in proptest::collection::vec(step(), 1..25),
        sizes in sizes(),
    ) {
        let mut fs = Simulated::tenant(4);
        let mut model = Tenant::new(facts(), users(4), 0).unwrap();
        let mut inverse = Vec::new();
        let mut store = open(&fs, sizes);
        for step in steps {
            let wished = match step {
                Step::Submit(facts) => facts,
                Step::Undo => std::mem::take(&mut inverse),
                Step::Fold => {
                    store.fold().unwrap();
                    same(&*store.snapshot(), &model)?;
                    continue;
                }
                Step::Reopen => {
                    store.close().unwrap();
                    store = open(&fs, sizes);
                    same(&*store.snapshot(), &model)?;
                    continue;
                }
                Step::Kill => {
                    fs = fs.copy();
                    store = open(&fs, sizes);
                    same(&*store.snapshot(), &model)?;
                    continue;
                }
            };
            let submitted = store.submit(facts_plan(&*store.snapshot(), wished.clone()));
            let applied = model.apply(wished, model.revision() + 1);
            match (submitted, applied) {
                (Ok(committed), Ok(undo)) => {
                    prop_assert_eq!(&committed.inverse, &undo);
                    prop_assert_eq!(committed.revision, model.revision());
                    inverse = undo;
                }
                (Err(_), Err(_)) => {}
                (submitted, applied) => prop_assert!(false, "{submitted:?} {applied:?}"),
            }
            same(&*store.snapshot(), &model)?;
        }
        store.close().unwrap();
        let store = open(&fs, sizes);
        same(&*store.snapshot(), &model)?;
        prop_assert_eq!(store.snapshot().revision(), model.revision());
        prop_assert!(store.notices().is_empty());
    }
}
