//! Undo and redo: changes like any others, planned, shown, appended and audited.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::audit::{Activity, AuditEntry, Target};
use super::change::{Change, Fact};
use super::command::Action;
use super::directory::Directory;
use super::id::UserId;
use super::plan::{Actor, Becomes, Outcome, Part, Plan, Row, Watch, trail};
use super::refusal::Refusal;
use super::settings::ServiceSettings;
use super::tenant::TenantFacts;
use super::text::Text;
use super::time::Timestamp;
use super::user::{Print, User};

/// So many facts are planned before `watch` is told.
const STEP: usize = 256;

/// Something done that can be taken back.
#[derive(Debug, Clone)]
pub struct Done {
    /// What it was: `Manage user settings for 5 users`.
    pub title: String,
    /// What takes it back, in order.
    pub inverse: Vec<Fact>,
    /// The touched users as they were right after; `None`: gone. Where one is different now,
    /// somebody else was there, and nothing is overwritten in silence.
    pub after: Vec<(UserId, Option<Print>)>,
    /// The service settings as they were right after, where they were touched.
    pub settings_after: Option<ServiceSettings>,
    /// How far ahead the clock was right after, where it was set.
    pub clock_after: Option<u32>,
    /// All about the tenant but its users right after, where all of it was touched.
    pub tenant_after: Option<TenantFacts>,
    /// When it was planned, which its audit entries say too.
    pub at: Timestamp,
    /// What the audit trail calls it.
    activities: Vec<Activity>,
}

/// What a session can undo and redo, newest last. A new action clears what could be redone.
#[derive(Debug, Clone, Default)]
pub struct History {
    done: Vec<Arc<Done>>,
    undone: Vec<Arc<Done>>,
}

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Take the last action back.
    Undo,
    /// Do the last one taken back again.
    Redo,
}

/// One step back or forth in a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Which way.
    pub direction: Direction,
    /// Which of what was done, or taken back.
    at: usize,
}

impl Done {
    /// What `title` did, whose inverse is `inverse`, once `after` is the state.
    pub fn new(title: String, inverse: Vec<Fact>, after: &dyn Directory) -> Self {
        Self::of(title, inverse, &[], after)
    }

    /// The same where `rows` of the plan may tell what became of the users.
    fn of(title: String, inverse: Vec<Fact>, rows: &[Row], after: &dyn Directory) -> Self {
        let becomes = rows.iter().filter_map(|row| {
            let becomes = row.becomes.as_ref()?;
            Some((row.user?, becomes.print))
        });
        let known: HashMap<UserId, Print> = becomes.collect();
        let users = inverse.iter().filter_map(Fact::user);
        let print = |id| {
            let known = known.get(&id).copied();
            known.or_else(|| Some(after.user(id)?.print()))
        };
        let settings = |fact: &Fact| matches!(fact, Fact::Settings(_));
        let clock = |fact: &Fact| matches!(fact, Fact::Clock(_));
        let tenant = |fact: &Fact| matches!(fact, Fact::Tenant(_));
        let facts = after.facts();
        Self {
            title,
            after: users.map(|id| (id, print(id))).collect(),
            settings_after: inverse.iter().any(settings).then(|| facts.settings.clone()),
            clock_after: inverse.iter().any(clock).then_some(facts.clock_days),
            tenant_after: inverse.iter().any(tenant).then(|| facts.clone()),
            inverse,
            at: Timestamp::default(),
            activities: Vec::new(),
        }
    }

    /// Nothing yet of what was planned as `title` at `at`.
    pub fn begun(title: String, at: Timestamp, activities: Vec<Activity>) -> Self {
        Self {
            title,
            inverse: Vec::new(),
            after: Vec::new(),
            settings_after: None,
            clock_after: None,
            tenant_after: None,
            at,
            activities,
        }
    }

    /// With room for what `users` users need.
    #[must_use]
    pub fn with_room(mut self, users: usize) -> Self {
        self.inverse.reserve(users);
        self.after.reserve(users);
        self
    }

    /// Takes in what `rows`, another part of the same action, did, whose inverse is `inverse`, once
    /// `after` is the state.
    pub fn extend(&mut self, inverse: Vec<Fact>, rows: &[Row], after: &dyn Directory) {
        let part = Self::of(String::new(), inverse, rows, after);
        self.inverse.extend(part.inverse);
        self.after.extend(part.after);
        self.settings_after = part.settings_after.or(self.settings_after.take());
        self.clock_after = part.clock_after.or(self.clock_after);
        self.tenant_after = part.tenant_after.or(self.tenant_after.take());
    }

