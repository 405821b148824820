//! Which rows fit what was typed, and in which order. A letter too many, wrong or in the wrong
//! place is forgiven where nothing fits as typed.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::Row;

/// Below this many letters a typing mistake cannot be told from another word.
pub(super) const FORGIVEN_FROM: usize = 4;

/// The rows that fit `query`: by name, the best first; then those whose sentence has every word
/// of it. An empty query fits all.
pub(super) fn best(rows: &[Row], query: &str) -> Vec<Row> {
    if query.is_empty() {
        return rows.to_vec();
    }
    let mut names = Names::new();
    let found = fitting(rows, query, &mut names);
    if !found.is_empty() || query.chars().count() < FORGIVEN_FROM {
        return found;
    }
    let spellings = one_letter_less(query);
    scored(rows, |row| {
        spellings
            .iter()
            .filter_map(|spelling| names.score(&row.label, spelling))
            .max()
    })
}

fn fitting(rows: &[Row], query: &str, names: &mut Names) -> Vec<Row> {
    let mut found = scored(rows, |row| names.score(&row.label, query));
    let words = query.to_lowercase();
    let said = |row: &&Row| {
        let text = format!("{} {} {}", row.label, row.help, row.also).to_lowercase();
        words.split_whitespace().all(|word| text.contains(word))
    };
    let also: Vec<Row> = rows
        .iter()
        .filter(said)
        .filter(|row| names.score(&row.label, query).is_none())
        .cloned()
        .collect();
    found.extend(also);
    found
}

/// The rows with a score, the highest first, equal ones as they stood.
fn scored(rows: &[Row], mut score: impl FnMut(&Row) -> Option<u32>) -> Vec<Row> {
    let mut scored: Vec<_> = rows
        .iter()
        .filter_map(|row| Some((score(row)?, row)))
        .collect();
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    scored.into_iter().map(|(_, row)| row.clone()).collect()
}

/// `query` with each of its letters left out in turn.
pub(super) fn one_letter_less(query: &str) -> Vec<String> {
    let letters: Vec<char> = query.chars().collect();
    (0..letters.len())
        .map(|out| {
            let kept = letters.iter().enumerate().filter(|(at, _)| *at != out);
            kept.map(|(_, letter)| letter).collect()
        })
        .collect()
}

/// Compares names letter by letter, in order, with gaps.
pub(super) struct Names {
    matcher: Matcher,
    letters: Vec<char>,
}

impl Names {
    pub(super) fn new() -> Self {
        Self {
            matcher: Matcher::new(Config::DEFAULT),
            letters: Vec::new(),
        }
    }

    /// How well `name` fits `query`; `None`: not at all.
    pub(super) fn score(&mut self, name: &str, query: &str) -> Option<u32> {
        let pattern = Pattern::new(
            query,
            CaseMatching::Ignore,
            Normalization::Smart,
            AtomKind::Fuzzy,
        );
        pattern.score(Utf32Str::new(name, &mut self.letters), &mut self.matcher)
    }
}
