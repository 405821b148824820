//! Columns: which ones a list shows, and in what order.

use crate::portal::act::{Act, Motion};
use crate::portal::blades::user_list::columns::Columns;

/// The dialog.
#[derive(Debug)]
pub struct ChooseColumns {
    /// The columns as they are going to be.
    pub columns: Columns,
    /// The cursor.
    pub at: usize,
}

/// What an act comes to.
#[derive(Debug)]
pub enum Chose {
    /// Nothing beyond the dialog.
    Stay,
    /// The list shows these from now on.
    Done(Columns),
    /// Nothing changes.
    Close,
    /// This cannot be done.
    Cannot(&'static str),
}

impl ChooseColumns {
    /// For a list with these columns.
    pub fn new(columns: Columns) -> Self {
        Self { columns, at: 0 }
    }

    /// Does `act`, a page being `page` rows.
    pub fn act(&mut self, act: Act, page: usize) -> Chose {
        match act {
            Act::Move(motion) => self.at = motion.from(self.at, self.columns.count(), page),
            Act::Extend(motion) => {
                self.at = self.columns.shift(self.at, motion == Motion::Down);
            }
            Act::Tick if !self.columns.toggle(self.at) => {
                return Chose::Cannot("The display name is always shown: it names the row");
            }
            Act::ResetColumns => self.columns.reset(),
            Act::Press => return Chose::Done(self.columns.clone()),
            Act::Back => return Chose::Close,
            _ => {}
        }
        Chose::Stay
    }
}