    /// What is left of it once `part` of it has been taken back. `None`: nothing.
    #[must_use]
    pub fn without(&self, part: &Self) -> Option<Self> {
        let of_users = part.settings_after.is_none()
            && part.clock_after.is_none()
            && part.tenant_after.is_none();
        // All of it, as mostly: told in a moment, however many users it was for.
        let users = || self.after.iter().map(|(id, _)| id);
        let others = || part.after.iter().map(|(id, _)| id);
        let all = self.inverse.len() == self.after.len();
        if all && (users().eq(others()) || users().eq(others().rev())) {
            return None;
        }
        let gone: HashSet<UserId> = part.after.iter().map(|(id, _)| *id).collect();
        let stays = |fact: &&Fact| fact.user().map_or(of_users, |id| !gone.contains(&id));
        let left = |(id, _): &&(UserId, _)| !gone.contains(id);
        let rest = Self {
            inverse: self.inverse.iter().filter(stays).cloned().collect(),
            after: self.after.iter().filter(left).copied().collect(),
            title: self.title.clone(),
            settings_after: self.settings_after.clone(),
            clock_after: self.clock_after,
            tenant_after: self.tenant_after.clone(),
            at: self.at,
            activities: self.activities.clone(),
        };
        (!rest.inverse.is_empty()).then_some(rest)
    }

    /// It was planned at `at` and stands in the audit trail as `activities`.
    #[must_use]
    pub fn audited(mut self, at: Timestamp, activities: Vec<Activity>) -> Self {
        self.at = at;
        self.activities = activities;
        self
    }

    /// Whether `entry` of the audit trail, by the same administrator, tells of this.
    pub fn left(&self, entry: &AuditEntry) -> bool {
        let touched = match &entry.target {
            Some(target) => self.after.iter().any(|(id, _)| *id == target.id),
            None => {
                self.settings_after.is_some()
                    || self.clock_after.is_some()
                    || self.tenant_after.is_some()
            }
        };
        let again = matches!(entry.activity, Activity::Undo | Activity::Redo);
        let of_this = self.activities.contains(&entry.activity) && !again;
        touched && of_this && entry.at == self.at
    }

    /// Whether it touched anything that `other` did.
    fn meets(&self, other: &Self) -> bool {
        let theirs: HashSet<&UserId> = other.after.iter().map(|(id, _)| id).collect();
        let settings = self.settings_after.is_some() && other.settings_after.is_some();
        let clock = self.clock_after.is_some() && other.clock_after.is_some();
        settings || clock || self.after.iter().any(|(id, _)| theirs.contains(id))
    }

    /// What is no longer as it was right after, by name.
    fn changed_since(&self, directory: &dyn Directory) -> Option<String> {
        for (id, after) in &self.after {
            let known = directory.user(*id);
            if known.as_deref().map(User::print) != *after {
                return Some(named(known.as_deref()));
            }
        }
        self.tenant_changed_since(directory).map(str::to_owned)
    }

    /// What of the tenant itself is not.
    fn tenant_changed_since(&self, directory: &dyn Directory) -> Option<&'static str> {
        let facts = directory.facts();
        let clock = self.clock_after;
        if clock.is_some_and(|days| days != facts.clock_days) {
            return Some("The clock");
        }
        let tenant = self.tenant_after.as_ref();
        if tenant.is_some_and(|after| after != facts) {
            return Some("The tenant");
        }
        let settings = self.settings_after.as_ref();
        settings
            .is_some_and(|after| *after != facts.settings)
            .then_some("Service settings")
    }

    /// The inverse with the facts of one user as one.
    fn by_user(&self) -> Vec<Fact> {
        let mut facts: Vec<Fact> = Vec::new();
        for fact in &self.inverse {
            match (facts.last_mut(), fact) {
                (Some(Fact::User(last, changes)), Fact::User(id, more)) if last == id => {
                    *changes = changes.iter().chain(&**more).cloned().collect();
                }
                _ => facts.push(fact.clone()),
            }
        }
        facts
    }
}

impl History {
    /// What would be taken back, or done again.
    pub fn next(&self, direction: Direction) -> Option<&Arc<Done>> {
        self.last(direction).and_then(|step| self.at(step))
    }

