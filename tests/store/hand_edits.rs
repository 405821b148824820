//! Editing `tenant.ron` by hand: a good edit is taken over, a bad one is refused with its place,
//! and nothing is written.

use proofup::domain::audit::Activity;
use proofup::domain::change::{Change, Fact};
use proofup::domain::user::PerUserMfa;
use proofup::store::folder::{FolderStore, create_large};
use proofup::store::{Access, Store, StoreError};
use rstest::rstest;

use crate::simulated::{DIR, Simulated};
use crate::support::*;

const FILE: &str = "tenant.ron";

/// Edits the file as an editor that saves in place would.
fn edit(fs: &Simulated, from: &str, to: &str) {
    let text = String::from_utf8(fs.bytes(FILE)).unwrap();
    assert!(text.contains(from), "{from} in {text}");
    fs.set_bytes(FILE, text.replacen(from, to, 1));
}

fn refusal(fs: &Simulated) -> String {
    let before = fs.bytes(FILE);
    let refused = FolderStore::open(DIR.as_ref(), &fs.options());
    let refused = refused.err().unwrap().to_string();
    assert_eq!(fs.bytes(FILE), before, "nothing is written");
    refused
}

#[test]
fn a_good_edit_is_taken_over_told_and_audited() {
    let fs = Simulated::tenant(3);
    rename(&fs.open(), user(0).id, "Zoe");
    edit(&fs, "name: \"User 0001\"", "name: \"Yve\" /* married */");
    let store = fs.open();
    assert_eq!(
        store.notices(),
        [
            "tenant.ron was edited by hand: the edit was taken over; the file as it was edited is in backup"
        ]
    );
    assert_eq!(store.snapshot().user(user(1).id).unwrap().name, "Yve");
    assert_eq!(store.audit(1).unwrap()[0].activity, Activity::EditedByHand);
    assert_eq!(store.snapshot().revision(), 2);
    drop(store);
    let store = fs.open();
    assert_eq!(store.notices(), Vec::<String>::new());
    assert_eq!(store.snapshot().revision(), 2);
    assert_eq!(store.audit(1).unwrap()[0].activity, Activity::EditedByHand);
    assert_eq!(store.snapshot().user(user(1).id).unwrap().name, "Yve");
    assert!(
        String::from_utf8(fs.bytes(FILE))
            .unwrap()
            .contains("name: \"Yve\" /* married */,")
    );
}

#[test]
fn an_edit_is_taken_over_together_with_what_was_not_folded() {
    let fs = Simulated::tenant(3);
    let store = fs.open();
    rename(&store, user(0).id, "Zoe");
    let fs = fs.copy();
    edit(&fs, "name: \"User 0001\"", "name: \"Yve\"");
    let store = fs.open();
    assert_eq!(store.snapshot().user(user(0).id).unwrap().name, "Zoe");
    assert_eq!(store.snapshot().user(user(1).id).unwrap().name, "Yve");
    // A crash right after the entry, before the fold, comes to the same.
}

#[test]
fn an_edit_that_what_was_not_folded_no_longer_fits_is_refused() {
    let fs = Simulated::tenant(3);
    let store = fs.open();
    let gone = user(1).methods[0].id;
    store
        .submit(plan(
            &*store.snapshot(),
            vec![(user(1).id, vec![Change::RemoveMethod(gone)])],
        ))
        .unwrap();
    let fs = fs.copy();
    let id = user(1).methods[0].id.to_string();
    let text = String::from_utf8(fs.bytes(FILE)).unwrap();
    let record = text.find("user0001").unwrap();
    let at = record + text[record..].find(&id).unwrap();
    let other = "00000000-0000-4000-8000-000000000000";
    fs.set_bytes(
        FILE,
        format!("{}{other}{}", &text[..at], &text[at + id.len()..]),
    );
    assert_eq!(
        refusal(&fs),
        format!(
            "tenant.ron was edited by hand and entry 1 of the journal, \"Change 1\", no longer fits: no method {id}; take that part of the edit back, nothing was written"
        )
    );
}

