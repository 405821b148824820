//! Add filter: a kind, then a value; typing finds a value of any kind at once. What kinds and
//! values there are is the list's to say, and what choosing one means.

use crossterm::event::KeyEvent;

use crate::portal::act::Motion;
use crate::portal::parts::field::Field;

/// The dialog.
#[derive(Debug)]
pub struct AddFilter {
    /// What was typed.
    pub search: Field,
    /// The cursor among the entries.
    pub at: usize,
    /// Which kind's values are listed.
    within: Option<usize>,
    kinds: Vec<Kind>,
}

/// A kind of filter.
#[derive(Debug)]
pub struct Kind {
    /// As a chip says it.
    pub label: &'static str,
    /// What can be chosen.
    pub values: Vec<Value>,
    /// The value in force.
    pub in_force: Option<String>,
}

/// A value of a kind.
#[derive(Debug)]
pub struct Value {
    /// As a chip says it.
    pub label: String,
    /// Behind it: how many rows have it.
    pub note: String,
}

/// What can be chosen.
#[derive(Debug, Clone, Copy)]
pub enum Entry<'a> {
    /// The values of a kind.
    Within(&'a Kind),
    /// This value of a kind.
    Set(&'a Kind, &'a Value),
    /// No filter of this kind.
    Any(&'a Kind),
    /// No filter at all.
    None,
}

/// What was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pick {
    /// This value of this kind, by their labels.
    Set(&'static str, String),
    /// Any value of this kind again.
    Any(&'static str),
    /// No filter at all.
    None,
}

impl AddFilter {
    /// For a list that can be filtered by these.
    pub fn new(kinds: Vec<Kind>) -> Self {
        Self {
            search: Field::default(),
            at: 0,
            within: None,
            kinds,
        }
    }

    /// How many kinds there are.
    pub fn count(&self) -> usize {
        self.kinds.len()
    }

    /// The kind whose values are listed.
    pub fn within(&self) -> Option<&Kind> {
        self.kinds.get(self.within?)
    }

    /// What can be chosen now.
    pub fn entries(&self) -> Vec<Entry<'_>> {
        let query = self.search.text().to_lowercase();
        let within = self.within();
        if !query.trim().is_empty() {
            let kinds = self.kinds.iter();
            let kinds = kinds.filter(|kind| within.is_none_or(|own| own.label == kind.label));
            let values = kinds.flat_map(|kind| kind.values.iter().map(move |value| (kind, value)));
            let fits = |(kind, value): &(&Kind, &Value)| {
                let label = format!("{}: {}", kind.label, value.label).to_lowercase();
                query.split_whitespace().all(|word| label.contains(word))
            };
            let found = values.filter(fits);
            return found.map(|(kind, value)| Entry::Set(kind, value)).collect();
        }
        if let Some(kind) = within {
            let any = kind.in_force.as_ref().map(|_| Entry::Any(kind));
            let values = kind.values.iter().map(|value| Entry::Set(kind, value));
            return any.into_iter().chain(values).collect();
        }
        let any = self.kinds.iter().any(|kind| kind.in_force.is_some());
        let none = any.then_some(Entry::None);
        self.kinds.iter().map(Entry::Within).chain(none).collect()
    }

    /// Chooses the entry under the cursor. `Some`: what that means to the list.
    pub fn choose(&mut self) -> Option<Pick> {
        match *self.entries().get(self.at)? {
            Entry::Within(chosen) => {
                let at = self
                    .kinds
                    .iter()
                    .position(|kind| kind.label == chosen.label);
                let values = chosen.values.iter();
                let mut values = values.map(|value| Some(&value.label));
                // Behind the entry that takes the filter away.
                let current = values.position(|value| value == chosen.in_force.as_ref());
                self.at = current.map_or(0, |at| at + 1);
                self.within = at;
                None
            }
            Entry::Set(kind, value) => Some(Pick::Set(kind.label, value.label.clone())),
            Entry::Any(kind) => Some(Pick::Any(kind.label)),
            Entry::None => Some(Pick::None),
        }
    }

    /// Back to the kinds. False: it was there.
    pub fn back(&mut self) -> bool {
        let Some(at) = self.within.take() else {
            return false;
        };
        self.search.set("");
        self.at = at;
        true
    }

    /// Moves the cursor.
    pub fn motion(&mut self, motion: Motion, page: usize) {
        self.at = motion.from(self.at, self.entries().len(), page);
    }

    /// Types. False: the key means nothing here.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        let taken = self.search.key(key);
        if taken {
            self.at = 0;
        }
        taken
    }

    /// Types what was pasted.
    pub fn paste(&mut self, text: &str) {
        self.search.paste(text);
        self.at = 0;
    }
}
