//! A log as a blade: what both have in common with all others.

use ratatui::layout::Rect;

use super::filters::Filters;
use super::sort::Sort;
use super::{Entry, Log, Read, Which};
use crate::domain::directory::Revision;
use crate::domain::id::UserId;
use crate::domain::time::Timestamp;
use crate::portal::act::{Act, Place};
use crate::portal::blades::outward::Outward;
use crate::portal::blades::{Blade, Desk, Request};
use crate::portal::dialogs::filters::Pick;
use crate::portal::keymap::Scope;
use crate::portal::parts::field::Field;
use crate::portal::parts::paint::Painter;
use crate::portal::saved_view::ListView;
use crate::portal::view::{Heading, Scene, Top};
use crate::store::Snapshot;

impl<E: Entry> Blade for Log<E> {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Logs, Scope::Rows, Scope::Portal, Scope::Always]
    }

    fn crumbs(&self, _: &Scene<'_>) -> Vec<String> {
        vec![E::WORDS.title.to_owned()]
    }

    fn title(&self, _: &Scene<'_>) -> (String, String) {
        (E::WORDS.title.to_owned(), self.note())
    }

    fn place(&self) -> Option<Place> {
        Some(E::PLACE)
    }

    fn refresh(&mut self, _: &Snapshot) {
        if self.stale {
            self.find();
        }
    }

    fn searching(&self) -> bool {
        self.searching
    }

    fn search_field(&mut self) -> Option<&mut Field> {
        if !self.searching {
            return None;
        }
        (self.stale, self.at) = (true, 0);
        Some(&mut self.search)
    }

    fn subject(&self) -> Option<UserId> {
        self.chosen()?.user()
    }

    fn wants_logs(&mut self, revision: Revision) -> Vec<(Which, usize)> {
        let asked = self.asked_at.replace(revision) == Some(revision);
        let wanted = (!asked).then_some((E::WHICH, self.limit));
        wanted.into_iter().collect()
    }

    fn take_log(&mut self, read: &Read, now: Timestamp) {
        if let Some(reading) = E::of(read) {
            self.take(reading.clone(), now);
        }
    }

    fn list_view(&self) -> Option<ListView> {
        let sort = Some(self.sort).filter(|sort| *sort != Sort::default());
        let column = sort.and_then(|sort| E::COLUMNS.get(sort.column));
        Some(ListView {
            sort: column.map(|own| own.title.to_owned()),
            descending: sort.is_some_and(|sort| sort.descending),
            filters: self.filters.pairs(),
            columns: Vec::new(),
        })
    }

    fn arrange(&mut self, view: &ListView, _: &Snapshot) {
        self.filters = Filters::of::<E>(&view.filters);
        let column = view.sort.as_deref().and_then(super::column::<E>);
        self.sort = column.map_or_else(Sort::default, |column| Sort {
            column,
            descending: view.descending,
        });
        self.rearranged();
    }

    fn outward(&self) -> Outward {
        self.next_outward()
    }

    fn sort(&mut self, heading: Heading, _: &Snapshot) -> Option<Request> {
        match heading {
            Heading::Log(column) => Some(self.sorted(self.sort.or_reversed(column))),
            Heading::Users(_) => None,
        }
    }

    fn filter(&mut self, pick: &Pick, _: &Snapshot) {
        self.narrow(pick);
    }

    fn refuses(&self, act: Act, _: &Desk<'_>) -> Option<String> {
        match act {
            Act::LoadMore => self.no_more(),
            _ => None,
        }
    }

    fn click(&mut self, row: usize, desk: &Desk<'_>) -> Vec<Request> {
        if std::mem::replace(&mut self.at, row) == row {
            return self.perform(Act::Open, desk).unwrap_or_default();
        }
        Vec::new()
    }

    fn act(&mut self, act: Act, desk: &Desk<'_>) -> Option<Vec<Request>> {
        self.perform(act, desk)
    }

    fn draw(&self, painter: &mut Painter<'_>, area: Rect, scene: &Scene<'_>, top: &mut Top) {
        self.draw_log(painter, area, scene, top);
    }
}
