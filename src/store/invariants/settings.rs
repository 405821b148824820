//! Settings that cannot be, or that contradict each other, with both places.

use crate::domain::settings::limits::{Impossible, Path, impossible};
use crate::domain::settings::{Policies, ServiceSettings};
use crate::store::outline::{Node, outline};
use crate::store::tokens::line_and_column;

/// What is wrong with the settings that `text` says, and at which byte.
pub(in crate::store) fn settings_faults(
    text: &str,
    settings: &ServiceSettings,
    policies: &Policies,
) -> Vec<(usize, String)> {
    let found = impossible(settings, policies);
    // The tree costs more than the look, and is needed where something is wrong.
    let root = if found.is_empty() {
        None
    } else {
        outline(text)
    };
    let placed = |one| placed(text, root.as_ref(), one);
    found.iter().map(placed).collect()
}

/// Where it is, and what is wrong, in words.
fn placed(text: &str, root: Option<&Node>, one: &Impossible) -> (usize, String) {
    let value = |path: Path| root.and_then(|root| value(text, root, path));
    let own = value(one.setting);
    let item = own
        .and_then(|own| own.items().get(one.item?))
        .map(|item| &item.value);
    let own = item.or(own);
    let Impossible { is, allowed, .. } = one;
    let Some((other, but)) = &one.but else {
        return (start(own), format!("{is}: {allowed}"));
    };
    let other = value(other);
    // What is not written is as it is by default: then the other one is where to look.
    let second = match (own, other) {
        (Some(_), Some(other)) => {
            let (line, column) = line_and_column(text, other.span.start);
            format!(" at {line}:{column}")
        }
        (Some(_), None) => " where nothing is said".to_owned(),
        (None, _) => String::new(),
    };
    let first = if own.is_none() {
        " where nothing is said"
    } else {
        ""
    };
    let what = format!("{is}{first}, but {but}{second}: {allowed}");
    (start(own.or(other)), what)
}

fn value<'a>(text: &str, root: &'a Node, path: Path) -> Option<&'a Node> {
    path.iter().try_fold(root, |node, name| {
        node.field(text, name).map(|field| &field.value)
    })
}

fn start(node: Option<&Node>) -> usize {
    node.map_or(0, |node| node.span.start)
}