#[test]
fn an_older_tenant_ron_replays_but_not_past_an_edit_by_hand() {
    let fs = Simulated::tenant(3);
    let first = fs.bytes(FILE);
    let store = fs.open();
    rename(&store, user(0).id, "Zoe");
    drop(store);
    let fs2 = fs.copy();
    fs2.set_bytes(FILE, first.clone());
    assert_eq!(fs2.open().snapshot().user(user(0).id).unwrap().name, "Zoe");

    edit(&fs, "name: \"User 0001\"", "name: \"Yve\"");
    drop(fs.open());
    fs.set_bytes(FILE, first);
    assert!(refusal(&fs).starts_with(
        "tenant.ron is older than the edit by hand that entry 2 of the journal took over: put back the newer file"
    ));
}

#[rstest]
#[case::syntax(
    "domains: [\"contoso.com\"],",
    "domains: [\"contoso.com\",",
    "tenant.ron:5:3: Expected string"
)]
#[case::variant(
    "mfa: Enabled",
    "mfa: Enbled",
    "tenant.ron:50:12: Unexpected variant named `Enbled` in enum `PerUserMfa`, expected one of `Disabled`, `Enabled`, or `Enforced` instead (in the record of user0001@contoso.com)"
)]
#[case::field(
    "mfa: Enabled",
    "mfx: Enabled",
    "(in the record of user0001@contoso.com)"
)]
#[case::missing(
    "      created: \"2026-03-04T05:06:07Z\",\n",
    "",
    "Unexpected missing field named `created` in `User` (in the record of user0000@contoso.com)"
)]
#[case::duplicate(
    "mfa: Enabled",
    "mfa: Enabled, mfa: Enabled",
    "(in the record of user0001@contoso.com)"
)]
#[case::phone(
    "number: \"+1 4255550001\"",
    "number: \"0001\"",
    "`0001`: Start with + and the country code, such as +1 4255551234. (in the record of user0001@contoso.com)"
)]
#[case::unclosed("name: \"User 0001\"", "name: \"User 0001", "tenant.ron:")]
#[case::bracket(
    "created: \"2026-03-04T05:06:07Z\",\n    ),",
    "created: \"2026-03-04T05:06:07Z\",\n",
    "(in the record of user0000@contoso.com)"
)]
#[case::upn(
    "upn: \"user0001@contoso.com\"",
    "upn: \"USER0000@contoso.com\"",
    "tenant.ron:48:12: the user principal name USER0000@contoso.com is also that of the user at 28:12; change or remove one"
)]
#[case::not_a_upn(
    "upn: \"user0001@contoso.com\"",
    "upn: \"user0001\"",
    "tenant.ron:48:12: `user0001` is no user principal name such as kim@contoso.com"
)]
#[case::foreign(
    "upn: \"user0001@contoso.com\"",
    "upn: \"u@fabrikam.com\"",
    "tenant.ron:48:12: fabrikam.com is not among the tenant's domains (contoso.com): add it there or change u@fabrikam.com"
)]
#[case::domain(
    "domains: [\"contoso.com\"]",
    "domains: [\"contoso.com\", \"x y\"]",
    "tenant.ron:4:28: `x y` is no domain such as contoso.com"
)]
#[case::no_domain(
    "domains: [\"contoso.com\"]",
    "domains: []",
    "tenant.ron:4:12: a tenant has at least one domain, such as \"contoso.com\""
)]
#[case::last_admin(
    "roles: [GlobalAdministrator]",
    "roles: [UserAdministrator]",
    "nobody is left who could administer: give one user who is neither blocked nor deleted `roles: [GlobalAdministrator]`"
)]
#[case::snapshot(
    "journal: \"journal/0000000001.ron\"",
    "journal: \"../../etc/passwd\"",
    "tenant.ron: snapshot: `../../etc/passwd` is no journal file such as journal/0000000001.ron"
)]
#[case::newer(
    "format: 1",
    "format: 2, new: [{}]",
    "tenant.ron:2:11: format 2 is of a newer proofup, this one reads format 1: open it with the newer one; the file is untouched"
)]
fn a_bad_edit_is_refused_with_its_place(
    #[case] from: &str,
    #[case] to: &str,
    #[case] expected: &str,
) {
    let fs = Simulated::tenant(3);
    edit(&fs, from, to);
    let refused = refusal(&fs);
    assert!(refused.contains(expected), "{refused}");
    assert!(!fs.calls().contains(&"write_at"));
}

