//! Coming back to an earlier state: a change like any other, made of the facts in which that state
//! differs from the present one. It is planned, shown, appended and audited, and can be undone.

use super::change::{Change, Fact};
use super::command::Action;
use super::directory::Directory;
use super::plan::{Actor, Plan};
use super::time::Timestamp;
use super::undo;
use super::user::User;

/// The plan after which everything is as it was `then`; called `title`. It changes nothing where
/// nothing is different.
pub fn plan(
    now: &dyn Directory,
    then: &dyn Directory,
    actor: &Actor,
    title: &str,
    at: Timestamp,
) -> Plan {
    let facts = difference(now, then);
    undo::of_facts(now, (actor, at), (title, Action::ComeBack), facts, None)
}

/// What has to become true of `now` so that it holds what `then` does.
pub fn difference(now: &dyn Directory, then: &dyn Directory) -> Vec<Fact> {
    let mut facts = Vec::new();
    let users = |directory: &dyn Directory| {
        let heads = (0..directory.len()).filter_map(|at| directory.head(at));
        heads.map(|head| head.id).collect::<Vec<_>>()
    };
    // Who goes, goes first: the name may be taken by who comes.
    let gone = users(now).into_iter().filter(|id| then.user(*id).is_none());
    facts.extend(gone.map(Fact::Purge));
    for id in users(then) {
        match (now.user(id), then.user(id)) {
            (Some(now), Some(then)) if now == then => {}
            (Some(now), Some(then)) => facts.extend(of_user(&now, &then)),
            (None, Some(then)) => facts.push(Fact::Create(Box::new(User::clone(&then)))),
            (_, None) => {}
        }
    }
    let (before, after) = (now.facts(), then.facts());
    if before != after {
        facts.push(Fact::Tenant(Box::new(after.clone())));
    }
    facts
}

/// The facts that make one user another one of the same id.
fn of_user(now: &User, then: &User) -> Vec<Fact> {
    let changes = changes(now, then);
    let mut after = now.clone();
    if after.apply_all(changes.clone()).is_ok() && after == *then {
        return vec![Fact::User(then.id, changes)];
    }
    // What no change speaks of, such as the user principal name: only an edit by hand changes it.
    let then = Box::new(then.clone());
    vec![Fact::Purge(then.id), Fact::Create(then)]
}

/// The changes between two states of a user, as far as there are changes for it.
fn changes(now: &User, then: &User) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut change = |differs: bool, change: Change| {
        if differs {
            changes.push(change);
        }
    };
    change(now.name != then.name, Change::Name(then.name.clone()));
    change(
        now.profile != then.profile,
        Change::Profile(Box::new(then.profile.clone())),
    );
    change(now.blocked != then.blocked, Change::Blocked(then.blocked));
    change(now.deleted != then.deleted, Change::Deleted(then.deleted));
    change(now.roles != then.roles, Change::Roles(then.roles));
    change(now.mfa != then.mfa, Change::Mfa(then.mfa));
    change(
        now.password != then.password,
        Change::Password(then.password.clone()),
    );
    change(
        now.must_register_again != then.must_register_again,
        Change::MustRegisterAgain(then.must_register_again),
    );
    change(
        now.mfa_at_next_sign_in != then.mfa_at_next_sign_in,
        Change::MfaAtNextSignIn(then.mfa_at_next_sign_in),
    );
    change(now.lockout != then.lockout, Change::Lockout(then.lockout));
    change(
        now.sessions_valid_from != then.sessions_valid_from,
        Change::SessionsValidFrom(then.sessions_valid_from),
    );
    changes.extend(list(
        (&now.methods, &then.methods),
        |method| method.id,
        Change::RemoveMethod,
        |at, method| Change::AddMethod(at, method.clone()),
    ));
    changes.extend(list(
        (&now.devices, &then.devices),
        |device| device.id,
        Change::RemoveDevice,
        |at, device| Change::AddDevice(at, device.clone()),
    ));
    changes.extend(list(
        (&now.app_passwords, &then.app_passwords),
        |password| password.id,
        Change::RemoveAppPassword,
        |at, password| Change::AddAppPassword(at, password.clone()),
    ));
    if now.default_method != then.default_method {
        changes.push(Change::Default(then.default_method));
    }
    changes
}

/// What turns one list into another: entries that are not in it, or not like that, go; then the
/// missing ones come, each in its place. Where what stays is in another order, all of it goes.
fn list<T: PartialEq, I: PartialEq>(
    (now, then): (&[T], &[T]),
    id: impl Fn(&T) -> I,
    remove: impl Fn(I) -> Change,
    add: impl Fn(usize, &T) -> Change,
) -> Vec<Change> {
    let mut kept: Vec<&T> = now.iter().filter(|one| then.contains(one)).collect();
    let in_order: Vec<&T> = then.iter().filter(|one| now.contains(one)).collect();
    if kept != in_order {
        kept.clear();
    }
    let gone = now.iter().filter(|one| !kept.contains(one));
    let removed = gone.map(|one| remove(id(one)));
    let come = then.iter().enumerate();
    let added = come
        .filter(|(_, one)| !kept.contains(one))
        .map(|(at, one)| add(at, one));
    removed.chain(added).collect()
}
