//! What must hold of every tenant, checked when `tenant.ron` is read: people write in it. Each
//! fault names both places.

mod settings;

use std::cell::OnceCell;
use std::collections::HashMap;

use super::outline::{Node, outline};
use super::segments::{self, SegmentEntry};
use super::tenant_file::{Fault, outline_records};
use super::tokens::line_and_column;
use crate::domain::clock;
use crate::domain::directory::fold;
use crate::domain::role::Role;
use crate::domain::tenant::TenantFacts;
use crate::domain::user::User;
pub(super) use settings::settings_faults;

/// Everything that does not hold, in the order of the text.
pub(super) fn faults(text: &str, facts: &TenantFacts, users: &[User]) -> Vec<Fault> {
    let mut faults = tenant_faults(text, facts);
    let mut ids = Seen::new(text, "object id", users.len());
    let mut names = Seen::new(text, "user principal name", users.len());
    // Places are only needed where something is wrong; the tree costs more than the check.
    let mut records = None;
    for (at, user) in users.iter().enumerate() {
        let mut place = |field: &str, item: Option<usize>| {
            let records = records.get_or_insert_with(|| outline_records(text));
            records
                .get(at)
                .map_or(0, |record| place(text, record, field, item))
        };
        faults.extend(ids.fault(user.id, &user.id, || place("id", None)));
        faults.extend(names.fault(fold(&user.upn), &user.upn, || place("upn", None)));
        if let Some(what) = upn_fault(&user.upn, facts) {
            faults.push(Fault::at(text, place("upn", None), what));
        }
        for (field, list) in lists(user) {
            if differ(&list) {
                continue;
            }
            let mut own = HashMap::new();
            for (item, id) in list.into_iter().enumerate() {
                if let Some(first) = own.insert(id, item) {
                    let (line, column) = line_and_column(text, place(field, Some(first)));
                    let at = place(field, Some(item));
                    faults.push(Fault::at(text, at, format!(
                        "the id {id} is in the {field} of {} twice: also at {line}:{column}; change or remove one",
                        user.upn
                    )));
                }
            }
        }
    }
    faults
}

/// What does not hold of a tenant whose users are in segment files.
pub(super) fn segment_faults(
    text: &str,
    facts: &TenantFacts,
    entries: &[SegmentEntry],
) -> Vec<Fault> {
    let mut faults = tenant_faults(text, facts);
    let mut seen = HashMap::new();
    for (at, SegmentEntry { file, .. }) in entries.iter().enumerate() {
        let place = |field: &str, item: usize| {
            let records = outline_records(text);
            records
                .get(item)
                .map_or(0, |record| place(text, record, field, None))
        };
        let name = file.strip_prefix("users/").and_then(segments::number_of);
        if name.is_none() {
            let what = format!("`{file}` is no segment file such as users/000001-0001.ron");
            faults.push(Fault::at(text, place("file", at), what));
        }
        if let Some(first) = seen.insert(file, at) {
            let (line, column) = line_and_column(text, place("file", first));
            let what = format!("{file} is also at {line}:{column}; remove one");
            faults.push(Fault::at(text, place("file", at), what));
        }
    }
    faults
}

/// The ids in each of a user's lists.
pub(super) fn lists(user: &User) -> [(&'static str, Vec<uuid::Uuid>); 3] {
    [
        ("methods", user.methods.iter().map(|one| one.id.0).collect()),
        ("devices", user.devices.iter().map(|one| one.id.0).collect()),
        (
            "app_passwords",
            user.app_passwords.iter().map(|one| one.id.0).collect(),
        ),
    ]
}

/// Whether a list is so short that it is seen at once that no id stands there twice.
fn differ(ids: &[uuid::Uuid]) -> bool {
    ids.len() <= 8 && (1..ids.len()).all(|at| !ids[..at].contains(&ids[at]))
}

/// What may only be there once in the tenant.
struct Seen<'a, K> {
    text: &'a str,
    what: &'static str,
    /// Which record had it, by number, and where: known only once asked for.
    places: HashMap<K, usize>,
    count: usize,
}

impl<'a, K: std::hash::Hash + Eq> Seen<'a, K> {
    fn new(text: &'a str, what: &'static str, most: usize) -> Self {
        Self {
            text,
            what,
            places: HashMap::with_capacity(most),
            count: 0,
        }
    }

