//! Which columns a list shows, and in what order: chosen by the user, part of the saved view
//! (`facts/portal.md` 1, "Column handling").

use crate::domain::directory::Head;
use crate::portal::blades::user_list::SortBy;
use crate::portal::parts::table::Column;
use crate::portal::view::Scene;
use crate::portal::view::list::{Shown, Text};
use crate::portal::words::Wording;

/// The columns of a list.
#[derive(Clone)]
pub struct Columns {
    all: &'static [&'static dyn Shown],
    /// Which of them are shown at first, in this order.
    first: &'static [usize],
    order: Vec<Slot>,
}

/// A column in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Slot {
    column: usize,
    shown: bool,
}

impl std::fmt::Debug for Columns {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(&self.order).finish()
    }
}

impl Columns {
    /// Of `all`, the `first` are shown, in that order.
    pub fn new(all: &'static [&'static dyn Shown], first: &'static [usize]) -> Self {
        let slot = |shown| move |column| Slot { column, shown };
        let rest = (0..all.len()).filter(|column| !first.contains(column));
        let order = first
            .iter()
            .copied()
            .map(slot(true))
            .chain(rest.map(slot(false)));
        Self {
            all,
            first,
            order: order.collect(),
        }
    }

    /// The same with `first` shown at first, where nobody has chosen yet.
    #[must_use]
    pub fn at_first(&self, first: &'static [usize]) -> Self {
        if self.chosen() {
            Self {
                first,
                ..self.clone()
            }
        } else {
            Self::new(self.all, first)
        }
    }

    /// Whether somebody chose them.
    fn chosen(&self) -> bool {
        self.order != Self::new(self.all, self.first).order
    }

    /// Headings that no edition and no portal changes.
    fn named(&self) -> Vec<String> {
        let columns = self.all.iter();
        let titles = columns.map(|column| column.column(Wording::default()).title);
        titles.collect()
    }

    /// Whether there is a column of this heading.
    pub fn knows(&self, title: &str) -> bool {
        self.named().iter().any(|own| own == title)
    }

    /// The headings of those shown, in order, where somebody chose them; else none.
    pub fn titles(&self) -> Vec<String> {
        if !self.chosen() {
            return Vec::new();
        }
        let named = self.named();
        let shown = self.order.iter().filter(|slot| slot.shown);
        let titles = shown.filter_map(|slot| named.get(slot.column).cloned());
        titles.collect()
    }

    /// Shows the columns of these headings, in this order; of none, those shown at first. The first
    /// one of the table is always shown.
    pub fn show(&mut self, titles: &[String]) {
        self.reset();
        if titles.is_empty() {
            return;
        }
        let named = self.named();
        let place = |title: &String| named.iter().position(|own| own == title);
        let mut shown: Vec<_> = titles.iter().filter_map(place).collect();
        if !shown.contains(&0) {
            shown.insert(0, 0);
        }
        let rest = (0..named.len()).filter(|column| !shown.contains(column));
        let slot = |shown| move |column| Slot { column, shown };
        let rest: Vec<_> = rest.map(slot(false)).collect();
        self.order = shown.into_iter().map(slot(true)).chain(rest).collect();
    }

    /// How many there are, shown or not.
    pub fn count(&self) -> usize {
        self.order.len()
    }

    /// The heading of the column at `place`, and whether it is shown.
    pub fn entry(&self, place: usize, wording: Wording) -> Option<(String, bool)> {
        let slot = self.order.get(place)?;
        let column = self.all.get(slot.column)?;
        Some((column.column(wording).title, slot.shown))
    }

    /// Shows the column at `place`, or no longer. False: the first one of the table is always
    /// shown, since it names the row.
    pub fn toggle(&mut self, place: usize) -> bool {
        match self.order.get_mut(place) {
            Some(slot) if slot.column > 0 => {
                slot.shown = !slot.shown;
                true
            }
            _ => false,
        }
    }

    /// Moves the column at `place` by one. Gives its new place.
    pub fn shift(&mut self, place: usize, down: bool) -> usize {
        let to = if down {
            place + 1
        } else {
            place.wrapping_sub(1)
        };
        if to >= self.order.len() || place >= self.order.len() {
            return place;
        }
        self.order.swap(place, to);
        to
    }

    /// As at first.
    pub fn reset(&mut self) {
        *self = Self::new(self.all, self.first);
    }

    /// The shown ones, in order. Where somebody chose them, the last one is the first to go in a
    /// narrow window.
    pub fn shown(&self) -> Vec<Chosen> {
        let own = self.chosen();
        let shown = self.order.iter().filter(|slot| slot.shown).enumerate();
        shown
            .filter_map(|(place, slot)| {
                Some(Chosen {
                    column: *self.all.get(slot.column)?,
                    rank: own
                        .then(|| {
                            if slot.column == 0 {
                                Some(0)
                            } else {
                                u8::try_from(place + 1).ok()
                            }
                        })
                        .flatten(),
                })
            })
            .collect()
    }
}

/// A column that is shown.
pub struct Chosen {
    column: &'static dyn Shown,
    rank: Option<u8>,
}

impl Shown for Chosen {
    fn sort(&self) -> Option<SortBy> {
        self.column.sort()
    }

    fn column(&self, wording: Wording) -> Column {
        let column = self.column.column(wording);
        let rank = self.rank.unwrap_or(column.rank);
        Column { rank, ..column }
    }

    fn cell<'a>(&self, head: &Head<'a>, scene: &Scene<'_>) -> Text<'a> {
        self.column.cell(head, scene)
    }
}
