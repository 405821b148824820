//! A rewrite keeps what people wrote: comments, blank lines, their own layout.

use proofup::domain::change::{Change, Fact};
use proofup::domain::method::{Detail, Method};
use proofup::domain::settings::ServiceSettings;
use proofup::domain::user::PerUserMfa;
use proofup::store::Store;
use proofup::store::folder::{Made, create};
use proofup::store::format_user;
use proofup::store::fs::Disk;

use crate::support::*;

/// The lines only in the one and only in the other, without the two that change at each fold.
fn diff(before: &str, after: &str) -> (Vec<String>, Vec<String>) {
    let only = |a: &str, b: &str| {
        let mut other: Vec<&str> = b.lines().collect();
        let own = a
            .lines()
            .filter(|line| match other.iter().position(|one| one == line) {
                Some(at) => {
                    other.remove(at);
                    false
                }
                None => !line.starts_with("  snapshot: (") && !line.starts_with("//"),
            });
        own.map(|line| line.trim().to_owned()).collect::<Vec<_>>()
    };
    (only(before, after), only(after, before))
}

/// Applies facts to a tenant made from `text`; the text before and after.
fn changed(text: &str, facts: Vec<Fact>) -> (String, String) {
    let home = tempfile::tempdir().unwrap();
    create(&Disk, home.path(), Made::From(text)).unwrap();
    let before = read(home.path(), "tenant.ron");
    let store = open(home.path());
    assert_eq!(store.notices(), Vec::<String>::new());
    store.submit(facts_plan(&*store.snapshot(), facts)).unwrap();
    let expected = contents(&*store.snapshot());
    store.close().unwrap();
    assert_eq!(contents(&*open(home.path()).snapshot()), expected);
    (before, read(home.path(), "tenant.ron"))
}

fn commented() -> String {
    let home = tenant(25);
    let text = read(home.path(), "tenant.ron");
    let text: String = text
        .lines()
        .filter(|line| !line.starts_with("  snapshot") && !line.starts_with("//"))
        .fold(String::new(), |all, line| all + line + "\n");
    text.replacen(
        "(\n",
        "// The demo tenant: \"brackets ( in comments\".\n(\n",
        1,
    )
    .replace(
        "  users: Inline([\n",
        "  /* everybody */\n  users: Inline([ // by name\n",
    )
    .replace(
        "      upn: \"user0003@contoso.com\",\n",
        "      // Allan's account ) ]\n      upn: \"user0003@contoso.com\", // the third\n",
    )
    .replace(
        "      mfa: Enforced,\n",
        "      mfa:   Enforced, // since March\n",
    )
    .replace(
        "      created: \"2026-03-04T05:06:07Z\",\n    ),\n",
        "      created: \"2026-03-04T05:06:07Z\",\n      // the end\n    ),\n\n",
    )
}

#[test]
fn a_one_field_edit_at_25_users_is_a_one_line_diff_with_comments_kept() {
    let text = commented();
    let (before, after) = changed(
        &text,
        vec![Fact::User(
            user(5).id,
            vec![Change::Mfa(PerUserMfa::Enabled)].into(),
        )],
    );
    let expected = (
        vec!["mfa:   Enforced, // since March".to_owned()],
        vec!["mfa:   Enabled, // since March".to_owned()],
    );
    assert_eq!(diff(&before, &after), expected);
}

#[test]
fn a_text_keeps_its_comments_when_a_tenant_is_made_from_it() {
    let text = commented();
    let home = tempfile::tempdir().unwrap();
    create(&Disk, home.path(), Made::From(&text)).unwrap();
    let made = read(home.path(), "tenant.ron");
    let (gone, new) = diff(&text, &made);
    assert_eq!((gone, new), (vec![], vec![]));
    assert_eq!(made.lines().count(), text.lines().count() + 2);
}

