//! Add filter: a kind, then a value; typing finds a value of any kind at once.

use crossterm::event::KeyEvent;

use crate::portal::act::Motion;
use crate::portal::blades::user_list::filter::{By, Filter, Filters};
use crate::portal::parts::field::Field;

/// The dialog.
#[derive(Debug)]
pub struct AddFilter {
    /// What was typed.
    pub search: Field,
    /// The cursor among the entries.
    pub at: usize,
    /// The kind whose values are listed.
    pub within: Option<By>,
    filters: Filters,
}

/// What can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// The values of a kind.
    Within(By),
    /// This filter.
    Set(Filter),
    /// No filter of this kind.
    Any(By),
    /// No filter at all.
    None,
}

impl AddFilter {
    /// For a list with these filters.
    pub fn new(filters: Filters) -> Self {
        Self {
            search: Field::default(),
            at: 0,
            within: None,
            filters,
        }
    }

    /// What can be chosen now.
    pub fn entries(&self) -> Vec<Entry> {
        let query = self.search.text().to_lowercase();
        let kinds = || By::ALL.into_iter();
        if !query.trim().is_empty() {
            let kinds = kinds().filter(|by| self.within.is_none_or(|within| within == *by));
            let fits = |filter: &Filter| {
                let label = filter.label().to_lowercase();
                query.split_whitespace().all(|word| label.contains(word))
            };
            return kinds
                .flat_map(By::values)
                .filter(fits)
                .map(Entry::Set)
                .collect();
        }
        if let Some(by) = self.within {
            let any = self.filters.of(by).map(|_| Entry::Any(by));
            let values = by.values().into_iter().map(Entry::Set);
            return any.into_iter().chain(values).collect();
        }
        let none = (!self.filters.is_empty()).then_some(Entry::None);
        kinds().map(Entry::Within).chain(none).collect()
    }

    /// The filter in force of this kind.
    pub fn in_force(&self, by: By) -> Option<Filter> {
        self.filters.of(by)
    }

    /// Chooses the entry under the cursor. `Some`: the filters of the list from now on.
    pub fn choose(&mut self) -> Option<Filters> {
        let entry = self.entries().get(self.at).copied()?;
        let mut filters = self.filters.clone();
        match entry {
            Entry::Within(by) => {
                self.within = Some(by);
                let current = self.filters.of(by).map(Entry::Set);
                let place = self.entries().iter().position(|own| Some(*own) == current);
                self.at = place.unwrap_or_default();
                return None;
            }
            Entry::Set(filter) => filters.set(filter),
            Entry::Any(by) => filters.clear(by),
            Entry::None => filters = Filters::default(),
        }
        Some(filters)
    }

    /// Back to the kinds. False: it was there.
    pub fn back(&mut self) -> bool {
        let Some(by) = self.within.take() else {
            return false;
        };
        self.search.set("");
        self.at = By::ALL.iter().position(|own| *own == by).unwrap_or(0);
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
