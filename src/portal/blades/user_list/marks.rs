//! Who is marked: the marks themselves, and the range that is being spanned.

use super::bits::Bits;
use super::selection::Selection;
use super::{Marked, UserList};
use crate::domain::id::UserId;
use crate::domain::user::PerUserMfa;
use crate::portal::act::Motion;

impl UserList {
    /// Moves the cursor with a range behind it.
    pub fn extend(&mut self, motion: Motion, page: usize) {
        self.anchor = self.anchor.or(self.cursor());
        self.motion(motion, page);
    }

    /// Begins a range at the cursor, or takes the one there is into the marks.
    pub fn range(&mut self) {
        if self.anchor.is_some() {
            self.keep_range();
        } else {
            self.anchor = self.cursor();
            self.span();
        }
    }

    /// Whether a range was begun.
    pub fn in_range(&self) -> bool {
        self.anchor.is_some()
    }

    /// Gives the range up.
    pub fn drop_range(&mut self) {
        self.range = None;
        self.anchor = None;
    }

    /// Spans the range from where it was begun to the cursor.
    pub(super) fn span(&mut self) {
        let from = self.anchor.and_then(|anchor| self.row_of(anchor));
        self.range = from.map(|from| {
            let rows = from.min(self.at)..from.max(self.at) + 1;
            self.rows.range(rows, self.state.len())
        });
    }

    fn keep_range(&mut self) {
        if let Some(range) = self.range.take() {
            self.marks.add(&range);
        }
        self.anchor = None;
    }

    /// Marks or unmarks the cursor's row and goes on to the next; a range is taken in instead.
    pub fn mark(&mut self) {
        if self.anchor.is_some() {
            return self.keep_range();
        }
        if let Some(position) = self.rows.position(self.at) {
            let marked = self.marks.contains(position);
            self.marks.set(position, !marked);
        }
        self.motion(Motion::Down, 1);
    }

    /// Marks all rows shown; where all are marked already, unmarks them.
    pub fn mark_all_shown(&mut self) {
        self.keep_range();
        if self.rows.show(&self.marks) == self.rows.len() {
            self.marks.remove(&self.rows.set());
        } else {
            self.marks.add(&self.rows.set());
        }
    }

    /// Marks the unmarked rows shown and unmarks the marked ones. Hidden marks stay.
    pub fn invert(&mut self) {
        self.keep_range();
        self.marks.invert(&self.rows.set());
    }

    /// Unmarks everybody.
    pub fn clear_marks(&mut self) {
        self.marks.clear();
    }

    /// Whether the row is marked, or in the range that was begun.
    pub fn is_marked(&self, row: usize) -> bool {
        self.rows.position(row).is_some_and(|position| {
            let spanned = self.range.as_ref();
            self.marks.contains(position) || spanned.is_some_and(|range| range.contains(position))
        })
    }

    /// The marked users and those in the range.
    fn all_marked(&self) -> std::borrow::Cow<'_, Bits> {
        match &self.range {
            None => std::borrow::Cow::Borrowed(&self.marks),
            Some(range) => {
                let mut all = self.marks.clone();
                all.add(range);
                std::borrow::Cow::Owned(all)
            }
        }
    }

    /// The marked users, those in the range included, in the order of their names. Also those
    /// that the search hides.
    pub fn selected(&self) -> Selection {
        Selection::marked(self.state.clone(), self.all_marked().into_owned())
    }

    /// Whom it shows, in order.
    pub fn shown(&self) -> Selection {
        Selection::shown(self.state.clone(), self.rows.clone())
    }

    /// Whom an action takes: the selected users, else the one under the cursor.
    pub fn targets(&self) -> Selection {
        if self.counts().0 > 0 {
            return self.selected();
        }
        let cursor: Vec<UserId> = self.cursor().into_iter().collect();
        Selection::named(self.state.clone(), cursor)
    }

    /// The targets for whom the portal offers the quick step to `to`.
    pub fn offered(&self, to: PerUserMfa) -> Selection {
        let from = PerUserMfa::ALL.into_iter().filter(|from| from.offers(to));
        if self.counts().0 == 0 {
            let head = self.head(self.at);
            let offered = head.filter(|head| head.mfa.offers(to));
            let offered = offered.map(|head| head.id).into_iter().collect();
            return Selection::named(self.state.clone(), offered);
        }
        let mut offered = Bits::none(self.state.len());
        for state in from.filter_map(|state| self.rows.in_state(state)) {
            offered.add(state);
        }
        offered.keep(&self.all_marked());
        Selection::marked(self.state.clone(), offered)
    }

    /// How many targets are offered that step.
    pub fn count_offered(&self, to: PerUserMfa) -> usize {
        if self.counts().0 == 0 {
            return self.offered(to).len();
        }
        let from = PerUserMfa::ALL.into_iter().filter(|from| from.offers(to));
        let marked = self.all_marked();
        from.filter_map(|state| self.rows.in_state(state))
            .map(|state| state.in_common(&marked))
            .sum()
    }

    /// How many are selected, and how many of them the search hides.
    pub fn counts(&self) -> (usize, usize) {
        let all = self.all_marked();
        (all.count(), all.count() - self.rows.show(&all))
    }

    /// The header's check box.
    pub fn marked(&self) -> Marked {
        let (selected, hidden) = self.counts();
        match selected - hidden {
            _ if selected == 0 => Marked::None,
            shown if shown == self.rows.len() && shown > 0 => Marked::All,
            _ => Marked::Some,
        }
    }
}