#[test]
fn methods_come_and_go_a_line_each() {
    let text = commented().replace("      methods: [\n", "      methods: [ // keep these\n");
    let mut third = user(3).methods[1].clone();
    third.id = user(4).methods[1].id;
    third.detail = Detail::SoftwareOath {
        name: "O'Neil".to_owned(),
        seed: None,
    };
    let facts = |changes: Vec<Change>| vec![Fact::User(user(3).id, changes.into())];
    let (before, after) = changed(&text, facts(vec![Change::AddMethod(1, third.clone())]));
    let (gone, new) = diff(&before, &after);
    assert_eq!(gone, Vec::<String>::new());
    assert_eq!(new.len(), 1, "{new:?}");
    assert!(
        new[0].ends_with("detail: SoftwareOath(name: \"O'Neil\")),"),
        "{new:?}"
    );

    let removed = user(3).methods[0].id;
    let (before, after) = changed(&text, facts(vec![Change::RemoveMethod(removed)]));
    let (gone, new) = diff(&before, &after);
    assert_eq!((gone.len(), new.len()), (1, 0), "{gone:?} {new:?}");

    let replaced = Method {
        id: user(3).methods[1].id,
        ..third
    };
    let (before, after) = changed(&text, facts(vec![Change::ReplaceMethod(replaced)]));
    let (gone, new) = diff(&before, &after);
    assert_eq!((gone.len(), new.len()), (1, 1), "{gone:?} {new:?}");

    let both = user(3)
        .methods
        .iter()
        .map(|method| Change::RemoveMethod(method.id))
        .collect();
    let (before, after) = changed(&text, facts(both));
    let (gone, new) = diff(&before, &after);
    assert_eq!((gone.len(), new.len()), (4, 0), "{gone:?} {new:?}");
}

#[test]
fn fields_that_become_other_than_their_default_take_their_place() {
    let (before, after) = changed(
        &commented(),
        vec![Fact::User(
            user(3).id,
            vec![Change::MustRegisterAgain(true), Change::Blocked(true)].into(),
        )],
    );
    let (gone, new) = diff(&before, &after);
    assert_eq!(gone, Vec::<String>::new());
    assert_eq!(new, ["blocked: true,", "must_register_again: true,"]);
    let (_, back) = changed(
        &after,
        vec![Fact::User(
            user(3).id,
            vec![Change::MustRegisterAgain(false), Change::Blocked(false)].into(),
        )],
    );
    assert_eq!(diff(&before, &back), (vec![], vec![]));
}

#[test]
fn users_come_and_go_a_record_each() {
    let (before, after) = changed(&commented(), vec![Fact::Create(Box::new(user(99)))]);
    let (gone, new) = diff(&before, &after);
    assert_eq!(gone, Vec::<String>::new());
    let record = format_user(&user(99)).unwrap();
    assert_eq!(new.len(), record.lines().count());
    assert!(after.contains(&format!("    {record},\n")), "{after}");
    let (_, after) = changed(&after, vec![Fact::Purge(user(99).id)]);
    assert_eq!(diff(&before, &after), (vec![], vec![]));
}

#[test]
fn settings_change_a_line_each() {
    let settings = ServiceSettings {
        remember_days: Some(30),
        ..Default::default()
    };
    let (before, after) = changed(&commented(), vec![Fact::Settings(Box::new(settings))]);
    let (gone, new) = diff(&before, &after);
    assert_eq!(
        (gone, new),
        (
            vec!["remember_days: None,".to_owned()],
            vec!["remember_days: Some(30),".to_owned()]
        )
    );
}

#[test]
fn a_record_on_one_line_and_a_missing_last_comma_are_no_trouble() {
    let one_line = |text: &str| {
        text.split('\n')
            .map(str::trim)
            .collect::<Vec<_>>()
            .join(" ")
    };
    let record = one_line(&format_user(&user(3)).unwrap())
        .replace(", )", " )")
        .replace(", ]", "]");
    let text = format!(
        "(format: 1, name: \"Contoso\", domains: [\"contoso.com\"], users: Inline([\n {record},\n  ( // second\n {}\n  )\n]))",
        format_user(&user(4))
            .unwrap()
            .trim_matches(['(', ')', ',', '\n', ' '])
    );
    let text = text.replace(
        "notahash\", changed: \"2026-03-04T05:06:07Z\"),\n      created: \"2026-03-04T05:06:07Z\",",
        "x",
    );
    for facts in [
        vec![Fact::User(user(3).id, vec![Change::Blocked(true)].into())],
        vec![Fact::User(
            user(4).id,
            vec![Change::Deleted(Some(NOW))].into(),
        )],
        vec![Fact::Create(Box::new(user(5)))],
        vec![Fact::Purge(user(4).id)],
        vec![Fact::Purge(user(4).id), Fact::Purge(user(3).id)],
        vec![
            Fact::Purge(user(4).id),
            Fact::Purge(user(3).id),
            Fact::Create(Box::new(user(5))),
        ],
    ] {
        let (_, after) = changed(&text, facts.clone());
        assert_eq!(
            after.contains("// second"),
            !facts.contains(&Fact::Purge(user(4).id)),
            "{after}"
        );
    }
}
