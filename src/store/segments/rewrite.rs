//! The segments of a large tenant as they are to be now: those that nobody was changed in as they
//! are, the others written anew. A record that was not changed keeps its bytes.

use std::sync::Arc;

use super::base::Base;
use super::columns::record_of;
use super::file::{Writer, even};
use super::large::Large;
use super::moved::Extra;
use super::segment::Segment;
use crate::domain::user::User;
use crate::store::StoreError;
use crate::store::canonical::{self, Unstorable};
use crate::store::sum::Sum;

/// A user's record as segment files hold it.
pub(in crate::store) fn line_of(user: &User) -> Result<String, Unstorable> {
    canonical::line(user)
}

impl Large {
    /// Places of this segment; what comes behind everybody belongs to the last one.
    fn places(&self, segment: usize) -> std::ops::Range<u32> {
        let last = segment + 1 == self.base.segments.len();
        let end = if last {
            u32::MAX
        } else {
            self.base.start(segment + 1)
        };
        self.base.start(segment)..end
    }

    fn is_changed(&self, segment: usize) -> bool {
        let places = self.places(segment);
        let touched = self.touched.get(segment);
        touched.is_some_and(|touched| !touched.is_empty())
            || !self.moved.gone_in(places.clone()).is_empty()
            || !self.moved.extras_in(places).is_empty()
    }

    /// How many segments a fold would write anew.
    pub(in crate::store) fn to_rewrite(&self) -> usize {
        let segments = 0..self.base.segments.len();
        segments.filter(|segment| self.is_changed(*segment)).count()
    }

    /// Writes them, `limit` users in one at most, and gives all.
    pub(in crate::store) fn rewrite(
        &self,
        writer: &mut Writer<'_>,
        limit: usize,
    ) -> Result<Vec<Arc<Segment>>, StoreError> {
        let mut segments = Vec::new();
        let mut bytes = Vec::new();
        for (number, segment) in self.base.segments.iter().enumerate() {
            if !self.is_changed(number) {
                segments.extend(writer.finish()?);
                segments.push(Arc::clone(segment));
                continue;
            }
            let places = self.places(number);
            let gone = self.moved.gone_in(places.clone());
            let extras = self.moved.extras_in(places);
            let users = segment.columns.len() - gone.len() + extras.len() + writer.users();
            let each = even(users, limit);
            segment.whole(&mut bytes)?;
            let mut write = |record: &str| {
                writer.add(record);
                if writer.is_full(each) {
                    segments.extend(writer.finish()?);
                }
                Ok::<(), StoreError>(())
            };
            self.merge(number, &bytes, extras, &mut write)?;
            // Few are left: they go along with the next ones, if these are written too.
            if writer.users() > limit / 4 {
                segments.extend(writer.finish()?);
            }
        }
        if self.base.segments.is_empty() {
            for extra in self.moved.extras() {
                writer.add(&line_of(&extra.user)?);
                if writer.is_full(limit) {
                    segments.extend(writer.finish()?);
                }
            }
        }
        segments.extend(writer.finish()?);
        Ok(segments)
    }

    /// Calls `write` with each record of a segment, whose file's bytes are `bytes`.
    fn merge(
        &self,
        number: usize,
        bytes: &[u8],
        extras: &[Extra],
        write: &mut dyn FnMut(&str) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let Some((segment, touched)) = self.base.segments.get(number).zip(self.touched.get(number))
        else {
            return Ok(());
        };
        let mut extras = extras.iter().peekable();
        let mut changed = touched.all().iter().peekable();
        for (row, place) in (0..segment.columns.len()).zip(self.base.start(number)..) {
            while let Some(extra) = extras.next_if(|extra| extra.place() <= place) {
                write(&line_of(&extra.user)?)?;
            }
            let own = changed.next_if(|changed| changed.row as usize == row);
            if let Some(own) = own {
                let user = own.now.user(&|| read_in(segment, row, bytes));
                write(&line_of(&*user.ok_or_else(|| unreadable(segment))?)?)?;
            } else if !self.moved.is_gone(place) {
                write(segment.record_in(row, bytes)?)?;
            }
        }
        extras.try_for_each(|extra| write(&line_of(&extra.user)?))
    }

    /// The same tenant on a base that holds all that was changed.
    pub(in crate::store) fn on(&self, base: Arc<Base>) -> Self {
        Self {
            arranged: self.arranged,
            ..Self::new(Arc::clone(&self.facts), base, self.revision)
        }
    }

    /// The base that these segments, written by [`Large::rewrite`], make.
    pub(in crate::store) fn rebased(&self, segments: Vec<Arc<Segment>>) -> Base {
        let lens = |segments: &[Arc<Segment>]| -> Vec<usize> {
            segments
                .iter()
                .map(|segment| segment.columns.len())
                .collect()
        };
        // Where nobody moved everybody is found where he was.
        if self.moved.is_empty() && lens(&segments) == lens(&self.base.segments) {
            return self.base.with_segments(segments);
        }
        Base::new(segments).0
    }
}

impl Segment {
    /// Reads the whole file into `bytes`. Refuses what is not as it was written: it would get a
    /// sum that says it is right.
    fn whole(&self, bytes: &mut Vec<u8>) -> Result<(), StoreError> {
        let file = &self.entry.file;
        bytes.resize(usize::try_from(self.entry.bytes).unwrap_or_default(), 0);
        self.read_at(bytes, 0).map_err(|error| StoreError::Io {
            path: file.into(),
            what: "cannot be read; what was done is in the journal",
            error,
        })?;
        if Sum::default().then(bytes) != self.entry.crc {
            return Err(StoreError::Damaged(format!(
                "{file}: its bytes are not those that were written"
            )));
        }
        Ok(())
    }

    /// The record in this row of the file's `bytes`.
    fn record_in<'a>(&self, row: usize, bytes: &'a [u8]) -> Result<&'a str, StoreError> {
        let place = self.columns.record(row);
        let line = place.and_then(|place| bytes.get(place.start as usize..place.end as usize));
        line.and_then(record_of).ok_or_else(|| unreadable(self))
    }
}

/// The user in this row of the file's `bytes`.
fn read_in(segment: &Segment, row: usize, bytes: &[u8]) -> Option<Arc<User>> {
    let record = segment.record_in(row, bytes).ok()?;
    canonical::read(record).ok().map(Arc::new)
}

fn unreadable(segment: &Segment) -> StoreError {
    StoreError::Damaged(format!("{}: a record cannot be read", segment.entry.file))
}
