//! Which keys are in force: those that the table comes with, or a person's own.

use std::collections::{HashMap, HashSet};

use crossterm::event::KeyCode;

use super::{BINDINGS, Binding, Key, Scope, TOGETHER};
use crate::portal::theme::Glyphs;

/// These stay where they are, whatever a person chooses: Ctrl-C always leaves, and Esc always goes
/// one step outward.
pub const KEPT: [Key; 2] = [Key::ctrl('c'), Key::named(KeyCode::Esc)];

/// Which key does what. Made once at the start and shared.
#[derive(Debug)]
pub struct Keymap {
    keys: HashMap<&'static str, Vec<Key>>,
    found: HashMap<(Scope, Key), &'static Binding>,
}

/// One key for two things in one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clash {
    /// The key.
    pub key: Key,
    /// The ids of the two bindings, in the order of the table.
    pub ids: [&'static str; 2],
}

/// The table's own keys.
impl Default for Keymap {
    fn default() -> Self {
        Self::with(&HashMap::new())
    }
}

impl Keymap {
    /// The table's own keys, but for these bindings, by id, others.
    pub fn with(own: &HashMap<&'static str, Vec<Key>>) -> Self {
        let mut map = Self {
            keys: HashMap::with_capacity(BINDINGS.len()),
            found: HashMap::with_capacity(2 * BINDINGS.len()),
        };
        for binding in BINDINGS {
            let mut keys = own.get(binding.id).cloned().unwrap_or_default();
            let chosen = !keys.is_empty();
            let delivered = binding.keys.iter().copied();
            keys.extend(delivered.filter(|key| !chosen || KEPT.contains(key)));
            let mut told = HashSet::new();
            keys.retain(|key| told.insert(*key));
            for key in &keys {
                map.found.entry((binding.scope, *key)).or_insert(binding);
            }
            map.keys.insert(binding.id, keys);
        }
        map
    }

    /// What `key` does where `scopes` hold, the first scope that knows the key deciding.
    pub fn find(&self, scopes: &[Scope], key: Key) -> Option<&'static Binding> {
        let found = |scope: &Scope| self.found.get(&(*scope, key)).copied();
        scopes.iter().find_map(found)
    }

    /// The keys of a binding, the one that is shown first.
    pub fn keys(&self, binding: &Binding) -> &[Key] {
        self.keys.get(binding.id).map_or(&[], Vec::as_slice)
    }

    /// How the first key of the binding called `id` is spelled.
    pub fn spelled(&self, id: &str, glyphs: &Glyphs) -> String {
        let key = self.keys.get(id).and_then(|keys| keys.first());
        key.map(|key| key.label(glyphs)).unwrap_or_default()
    }

    /// Keys that mean two things in one place.
    pub fn clashes(&self) -> Vec<Clash> {
        let mut clashes = Vec::new();
        for scopes in TOGETHER {
            let mut seen: HashMap<Key, &'static str> = HashMap::new();
            let here = BINDINGS.iter().filter(|row| scopes.contains(&row.scope));
            for binding in here {
                for key in self.keys(binding) {
                    let before = seen.insert(*key, binding.id);
                    clashes.extend(before.map(|before| Clash {
                        key: *key,
                        ids: [before, binding.id],
                    }));
                }
            }
        }
        let mut told = Vec::new();
        clashes.retain(|clash| {
            let first = !told.contains(clash);
            told.push(*clash);
            first
        });
        clashes
    }
}
