//! What of a list of users is kept across sessions: sort and filters, by the words of their
//! headings and chips.

use super::filter::By;
use super::{SortBy, UserList};
use crate::domain::user::PerUserMfa;
use crate::portal::blades::Request;
use crate::portal::blades::per_user_mfa::filters::View;
use crate::portal::saved_view::ListView;
use crate::store::Snapshot;

/// "View" and "Status" of the per-user MFA page, as the file calls them.
const VIEW: &str = "View";
const STATUS: &str = "Status";

/// Whether a list of users knows this filter; the page of per-user MFA has two more.
pub fn knows(kind: &str, value: &str, per_user_mfa: bool) -> bool {
    match By::called(kind) {
        Some(by) => by.called_value(value).is_some(),
        None if !per_user_mfa => false,
        None if kind == VIEW => View::called(value).is_some(),
        None => kind == STATUS && status(value).is_some(),
    }
}

fn status(value: &str) -> Option<PerUserMfa> {
    let mut states = PerUserMfa::ALL.into_iter();
    states.find(|state| state.label() == value)
}

impl SortBy {
    const NAMES: [(Self, &str); 7] = [
        (Self::Name, "Display name"),
        (Self::Upn, "User principal name"),
        (Self::UserType, "Type"),
        (Self::Synced, "Synced"),
        (Self::Mfa, "MFA"),
        (Self::Methods, "Methods"),
        (Self::Deletion, "Deletion date"),
    ];

    /// What the column is called, whatever the edition.
    pub fn name(self) -> &'static str {
        let name = Self::NAMES.iter().find(|(sort, _)| *sort == self);
        name.map_or("", |(_, name)| name)
    }

    /// The column of this name.
    pub fn called(name: &str) -> Option<Self> {
        let found = Self::NAMES.iter().find(|(_, own)| *own == name);
        found.map(|(sort, _)| *sort)
    }
}

impl UserList {
    /// What the last line says of the order: the column may have no room on the screen.
    pub(super) fn sorted(&self) -> Request {
        let way = if self.descending { ", reversed" } else { "" };
        Request::Say(format!("Sorted by {}{way}", self.sort.name()))
    }

    /// How it is arranged.
    pub fn view(&self) -> ListView {
        let chips = self.chips.iter().map(|own| (own.by().label(), own.value()));
        let view = self.filters.view.filter(|view| *view != View::default());
        let view = view.map(|view| (VIEW, view.label()));
        let status = self.filters.status.map(|status| (STATUS, status.label()));
        let filters = chips.chain(view).chain(status);
        let sort = Some(self.sort).filter(|sort| self.columns.first() != Some(sort));
        ListView {
            sort: sort.map(|sort| sort.name().to_owned()),
            descending: self.descending,
            filters: filters
                .map(|(kind, value)| (kind.to_owned(), value.to_owned()))
                .collect(),
            columns: Vec::new(),
        }
    }

    /// Arranges it like that. A cursor on the first row stays there, whoever that is then.
    pub fn arrange(&mut self, view: &ListView, snapshot: &Snapshot) {
        let first = self.columns.first().copied().unwrap_or(SortBy::Name);
        self.sort = view
            .sort
            .as_deref()
            .and_then(SortBy::called)
            .unwrap_or(first);
        self.descending = view.descending;
        self.chips = super::filter::Filters::default();
        self.filters.status = None;
        self.filters.view = self.filters.view.map(|_| View::default());
        for (kind, value) in &view.filters {
            match By::called(kind) {
                Some(by) => self.chips.add(by.called_value(value)),
                None if kind == VIEW => self.filters.view = View::called(value),
                None => self.filters.status = status(value),
            }
        }
        if self.at == 0 {
            self.chosen = None;
        }
        self.refresh(snapshot);
    }
}
