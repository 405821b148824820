//! The users that the palette offers to open.

use super::rank::{FORGIVEN_FROM, Names, one_letter_less};
use super::{Choice, Mark, Offers, Row};
use crate::domain::directory::{Directory, Head, fold};
use crate::portal::keymap::Availability;
use crate::portal::work::{Watch, watched};

/// So many are offered at the most.
const OFFERED: usize = 20;
/// Typing mistakes are looked through only where there are at most so many users.
const FORGIVEN_UP_TO: usize = 20_000;

/// Users whose name or user principal name has every word of `query`; where there are none and
/// this is `forgiving`, those whose name is nearly that.
/// `None`: it was given up.
pub(super) fn found(
    directory: &dyn Directory,
    query: &str,
    forgiving: bool,
    row: fn(&Head<'_>) -> Row,
    watch: Watch<'_>,
) -> Option<Vec<Row>> {
    let folded = fold(query);
    let words: Vec<_> = folded.split_whitespace().collect();
    let heads = || {
        (0..directory.len())
            .filter_map(|position| directory.head(position))
            .filter(|head| !head.deleted)
    };
    let fits = |at| {
        let text = directory.folded(at);
        text.is_some_and(|text| words.iter().all(|word| text.contains(word)))
    };
    let mut exact = Vec::new();
    let whole = watched("searching", 0..directory.len(), watch, |at| {
        if exact.len() < OFFERED && fits(at) {
            let head = directory.head(at).filter(|head| !head.deleted);
            exact.extend(head.map(|head| row(&head)));
        }
    });
    if !whole {
        return None;
    }
    let few = directory.len() <= FORGIVEN_UP_TO;
    if !exact.is_empty() || !forgiving || query.chars().count() < FORGIVEN_FROM || !few {
        return Some(exact);
    }
    let mut names = Names::new();
    let mut spellings = one_letter_less(query);
    spellings.push(query.to_owned());
    let mut near: Vec<_> = heads()
        .filter_map(|head| {
            let scores = spellings
                .iter()
                .filter_map(|spelling| names.score(head.name, spelling));
            Some((scores.max()?, row(&head)))
        })
        .collect();
    near.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    Some(near.into_iter().take(OFFERED).map(|(_, row)| row).collect())
}

/// What a user's row is where users are offered.
pub(super) fn row_of(offers: Offers) -> fn(&Head<'_>) -> Row {
    match offers {
        Offers::Nobody | Offers::ToOpen => to_open,
        Offers::ToPlay => to_play,
    }
}

fn to_play(head: &Head<'_>) -> Row {
    Row {
        mark: Mark::Text(head.mfa.label().to_owned()),
        label: head.name.to_owned(),
        help: head.upn.to_owned(),
        also: "",
        availability: Availability::Enabled,
        choice: Choice::Play(head.id),
    }
}

fn to_open(head: &Head<'_>) -> Row {
    Row {
        mark: Mark::Text("user".to_owned()),
        label: format!("Open {}", head.name),
        help: format!("Opens the authentication methods of {}.", head.upn),
        also: "",
        availability: Availability::Enabled,
        choice: Choice::User(head.id),
    }
}
