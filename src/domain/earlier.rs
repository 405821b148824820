//! Coming back to an earlier state: a change like any other, made of the facts in which that state
//! differs from the present one. It is planned, shown, appended and audited, and can be undone.

use super::change::{Change, Fact};
use super::command::Action;
use super::directory::Directory;
use super::plan::{Actor, Plan, Watch};
use super::time::Timestamp;
use super::undo;
use super::user::User;

/// How much comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Everything, also what only an edit by hand changes: name, domains, policies, edition.
    Everything,
    /// Users, service settings and clock. The edition of a session is not the tenant's own, and
    /// must not become it.
    WhatThePortalChanges,
}

/// So many users are compared before `watch` is told.
const STEP: usize = 256;

/// The plan after which everything is as it was `then`, to this extent; called `title`. It changes
/// nothing where nothing is different.
pub fn plan(
    (now, then): (&dyn Directory, &dyn Directory),
    extent: Extent,
    actor: &Actor,
    title: &str,
    at: Timestamp,
) -> Plan {
    let facts = difference(now, then, extent);
    undo::of_facts(now, (actor, at), (title, Action::ComeBack), facts)
}

/// The same plan, made under the eyes of `watch`, which is told of the users compared. `None`: it
/// was given up.
pub fn plan_watched(
    (now, then): (&dyn Directory, &dyn Directory),
    extent: Extent,
    by: (&Actor, Timestamp),
    title: &str,
    watch: Watch<'_>,
) -> Option<Plan> {
    let facts = difference_watched(now, then, extent, watch)?;
    // Only what differs is left to be planned.
    let what = (title, Action::ComeBack);
    undo::of_facts_watched(now, by, what, facts, &mut |_| watch(then.len()))
}

/// What has to become true of `now` so that it holds what `then` does.
pub fn difference(now: &dyn Directory, then: &dyn Directory, extent: Extent) -> Vec<Fact> {
    difference_watched(now, then, extent, &mut |_| true).unwrap_or_default()
}

fn difference_watched(
    now: &dyn Directory,
    then: &dyn Directory,
    extent: Extent,
    watch: Watch<'_>,
) -> Option<Vec<Fact>> {
    let mut facts = Vec::new();
    let users = |directory: &dyn Directory| {
        let heads = (0..directory.len()).filter_map(|at| directory.head(at));
        heads.map(|head| head.id).collect::<Vec<_>>()
    };
    // Who goes, goes first: the name may be taken by who comes.
    let gone = users(now).into_iter().filter(|id| then.user(*id).is_none());
    facts.extend(gone.map(Fact::Purge));
    for (done, id) in users(then).into_iter().enumerate() {
        if done > 0 && done.is_multiple_of(STEP) && !watch(done) {
            return None;
        }
        match (now.user(id), then.user(id)) {
            (Some(now), Some(then)) if now == then => {}
            (Some(now), Some(then)) => facts.extend(of_user(&now, &then)),
            (None, Some(then)) => facts.push(Fact::Create(Box::new(User::clone(&then)))),
            (_, None) => {}
        }
    }
    let (before, after) = (now.facts(), then.facts());
    match extent {
        Extent::Everything if before != after => {
            facts.push(Fact::Tenant(Box::new(after.clone())));
        }
        Extent::Everything => {}
        Extent::WhatThePortalChanges => {
            if before.settings != after.settings {
                facts.push(Fact::Settings(Box::new(after.settings.clone())));
            }
            if before.clock_days != after.clock_days {
                facts.push(Fact::Clock(after.clock_days));
            }
        }
    }
    Some(facts)
}

/// The facts that make one user another one of the same id.
fn of_user(now: &User, then: &User) -> Vec<Fact> {
    let changes = changes(now, then);
    let mut after = now.clone();
    if after.apply_all(&changes).is_ok() && after == *then {
        return vec![Fact::User(then.id, changes.into())];
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
