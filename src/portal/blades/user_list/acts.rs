//! What the acts of the keymap do to a list of users.

use super::UserList;
use crate::domain::secret::Secret;
use crate::portal::act::Act;
use crate::portal::blades::outward::Outward;
use crate::portal::blades::user_properties::UserProperties;
use crate::portal::blades::{Desk, Request};
use crate::portal::dialogs::Dialog;
use crate::portal::dialogs::filters::AddFilter;

impl UserList {
    /// What acts that every list of users knows do to it. `None`: none of them.
    pub fn act(&mut self, act: Act, desk: &Desk<'_>) -> Option<Vec<Request>> {
        let mut say = Vec::new();
        match act {
            Act::Move(motion) => self.motion(motion, desk.page),
            Act::Extend(motion) => self.extend(motion, desk.page),
            Act::Mark => self.mark(),
            Act::Range => self.range(),
            Act::MarkAllShown => self.mark_all_shown(),
            Act::Invert => self.invert(),
            Act::Search => self.searching = true,
            Act::Sort => say.push(self.sort_next()),
            Act::SortReverse => say.push(self.sort_by(self.sort)),
            Act::Filter => {
                let dialog = Dialog::Filters(AddFilter::new(self.chips.kinds()));
                return Some(vec![Request::Ask(Box::new(dialog))]);
            }
            Act::Open => {
                let Some(user) = self.cursor() else {
                    return Some(vec![Request::Refuse("Nobody to open".to_owned())]);
                };
                return Some(vec![Request::User(user)]);
            }
            Act::OpenOverview => {
                let blade = UserProperties::new(self.cursor()?);
                return Some(vec![Request::Open(Box::new(blade))]);
            }
            Act::Copy => {
                let user = self.cursor().and_then(|id| desk.snapshot.user(id))?;
                say.push(Request::Copy(Secret::new(&user.upn)));
            }
            Act::Back => say.push(back(self)),
            _ => return None,
        }
        self.refresh(desk.snapshot);
        Some(say)
    }

    /// A click on a row: the cursor goes there; the row it is on already is opened.
    pub fn click(&mut self, row: usize, desk: &Desk<'_>) -> Vec<Request> {
        if self.at() == row {
            return self.act(Act::Open, desk).unwrap_or_default();
        }
        self.move_to(row);
        Vec::new()
    }
}

/// One step outward.
fn back(list: &mut UserList) -> Request {
    let step = list.outward();
    match step {
        Outward::Rows => {
            list.searching = false;
            return Request::Say(step.to_rows(list.outward()));
        }
        Outward::Range => list.drop_range(),
        Outward::Search => list.search.set(""),
        Outward::Filters => list.clear_filters(),
        Outward::Marks => list.clear_marks(),
        Outward::Blade => return Request::Close,
    }
    Request::Say(step.said().to_owned())
}