    /// The step that [`History::next`] takes.
    pub fn last(&self, direction: Direction) -> Option<Step> {
        let of = match direction {
            Direction::Undo => &self.done,
            Direction::Redo => &self.undone,
        };
        let at = of.len().checked_sub(1)?;
        Some(Step { direction, at })
    }

    /// What `step` takes back or does again.
    pub fn at(&self, step: Step) -> Option<&Arc<Done>> {
        match step.direction {
            Direction::Undo => self.done.get(step.at),
            Direction::Redo => self.undone.get(step.at),
        }
    }

    /// The step that takes back what `entry` tells of. `Err`: what has to be taken back first,
    /// because it touched the same since; `None`: nothing of it is left to be taken back.
    pub fn of(&self, entry: &AuditEntry) -> Option<Result<Step, &Done>> {
        let at = self.done.iter().rposition(|done| done.left(entry))?;
        let later = self.done.iter().skip(at + 1).rev();
        let mut later = later.filter(|later| later.meets(&self.done[at]));
        let direction = Direction::Undo;
        let first = later.next().map(|done| &**done);
        Some(first.map_or(Ok(Step { direction, at }), Err))
    }

    /// Something new was done. Gives what can no longer be done again.
    pub fn did(&mut self, done: Done) -> Vec<Arc<Done>> {
        self.done.push(Arc::new(done));
        std::mem::take(&mut self.undone)
    }

    /// `step` was taken; `done` reverses that. Where only a part was, the rest of it stays to be
    /// taken. Gives what can no longer be taken.
    pub fn moved(&mut self, step: Step, done: Done) -> Option<Arc<Done>> {
        let (from, to) = match step.direction {
            Direction::Undo => (&mut self.done, &mut self.undone),
            Direction::Redo => (&mut self.undone, &mut self.done),
        };
        let own = from.get_mut(step.at);
        let rest = own.as_ref().and_then(|own| own.without(&done));
        let gone = match (own, rest) {
            (Some(own), Some(rest)) => Some(std::mem::replace(own, Arc::new(rest))),
            (Some(_), None) => Some(from.remove(step.at)),
            (None, _) => None,
        };
        to.push(Arc::new(done));
        gone
    }
}

/// The plan that takes `done` back (or does it again). All of it, or, where somebody changed any
/// of it since, none.
pub fn plan(
    directory: &dyn Directory,
    actor: &Actor,
    done: &Done,
    direction: Direction,
    now: Timestamp,
) -> Plan {
    let plan = plan_watched(directory, actor, done, direction, now, &mut |_| true);
    plan.unwrap_or_else(|| nothing(directory, (actor, now), &done.title))
}

/// The same plan, made under the eyes of `watch`. `None`: it was given up. Each user is read once,
/// unless somebody was changed since.
pub fn plan_watched(
    directory: &dyn Directory,
    actor: &Actor,
    done: &Done,
    direction: Direction,
    now: Timestamp,
    watch: Watch<'_>,
) -> Option<Plan> {
    let (by, action) = ((actor, now), action(direction));
    let mut planned = |refused: Option<&Refusal>| {
        let what = (&*done.title, action);
        let after = match refused {
            Some(_) => None,
            None => Some(&*done.after),
        };
        planned(directory, by, what, done.by_user(), refused, after, watch)
    };
    let changed = match done.tenant_changed_since(directory) {
        // Somebody may have been changed too, and is told of first.
        Some(_) => done.changed_since(directory),
        None => match planned(None) {
            Ok(plan) => return Some(plan),
            Err(Ended::GivenUp) => return None,
            Err(Ended::ChangedSince(whom)) => Some(whom),
        },
    };
    planned(changed.map(Refusal::ChangedSince).as_ref()).ok()
}

/// The plan of [`of_facts`], made under the eyes of `watch`. `None`: it was given up.
pub(super) fn of_facts_watched(
    directory: &dyn Directory,
    by: (&Actor, Timestamp),
    what: (&str, Action),
    facts: Vec<Fact>,
    watch: Watch<'_>,
) -> Option<Plan> {
    planned(directory, by, what, facts, None, None, watch).ok()
}

