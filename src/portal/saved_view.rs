//! The saved view: how a person arranged the lists, which experience of the Authentication methods
//! blade they chose, and whether they want the mouse. Plain data; where it is kept is not known here.
//! What is searched for, marked or under the cursor is the moment's, and no part of it.

use std::collections::BTreeMap;

use super::act::Place;
use super::blades::log::filters as of_logs;
use super::blades::log::{self, Entry};
use super::blades::user_list::SortBy;
use super::blades::user_list::kept as of_users;
use super::blades::{Blade, all_users, deleted_users, open, per_user_mfa};
use super::effect::Effect;
use super::model::Model;
use crate::domain::audit::AuditEntry;
use crate::domain::edition::Experience;
use crate::domain::sign_in::SignInEntry;

/// How one looks at a tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// Whether the terminal is asked for the mouse.
    pub mouse: bool,
    /// The experience of the Authentication methods blade.
    pub experience: Experience,
    /// The lists that are not as at first.
    pub lists: BTreeMap<Place, ListView>,
}

/// How a list is arranged. The default is how it is at first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListView {
    /// The heading of the column it is sorted by, whatever the edition; `None`: the first.
    pub sort: Option<String>,
    /// Downwards.
    pub descending: bool,
    /// What it is narrowed to, as chips say it: kind and value.
    pub filters: Vec<(String, String)>,
    /// The headings of the columns shown, in order; empty: those shown at first.
    pub columns: Vec<String>,
}

/// The lists that can be arranged, by names that no edition changes.
pub const LISTS: [(Place, &str); 5] = [
    (Place::AllUsers, "All users"),
    (Place::DeletedUsers, "Deleted users"),
    (Place::PerUserMfa, "Per-user MFA"),
    (Place::SignInLogs, "Sign-in logs"),
    (Place::AuditLogs, "Audit logs"),
];

impl Default for SavedView {
    fn default() -> Self {
        Self {
            mouse: true,
            experience: Experience::default(),
            lists: BTreeMap::new(),
        }
    }
}

impl SavedView {
    /// How this list is arranged.
    pub fn list(&self, place: Place) -> ListView {
        self.lists.get(&place).cloned().unwrap_or_default()
    }

    fn note(&mut self, blades: &[Box<dyn Blade>]) {
        for blade in blades {
            let (Some(place), Some(view)) = (blade.place(), blade.list_view()) else {
                continue;
            };
            if view == ListView::default() {
                self.lists.remove(&place);
            } else {
                self.lists.insert(place, view);
            }
        }
    }
}

impl ListView {
    /// What of it the list of `place` does not know; `None`: it knows all of it.
    pub fn unknown(&self, place: Place) -> Option<String> {
        let among = |sorts: &[SortBy], name: &str| sorts.iter().any(|sort| sort.name() == name);
        let sorts = |name: &&String| match place {
            Place::AllUsers => among(all_users::SORTS, name),
            Place::DeletedUsers => among(deleted_users::SORTS, name),
            Place::PerUserMfa => among(per_user_mfa::SORTS, name),
            Place::AuditLogs => log::column::<AuditEntry>(name).is_some(),
            Place::SignInLogs => log::column::<SignInEntry>(name).is_some(),
            _ => false,
        };
        if let Some(name) = self.sort.as_ref().filter(|name| !sorts(name)) {
            return Some(format!("cannot be sorted by {name}"));
        }
        let known = |(kind, value): &&(String, String)| match place {
            Place::AuditLogs => of_logs::knows(AuditEntry::FIELDS, kind, value),
            Place::SignInLogs => of_logs::knows(SignInEntry::FIELDS, kind, value),
            _ => of_users::knows(kind, value, place == Place::PerUserMfa),
        };
        if let Some((kind, value)) = self.filters.iter().find(|pair| !known(pair)) {
            return Some(format!("has no filter \"{kind}: {value}\""));
        }
        let columns = all_users::columns();
        let known = |title: &&String| place == Place::AllUsers && columns.knows(title);
        let unknown = self.columns.iter().find(|title| !known(title));
        unknown.map(|title| format!("has no column \"{title}\""))
    }
}

impl Model {
    /// How one looks at the tenant now. A scenario has lists of its own, which are no part of it.
    pub fn view_now(&self) -> SavedView {
        let mut view = self.saved_view.clone();
        view.note(self.own_blades());
        view
    }

    /// Remembers how the open lists are arranged, before some of them close.
    pub(super) fn note_view(&mut self) {
        if self.lesson.is_none() {
            self.saved_view.note(&self.blades);
        }
    }

    /// A blade of the menu, just opened, arranged as it was when it was closed.
    pub(super) fn open(&self, place: Place) -> Box<dyn Blade> {
        let mut blade = open(place, &self.snapshot, self.blade());
        if self.lesson.is_none()
            && let Some(view) = self.saved_view.lists.get(&place)
        {
            blade.arrange(view, &self.snapshot);
        }
        blade
    }
}

/// The view as at first; where it is, and was just reset, as it was before.
pub(super) fn reset(model: &mut Model) -> Vec<Effect> {
    let first = SavedView::default();
    let now = model.view_now();
    let (view, said) = if now != first {
        model.view_before = Some(now);
        let key = model.key("portal.reset-view");
        let said = format!(
            "Every list, the experience and the mouse are as at first; {key} again takes that back"
        );
        (first, said)
    } else if let Some(before) = model.view_before.take() {
        (
            before,
            "Lists, experience and mouse are as you had arranged them".to_owned(),
        )
    } else {
        model.say("Every list, the experience and the mouse are as at first already");
        return Vec::new();
    };
    let snapshot = model.snapshot.clone();
    for blade in &mut model.blades {
        if let Some(place) = blade.place() {
            blade.arrange(&view.list(place), &snapshot);
        }
        blade.take_experience(view.experience, &snapshot);
    }
    if let Some(session) = &mut model.session {
        session.experience = view.experience;
    }
    let mouse = model.may_ask_for_mouse && view.mouse;
    let changed = std::mem::replace(&mut model.mouse, mouse) != mouse;
    model.saved_view = view;
    model.say(said);
    changed
        .then_some(Effect::SetMouse(mouse))
        .into_iter()
        .collect()
}