#[rstest]
#[case::no_days(
    "remember_days: None",
    "remember_days: Some(0)",
    "tenant.ron:15:20: remember_days is 0: users can trust devices for 1 to 365 days; None: not at all"
)]
#[case::too_many_days(
    "remember_days: None",
    "remember_days: Some(366)",
    "tenant.ron:15:20: remember_days is 366: users can"
)]
#[case::range(
    "trusted_ips: []",
    "trusted_ips: [\"203.0.113.0/24\", \"203.0.113.0/33\"]",
    "tenant.ron:10:37: `203.0.113.0/33` is no IPv4 range: such as 203.0.113.0/24"
)]
#[case::threshold(
    "lockout_threshold: 10",
    "lockout_threshold: 0",
    "tenant.ron:22:24: lockout_threshold is 0: a lockout takes 1 failed sign-in or more"
)]
#[case::lockout(
    "lockout_seconds: 60",
    "lockout_seconds: 0",
    "tenant.ron:23:22: lockout_seconds is 0: a lockout lasts 1 second or longer"
)]
#[case::least_over_most(
    "lockout_seconds: 60",
    "lockout_seconds: 60, access_pass: (least_minutes: 600, most_minutes: 480)",
    "tenant.ron:23:55: least_minutes is 600, but most_minutes is 480 at 23:74: least_minutes, default_minutes and most_minutes must not decrease"
)]
#[case::default_over_most(
    "lockout_seconds: 60",
    "lockout_seconds: 60, access_pass: (default_minutes: 90, most_minutes: 80)",
    "tenant.ron:23:57: default_minutes is 90, but most_minutes is 80 at 23:75: least_minutes,"
)]
#[case::default_of_the_other(
    "lockout_seconds: 60",
    "lockout_seconds: 60, access_pass: (least_minutes: 61)",
    "tenant.ron:23:55: least_minutes is 61, but default_minutes is 60 where nothing is said: least_minutes,"
)]
#[case::default_of_its_own(
    "lockout_seconds: 60",
    "lockout_seconds: 60, access_pass: (most_minutes: 59)",
    "tenant.ron:23:54: least_minutes is 60 where nothing is said, but most_minutes is 59: least_minutes,"
)]
#[case::beyond_any_policy(
    "lockout_seconds: 60",
    "lockout_seconds: 60, access_pass: (least_minutes: 9)",
    "tenant.ron:23:55: least_minutes is 9: 10 to 43,200 minutes"
)]
fn settings_that_cannot_be_are_refused_with_both_places(
    #[case] from: &str,
    #[case] to: &str,
    #[case] expected: &str,
) {
    let fs = Simulated::tenant(3);
    edit(&fs, from, to);
    let refused = refusal(&fs);
    assert!(refused.starts_with(expected), "{refused}");
    assert_eq!(refused.lines().count(), 2, "{refused}");
    assert!(!fs.calls().contains(&"write_at"));

    // A large tenant says the same of itself.
    let fs = Simulated::default();
    let users = users(3).into_iter();
    create_large(&fs, DIR.as_ref(), &facts(), users, &mut |_| ()).unwrap();
    fs.settle();
    edit(&fs, from, to);
    let refused = refusal(&fs);
    assert!(refused.starts_with(expected), "{refused}");
}