/// The plan that makes `facts` true by an action, a row for each.
pub(super) fn of_facts(
    directory: &dyn Directory,
    by: (&Actor, Timestamp),
    what: (&str, Action),
    facts: Vec<Fact>,
) -> Plan {
    let plan = of_facts_watched(directory, by, what, facts, &mut |_| true);
    plan.unwrap_or_else(|| nothing(directory, by, what.0))
}

fn action(direction: Direction) -> Action {
    match direction {
        Direction::Undo => Action::Undo,
        Direction::Redo => Action::Redo,
    }
}

/// Why there is no plan.
enum Ended {
    /// `watch` gave it up.
    GivenUp,
    /// This user is no longer as expected.
    ChangedSince(String),
}

/// A plan without rows.
fn nothing(directory: &dyn Directory, (actor, now): (&Actor, Timestamp), title: &str) -> Plan {
    Plan {
        revision: directory.revision(),
        edition: directory.edition(),
        at: now,
        actor: actor.clone(),
        title: title.to_owned(),
        rows: Vec::new(),
        audit: Vec::new(),
        sign_ins: Vec::new(),
        revealed: None,
    }
}

/// The plan that makes `facts` true by an action, a row for each; or refuses all of them. Only if
/// all whom they are about are as `expected`, where that is asked.
fn planned(
    directory: &dyn Directory,
    by: (&Actor, Timestamp),
    (title, action): (&str, Action),
    facts: Vec<Fact>,
    refused: Option<&Refusal>,
    expected: Option<&[(UserId, Option<Print>)]>,
    watch: Watch<'_>,
) -> Result<Plan, Ended> {
    let mut plan = nothing(directory, by, title);
    let actor = Text::from(&by.0.upn);
    // In the order of the facts.
    let mut expected = expected.map(<[_]>::iter);
    for fact in facts {
        let done = plan.rows.len();
        if done > 0 && done.is_multiple_of(STEP) && !watch(done) {
            return Err(Ended::GivenUp);
        }
        let user = fact.user();
        let known = user.and_then(|id| directory.user(id));
        if let (Some(user), Some(expected)) = (user, &mut expected) {
            let own = expected.find(|(id, _)| *id == user).map(|(_, own)| *own);
            if own != Some(known.as_deref().map(User::print)) {
                return Err(Ended::ChangedSince(named(known.as_deref())));
            }
        }
        let (name, upn) = match (&known, &fact) {
            (Some(user), _) => (Text::from(&user.name), Text::from(&user.upn)),
            (None, Fact::Create(user)) => ((&user.name).into(), (&user.upn).into()),
            (None, Fact::Settings(_) | Fact::Clock(_) | Fact::Tenant(_)) => {
                ((&directory.facts().name).into(), "".into())
            }
            (None, Fact::User(id, _) | Fact::Purge(id)) => (id.to_string().into(), "".into()),
        };
        let after = known.as_deref().filter(|_| refused.is_none());
        let after = after.and_then(|user| applied(user, &fact));
        let part = Part {
            action,
            outcome: match refused {
                Some(why) => Outcome::Refused(why.clone()),
                None => Outcome::Change(vec![fact]),
            },
            warnings: Vec::new(),
        };
        let heading = trail::Heading {
            at: by.1,
            actor: &actor,
            target: user.map(|id| Target {
                id,
                upn: upn.clone(),
            }),
            before: known.as_deref(),
            after: after.as_ref().map(|(after, _)| after),
        };
        trail::add(&mut plan.audit, &heading, &part, directory.facts());
        let mut becomes = after.map(|(after, back)| Becomes::of(&after, back));
        let last = plan.rows.last().and_then(|row| row.becomes.as_ref());
        if let (Some(own), Some(last)) = (&mut becomes, last) {
            own.share(last);
        }
        plan.rows.push(Row {
            user,
            name,
            upn,
            parts: vec![part],
            becomes,
        });
    }
    Ok(plan)
}

fn named(user: Option<&User>) -> String {
    user.map_or_else(|| "A user".to_owned(), |user| user.name.clone())
}

/// What `fact` makes of `user`, and the inverses of its changes. `None`: another user, or none.
fn applied(user: &User, fact: &Fact) -> Option<(User, Vec<Change>)> {
    let Fact::User(_, changes) = fact else {
        return None;
    };
    let mut after = user.clone();
    let back = changes.iter().map(|change| after.apply(change.clone()));
    // What does not fit is refused where it is applied.
    let back = back.collect::<Result<_, _>>().ok()?;
    Some((after, back))
}
