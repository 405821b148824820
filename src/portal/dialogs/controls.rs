//! What a form is filled in with: check boxes, choices and text fields.

use crate::portal::parts::field::Field;

/// One control of a form.
#[derive(Debug, Clone)]
pub enum Control {
    /// A check box.
    CheckBox {
        /// What it says.
        label: String,
        /// Whether it is ticked.
        ticked: bool,
    },
    /// One of several entries.
    Choice {
        /// What is chosen.
        label: &'static str,
        /// The entries.
        options: Vec<String>,
        /// The chosen one.
        at: usize,
    },
    /// A text.
    Text {
        /// What is typed.
        label: &'static str,
        /// The field.
        field: Field,
        /// What is wrong with it, or a hint while it is empty.
        hint: String,
        /// Whether the hint is a fault.
        wrong: bool,
    },
}

impl Control {
    /// An unticked check box.
    pub fn check_box(label: &str) -> Self {
        Self::CheckBox {
            label: label.to_owned(),
            ticked: false,
        }
    }

    /// A choice whose entry `at` is chosen.
    pub fn choice(label: &'static str, options: Vec<String>, at: usize) -> Self {
        Self::Choice { label, options, at }
    }

    /// A text field that holds `text`.
    pub fn text(label: &'static str, text: &str) -> Self {
        Self::Text {
            label,
            field: Field::new(text),
            hint: String::new(),
            wrong: false,
        }
    }

    /// Whether it is ticked.
    pub fn ticked(&self) -> bool {
        matches!(self, Self::CheckBox { ticked: true, .. })
    }

    /// The place of the chosen entry.
    pub fn chosen(&self) -> usize {
        match self {
            Self::Choice { at, .. } => *at,
            Self::CheckBox { .. } | Self::Text { .. } => 0,
        }
    }

    /// The text typed.
    pub fn typed(&self) -> &str {
        match self {
            Self::Text { field, .. } => field.text(),
            Self::CheckBox { .. } | Self::Choice { .. } => "",
        }
    }

    /// What is said of a text.
    pub fn hint(&self) -> &str {
        match self {
            Self::Text { hint, .. } => hint,
            Self::CheckBox { .. } | Self::Choice { .. } => "",
        }
    }

    /// Ticks the box, or chooses the next entry. False: neither.
    pub fn tick(&mut self) -> bool {
        match self {
            Self::CheckBox { ticked, .. } => *ticked = !*ticked,
            Self::Choice { options, at, .. } => *at = (*at + 1) % options.len().max(1),
            Self::Text { .. } => return false,
        }
        true
    }

    /// Chooses the entry before or after. False: it is no choice, or there is no such entry.
    pub fn step(&mut self, forward: bool) -> bool {
        let Self::Choice { options, at, .. } = self else {
            return false;
        };
        let to = if forward { *at + 1 } else { at.wrapping_sub(1) };
        let there = to < options.len();
        if there {
            *at = to;
        }
        there
    }
}