/// What the form takes can be written by hand, each bound included.
#[test]
fn settings_at_their_bounds_are_taken_over() {
    let fs = Simulated::tenant(3);
    edit(&fs, "remember_days: None", "remember_days: Some(365)");
    let pass = "access_pass: (least_minutes: 10, default_minutes: 10, most_minutes: 43200)";
    let to = format!("lockout_seconds: 1, {pass}");
    edit(&fs, "lockout_seconds: 60", &to);
    edit(&fs, "lockout_threshold: 10", "lockout_threshold: 1");
    let ranges = ["\"10.0.0.0/8\""; 50].join(", ");
    edit(&fs, "trusted_ips: []", &format!("trusted_ips: [{ranges}]"));
    assert_eq!(
        fs.open().snapshot().facts().settings.remember_days,
        Some(365)
    );
    edit(&fs, "trusted_ips: [", "trusted_ips: [\"10.0.0.0/8\", ");
    let refused = refusal(&fs);
    let expected = "tenant.ron:10:18: trusted_ips has 51 ranges: 50 at the most";
    assert!(refused.starts_with(expected), "{refused}");
}

#[test]
fn both_ids_of_one_list_are_named() {
    let fs = Simulated::tenant(3);
    let methods = user(1).methods;
    edit(&fs, &methods[1].id.to_string(), &methods[0].id.to_string());
    let refused = refusal(&fs);
    let expected = format!(
        "tenant.ron:54:14: the id {} is in the methods of user0001@contoso.com twice: also at 53:14; change or remove one",
        methods[0].id
    );
    assert!(refused.starts_with(&expected), "{refused}");
}

#[test]
fn every_fault_is_named_and_the_last_good_backup() {
    let fs = Simulated::tenant(3);
    rename(&fs.open(), user(0).id, "Zoe");
    edit(&fs, "user0001@contoso.com", "x");
    edit(&fs, "user0002@contoso.com", "y");
    let refused = refusal(&fs);
    let lines: Vec<&str> = refused.lines().collect();
    assert_eq!(lines.len(), 3, "{refused}");
    assert_eq!(
        lines[2],
        "nothing was written; the last good copy is backup/tenant-0000000001.ron"
    );
}

#[test]
fn a_byte_order_mark_is_stripped_with_a_hint() {
    let fs = Simulated::tenant(3);
    let text = [b"\xef\xbb\xbf".as_slice(), &fs.bytes(FILE)].concat();
    fs.set_bytes(FILE, text);
    let store = fs.open();
    assert!(store.notices()[0].starts_with("tenant.ron begins with a byte order mark"));
    rename(&store, user(0).id, "Zoe");
    drop(store);
    assert!(fs.bytes(FILE).starts_with(b"("));
    assert_eq!(fs.open().notices(), Vec::<String>::new());
}

#[test]
fn what_is_not_utf_8_is_named_by_its_place() {
    let fs = Simulated::tenant(3);
    let mut bytes = fs.bytes(FILE);
    bytes[5] = 0xff;
    fs.set_bytes(FILE, bytes);
    assert!(refusal(&fs).starts_with("tenant.ron:2:4: not UTF-8: save the file as UTF-8\n"));
}

#[test]
fn a_bomb_is_refused_in_time() {
    for bomb in ["(", "[", "/*", "\"\\u{", "(a:", "Some("] {
        let fs = Simulated::tenant(1);
        fs.set_bytes(FILE, bomb.repeat((1 << 20) / bomb.len()));
        assert!(refusal(&fs).starts_with("tenant.ron:1:"));
    }
}

/// Three users, of whom the first was renamed to Zoe and the second, while that is open, by hand to
/// `name`: the file stays as it was edited.
fn edited_while_open(name: &str) -> (Simulated, FolderStore) {
    let fs = Simulated::tenant(3);
    let store = fs.open();
    rename(&store, user(0).id, "Zoe");
    edit(&fs, "name: \"User 0001\"", &format!("name: \"{name}\""));
    let edited = fs.bytes(FILE);
    let stopped = store.fold().unwrap_err();
    assert!(
        matches!(stopped, StoreError::EditedWhileOpen(_)),
        "{stopped}"
    );
    assert_eq!(fs.bytes(FILE), edited);
    (fs, store)
}

