//! The next text of `tenant.ron`, with as much as possible of the one before.

use std::collections::HashSet;
use std::sync::Arc;

use super::{
    SnapshotBlock, TenantFile, Users, format_tenant, head, parse, record, split_sum, whole,
    with_sum,
};
use crate::domain::directory::Directory;
use crate::domain::id::UserId;
use crate::domain::tenant::{Tenant, TenantFacts};
use crate::domain::user::User;
use crate::store::canonical::Unstorable;
use crate::store::outline::{Item, Node, outline};
use crate::store::splice::{Edit, Part, Place, apply, merge, remove, replacement};

/// The text that says `now`, made from `text`, which says `file` and whose users were those of
/// `was`. What did not change keeps its bytes, comments included. Where the text cannot be taken
/// over (it never happened), all of it is written anew: right comes before pretty. With the users
/// in the order of the new text.
pub(in crate::store) fn rewritten(
    text: &str,
    was: (&Tenant, &SnapshotBlock),
    now: (&Tenant, &SnapshotBlock),
    order: &[UserId],
) -> Result<(String, Vec<UserId>), Unstorable> {
    let (body, _) = split_sum(text);
    if let Some(spliced) = spliced(body, was, now, order)? {
        let text = with_sum(&spliced);
        if let Ok(file) = parse(&text)
            && says(&file, now)
        {
            return Ok((text, file.order()));
        }
    }
    let text = format_tenant(now.0.facts(), now.1, now.0.users())?;
    Ok((text, now.0.users().map(|user| user.id).collect()))
}

fn says(file: &TenantFile, (tenant, snapshot): (&Tenant, &SnapshotBlock)) -> bool {
    let Users::Inline(users) = &file.users else {
        return false;
    };
    file.facts == *tenant.facts()
        && file.snapshot == *snapshot
        && users.len() == tenant.len()
        && users
            .iter()
            .all(|user| tenant.user(user.id).as_deref() == Some(user))
}

/// The text that says `now` and whose users are as `users` says ([`super::inline`] or
/// [`super::segments`]), made from `text`, which says `was`. The comments of everything but the
/// users are kept.
pub(in crate::store) fn rewritten_as(
    text: &str,
    was: (&TenantFacts, &SnapshotBlock),
    now: (&TenantFacts, &SnapshotBlock),
    users: &str,
) -> Result<String, Unstorable> {
    let (body, _) = split_sum(text);
    let canonical = whole(now.0, now.1, users)?;
    let root = outline(body);
    let list = root.as_ref().and_then(|root| root.field(body, "users"));
    if let (Some(root), Some(list)) = (&root, list) {
        let mut edits = vec![replacement(list.value.span.clone(), users)];
        merge_texts(
            (body, root),
            &head(was.0, was.1)?,
            &head(now.0, now.1)?,
            &mut edits,
        );
        let mut spliced = apply(body, edits);
        if !spliced.ends_with('\n') {
            spliced.push('\n');
        }
        let spliced = with_sum(&spliced);
        if same_but_for_layout(&spliced, &canonical) {
            return Ok(spliced);
        }
    }
    Ok(canonical)
}

/// Whether two texts say the same.
fn same_but_for_layout(text: &str, other: &str) -> bool {
    match (parse(text), parse(other)) {
        (Ok(file), Ok(other)) => {
            file.facts == other.facts
                && file.snapshot == other.snapshot
                && file.users == other.users
        }
        _ => false,
    }
}

impl TenantFile {
    /// The users that stand in the file itself, in its order.
    pub(in crate::store) fn order(&self) -> Vec<UserId> {
        match &self.users {
            Users::Inline(users) => users.iter().map(|user| user.id).collect(),
            Users::Segments(_) => Vec::new(),
        }
    }
}

fn spliced(
    body: &str,
    was: (&Tenant, &SnapshotBlock),
    now: (&Tenant, &SnapshotBlock),
    order: &[UserId],
) -> Result<Option<String>, Unstorable> {
    let Some(root) = outline(body) else {
        return Ok(None);
    };
    let list = root
        .field(body, "users")
        .and_then(|users| users.value.items().first());
    let Some(list) = list.map(|item| &item.value) else {
        return Ok(None);
    };
    let mut edits = Vec::new();
    let old_head = head(was.0.facts(), was.1)?;
    let new_head = head(now.0.facts(), now.1)?;
    merge_texts((body, &root), &old_head, &new_head, &mut edits);
    let merged = merge_users((body, list), was.0, now.0, order, &mut edits)?;
    let mut text = apply(body, edits);
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(merged.map(|()| text))
}

fn merge_texts((body, node): (&str, &Node), old: &str, new: &str, edits: &mut Vec<Edit>) {
    if let (Some(old_node), Some(new_node)) = (outline(old), outline(new)) {
        let part = |text, node| Part { text, node };
        merge(
            part(body, node),
            part(old, &old_node),
            part(new, &new_node),
            edits,
        );
    }
}

fn merge_users(
    (body, list): (&str, &Node),
    was: &Tenant,
    now: &Tenant,
    order: &[UserId],
    edits: &mut Vec<Edit>,
) -> Result<Option<()>, Unstorable> {
    let Some(inner) = list
        .inner
        .as_ref()
        .filter(|inner| inner.items.len() == order.len())
    else {
        return Ok(None);
    };
    let mut before: Option<&Item> = None;
    for (id, item) in order.iter().zip(&inner.items) {
        match (was.user(*id), now.user(*id)) {
            (Some(old), Some(new)) => {
                if !same(&old, &new) {
                    merge_texts((body, &item.value), &record(&old)?, &record(&new)?, edits);
                }
                before = Some(item);
            }
            (Some(_), None) => remove(body, item, edits),
            (None, _) => return Ok(None),
        }
    }
    let mut place = before.map_or_else(
        || Place::first(body, inner),
        |item| Place::behind(body, item),
    );
    let known: HashSet<&UserId> = order.iter().collect();
    for user in now.users().filter(|user| !known.contains(&user.id)) {
        let text = format!("[\n{},\n]", record(user)?);
        if let Some(node) = outline(&text) {
            let part = Part {
                text: &text,
                node: &node,
            };
            node.items()
                .iter()
                .for_each(|item| place.insert(part, item, edits));
        }
    }
    Ok(Some(()))
}

fn same(old: &Arc<User>, new: &Arc<User>) -> bool {
    Arc::ptr_eq(old, new) || old == new
}
