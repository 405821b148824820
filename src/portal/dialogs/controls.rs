//! What a form is filled in with: check boxes, choices and text fields.

use crate::portal::parts::field::Field;

/// Entries of a choice that may stand beside each other.
pub const ON_ONE_LINE: usize = 5;

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
    /// A text on one line with its label, for forms of many fields.
    Entry {
        /// Stands above it; empty: nothing does.
        heading: &'static str,
        /// What is typed.
        label: &'static str,
        /// The field.
        field: Field,
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

    /// A check box, ticked or not.
    pub fn ticked_box(label: &str, ticked: bool) -> Self {
        Self::CheckBox {
            label: label.to_owned(),
            ticked,
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

    /// Calls a text by another name.
    pub fn call(&mut self, name: &'static str) {
        if let Self::Text { label, .. } = self {
            *label = name;
        }
    }

    /// A line that holds `text`, below `heading`.
    pub fn entry(heading: &'static str, label: &'static str, text: &str) -> Self {
        Self::Entry {
            heading,
            label,
            field: Field::new(text),
        }
    }

    /// The field that is typed into.
    pub fn field_mut(&mut self) -> Option<&mut Field> {
        match self {
            Self::Text { field, .. } | Self::Entry { field, .. } => Some(field),
            Self::CheckBox { .. } | Self::Choice { .. } => None,
        }
    }

    /// Says something of the text.
    pub fn say(&mut self, text: &str, is_fault: bool) {
        if let Self::Text { hint, wrong, .. } = self {
            text.clone_into(hint);
            *wrong = is_fault;
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
            Self::CheckBox { .. } | Self::Text { .. } | Self::Entry { .. } => 0,
        }
    }

    /// The text typed.
    pub fn typed(&self) -> &str {
        match self {
            Self::Text { field, .. } | Self::Entry { field, .. } => field.text(),
            Self::CheckBox { .. } | Self::Choice { .. } => "",
        }
    }

    /// What is said of a text.
    pub fn hint(&self) -> &str {
        match self {
            Self::Text { hint, .. } => hint,
            Self::CheckBox { .. } | Self::Choice { .. } | Self::Entry { .. } => "",
        }
    }

    /// Ticks the box, or chooses the next entry. False: neither.
    pub fn tick(&mut self) -> bool {
        match self {
            Self::CheckBox { ticked, .. } => *ticked = !*ticked,
            Self::Choice { options, at, .. } => *at = (*at + 1) % options.len().max(1),
            Self::Text { .. } | Self::Entry { .. } => return false,
        }
        true
    }

    /// Whether it is a choice that always stands one entry below the other.
    pub fn is_long(&self) -> bool {
        matches!(self, Self::Choice { options, .. } if options.len() > ON_ONE_LINE)
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