    fn fault(
        &mut self,
        key: K,
        shown: &dyn std::fmt::Display,
        place: impl FnOnce() -> usize,
    ) -> Option<Fault> {
        let record = self.count;
        self.count += 1;
        let first = self.places.insert(key, record)?;
        let field = if self.what == "object id" {
            "id"
        } else {
            "upn"
        };
        let records = outline_records(self.text);
        let first = records
            .get(first)
            .map_or(0, |node| self::place(self.text, node, field, None));
        let (line, column) = line_and_column(self.text, first);
        Some(Fault::at(
            self.text,
            place(),
            format!(
                "the {} {shown} is also that of the user at {line}:{column}; change or remove one",
                self.what
            ),
        ))
    }
}

/// Where a field's value is in a record, or the `item`th of the list in it, its id if it has one.
fn place(text: &str, record: &Node, field: &str, item: Option<usize>) -> usize {
    let Some(value) = record.field(text, field).map(|field| &field.value) else {
        return record.span.start;
    };
    let Some(item) = item.and_then(|item| value.items().get(item)) else {
        return value.span.start;
    };
    let id = item.value.field(text, "id");
    id.map_or(item.value.span.start, |id| id.value.span.start)
}

/// What does not hold of what is said of the tenant as a whole.
fn tenant_faults(text: &str, facts: &TenantFacts) -> Vec<Fault> {
    let mut faults = domain_faults(text, facts);
    faults.extend(clock_fault(text, facts));
    let settings = settings_faults(text, &facts.settings, &facts.policies);
    let settings = settings
        .into_iter()
        .map(|(at, what)| Fault::at(text, at, what));
    faults.extend(settings);
    faults
}

fn domain_faults(text: &str, facts: &TenantFacts) -> Vec<Fault> {
    // The tree costs more than the check: it is made where something is wrong, once.
    let root = OnceCell::new();
    let place = |item: usize| {
        let root: &Option<Node> = root.get_or_init(|| outline(text));
        let value = root.as_ref().and_then(|root| root.field(text, "domains"));
        let item = value.and_then(|list| list.value.items().get(item));
        let start = item.or(value).map(|item| item.value.span.start);
        start.unwrap_or(0)
    };
    if facts.domains.is_empty() {
        let what = "a tenant has at least one domain, such as \"contoso.com\"".to_owned();
        return vec![Fault::at(text, place(0), what)];
    }
    let domains = facts.domains.iter().enumerate();
    let bad = domains.filter(|(_, domain)| !is_domain(domain));
    bad.map(|(at, domain)| {
        Fault::at(
            text,
            place(at),
            format!("`{domain}` is no domain such as contoso.com"),
        )
    })
    .collect()
}

fn clock_fault(text: &str, facts: &TenantFacts) -> Option<Fault> {
    (facts.clock_days > clock::MOST_DAYS).then(|| {
        let root = outline(text);
        let field = root
            .as_ref()
            .and_then(|root| root.field(text, "clock_days"));
        let at = field.map_or(0, |field| field.value.span.start);
        let most = clock::MOST_DAYS;
        let what = format!("the clock can be {most} days ahead at the most");
        Fault::at(text, at, what)
    })
}

fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    domain.len() <= 253 && domain.contains('.') && domain.split('.').all(label)
}

/// Why `upn` is none of this tenant's.
pub(super) fn upn_fault(upn: &str, facts: &TenantFacts) -> Option<String> {
    let Some((name, domain)) = upn.rsplit_once('@').filter(|(name, _)| !name.is_empty()) else {
        return Some(format!(
            "`{upn}` is no user principal name such as kim@contoso.com"
        ));
    };
    if name
        .chars()
        .chain(domain.chars())
        .any(|c| c.is_whitespace() || c.is_control())
    {
        return Some(format!("`{upn}`: no blanks in a user principal name"));
    }
    let known = facts.domains.iter().any(|own| own == domain)
        || facts.domains.iter().any(|own| fold(own) == fold(domain));
    (!known).then(|| {
        let own = facts.domains.join(", ");
        format!("{domain} is not among the tenant's domains ({own}): add it there or change {upn}")
    })
}

/// What must not be lost by an edit by hand, on top of the above: somebody who can sign in and
/// put things right.
pub(super) fn nobody_administers(text: &str, users: &[User]) -> Option<Fault> {
    let administers = |user: &User| {
        user.roles.contains(Role::GlobalAdministrator) && !user.blocked && user.deleted.is_none()
    };
    let none = !users.is_empty() && !users.iter().any(administers);
    none.then(|| {
        let records = outline_records(text);
        let at = records.first().map_or(0, |record| record.span.start);
        let what = "nobody is left who could administer: give one user who is neither blocked nor deleted `roles: [GlobalAdministrator]`";
        Fault::at(text, at, what.to_owned())
    })
}
