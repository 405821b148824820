//! Help and palette: type to filter, Enter runs. Both list the keymap, so neither can lie.

use crossterm::event::KeyEvent;

use crate::domain::edition::Edition;
use crate::portal::act::{Act, Motion};
use crate::portal::keymap::{Availability, Binding, Scope, bindings};
use crate::portal::model::Model;
use crate::portal::parts::field::Field;

/// A list of commands.
#[derive(Debug)]
pub struct Finder {
    /// What it is called.
    pub title: &'static str,
    /// What was typed.
    pub search: Field,
    /// The cursor among the rows that fit the search.
    pub at: usize,
    rows: Vec<Row>,
}

/// One command.
#[derive(Debug)]
pub struct Row {
    /// What it is.
    pub binding: &'static Binding,
    /// Its name in the edition in force.
    pub label: &'static str,
    /// Whether it can be done now.
    pub availability: Availability,
}

impl Finder {
    /// The keys that work on the present blade.
    pub fn help(model: &Model) -> Self {
        let scopes = model
            .blade()
            .map_or(&[Scope::Portal, Scope::Always][..], |blade| blade.scopes());
        Self::new("Help", scopes, model, |_| true)
    }

    /// The commands of the present blade.
    pub fn palette(model: &Model) -> Self {
        let scopes = model
            .blade()
            .map_or(&[Scope::Portal, Scope::Always][..], |blade| blade.scopes());
        let command = |binding: &Binding| {
            !matches!(binding.act, Act::Move(_) | Act::Extend(_) | Act::Palette)
        };
        Self::new("Commands", scopes, model, command)
    }

    fn new(
        title: &'static str,
        scopes: &[Scope],
        model: &Model,
        fits: impl Fn(&Binding) -> bool,
    ) -> Self {
        let edition: Edition = model.snapshot.edition();
        let rows = scopes
            .iter()
            .flat_map(|scope| bindings(*scope))
            .filter(|binding| fits(binding));
        let rows = rows.map(|binding| Row {
            binding,
            label: (binding.label)(edition),
            availability: (binding.when)(model),
        });
        let rows = rows
            .filter(|row| row.availability != Availability::Hidden)
            .collect();
        Self {
            title,
            search: Field::default(),
            at: 0,
            rows,
        }
    }

    /// The rows that fit what was typed: every word of it, anywhere in name, sentence or scope.
    pub fn rows(&self) -> Vec<&Row> {
        let query = self.search.text().to_lowercase();
        let fits = |row: &&Row| {
            let text = format!(
                "{} {} {}",
                row.label,
                row.binding.help,
                row.binding.scope.label()
            )
            .to_lowercase();
            query.split_whitespace().all(|word| text.contains(word))
        };
        self.rows.iter().filter(fits).collect()
    }

    /// The row under the cursor.
    pub fn chosen(&self) -> Option<&Row> {
        self.rows().get(self.at).copied()
    }

    /// Moves the cursor.
    pub fn motion(&mut self, motion: Motion, page: usize) {
        self.at = motion.from(self.at, self.rows().len(), page);
    }

    /// Types. False: the key means nothing here.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        let taken = self.search.key(key);
        if taken {
            self.at = 0;
        }
        taken
    }
}
