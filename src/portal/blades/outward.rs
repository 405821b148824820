//! The steps that Esc takes outward. Each is announced before, first among the hints of the last
//! line, and said when it was taken.

/// What Esc does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outward {
    /// Back from the search field to the rows.
    Rows,
    /// The range that was begun is given up.
    Range,
    /// The search is cleared.
    Search,
    /// The filters are cleared.
    Filters,
    /// The marks are cleared.
    Marks,
    /// The blade is closed; on the first one, leaving is asked about.
    Blade,
}

impl Outward {
    /// What the hints call it; `None`: the way back, which they have anyway.
    pub fn hint(self) -> Option<&'static str> {
        match self {
            Self::Rows | Self::Blade => None,
            Self::Range => Some("give up range"),
            Self::Search => Some("clear search"),
            Self::Filters => Some("clear filters"),
            Self::Marks => Some("clear marks"),
        }
    }

    /// What is said when it was taken.
    pub fn said(self) -> &'static str {
        match self {
            Self::Rows => "Back in the list",
            Self::Range => "Range given up",
            Self::Search => "Search cleared",
            Self::Filters => "Filters cleared",
            Self::Marks => "Marks cleared",
            Self::Blade => "",
        }
    }

    /// What is said on the way to the rows, where `next` is the step behind it.
    pub fn to_rows(self, next: Self) -> String {
        match next {
            Self::Search => format!("{}; Esc again clears the search", self.said()),
            _ => self.said().to_owned(),
        }
    }
}