#[test]
fn edit_while_open_is_not_overwritten_and_both_are_kept() {
    let (fs, store) = edited_while_open("Yve");
    let edited = fs.bytes(FILE);
    // It goes on saving.
    let mfa = vec![(user(0).id, vec![Change::Mfa(PerUserMfa::Enforced)])];
    store.submit(plan(&*store.snapshot(), mfa)).unwrap();
    drop(store);
    assert_eq!(fs.bytes(FILE), edited);
    let ours = fs.bytes("tenant.ron.ours");
    // Start again to have both, or put ours in its place.
    let both = fs.copy().open();
    assert_eq!(both.snapshot().user(user(0).id).unwrap().name, "Zoe");
    assert_eq!(both.snapshot().user(user(1).id).unwrap().name, "Yve");
    fs.set_bytes(FILE, ours);
    let store = fs.open();
    assert_eq!(store.notices(), Vec::<String>::new());
    assert_eq!(
        store.snapshot().user(user(0).id).unwrap().mfa,
        PerUserMfa::Enforced
    );
    assert_eq!(store.snapshot().user(user(1).id).unwrap().name, "User 0001");
}

/// Neither its length nor its place need be others.
#[test]
fn edit_while_open_in_place_and_of_the_same_length_is_not_overwritten() {
    edited_while_open("User 1000");
}

#[test]
fn a_file_that_was_only_touched_is_folded() {
    let fs = Simulated::tenant(3);
    let store = fs.open();
    rename(&store, user(0).id, "Zoe");
    fs.set_bytes(FILE, fs.bytes(FILE));
    store.fold().unwrap();
}

#[test]
fn an_edit_is_shown_and_not_written_where_the_tenant_is_open_for_reading() {
    let fs = Simulated::tenant(3);
    edit(&fs, "name: \"User 0001\"", "name: \"Yve\"");
    let before = fs.bytes(FILE);
    let options = proofup::store::folder::Options {
        read_only: true,
        ..fs.options()
    };
    let store = FolderStore::open(DIR.as_ref(), &options).unwrap();
    assert_eq!(
        store.access(),
        Access::ReadOnly("opened with --read-only".to_owned())
    );
    assert_eq!(store.snapshot().user(user(1).id).unwrap().name, "Yve");
    let blocked = facts_plan(
        &*store.snapshot(),
        vec![Fact::User(user(0).id, vec![Change::Blocked(true)].into())],
    );
    assert!(matches!(
        store.submit(blocked),
        Err(StoreError::ReadOnly(_))
    ));
    drop(store);
    assert_eq!(fs.bytes(FILE), before);
}

/// A tenant that was made before there was a clock says nothing of it; one that is ahead says so,
/// can be set back by hand, and not too far on.
#[test]
fn the_clock_stands_in_the_file_only_while_it_is_ahead() {
    let fs = Simulated::tenant(3);
    let text = |fs: &Simulated| String::from_utf8(fs.bytes(FILE)).unwrap();
    assert!(!text(&fs).contains("clock_days"));
    let store = fs.open();
    let ahead = facts_plan(&*store.snapshot(), vec![Fact::Clock(15)]);
    store.submit(ahead).unwrap();
    store.fold().unwrap();
    drop(store);
    assert!(text(&fs).contains("  clock_days: 15,\n"), "{}", text(&fs));
    assert_eq!(fs.open().snapshot().facts().clock_days, 15);
    edit(&fs, "clock_days: 15", "clock_days: 36501");
    let refused = refusal(&fs);
    assert!(
        refused.contains("the clock can be 36500 days ahead at the most"),
        "{refused}"
    );
    edit(&fs, "clock_days: 36501", "clock_days: 3");
    let store = fs.open();
    assert_eq!(store.snapshot().facts().clock_days, 3);
    let entry = store.audit(1).unwrap().remove(0);
    assert_eq!(
        entry.at,
        fs.options().now.plus_days(3),
        "by the tenant's clock"
    );
    let back = facts_plan(&*store.snapshot(), vec![Fact::Clock(0)]);
    store.submit(back).unwrap();
    store.fold().unwrap();
    assert!(!text(&fs).contains("clock_days"));
}
