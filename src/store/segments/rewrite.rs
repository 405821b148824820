//! The segments of a large tenant as they are to be now: those that nobody was changed in as they
//! are, the others written anew. A record that was not changed keeps its bytes.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::base::Base;
use super::columns::record_of;
use super::file::{LONGEST, Writer, even};
use super::large::Large;
use super::moved::Extra;
use super::segment::Segment;
use crate::domain::user::User;
use crate::store::StoreError;
use crate::store::canonical::{self, Unstorable};
use crate::store::sum::Sum;

/// So many users are too few for a file of their own.
fn few(limit: usize) -> usize {
    limit / 4
}

/// A user's record as segment files hold it.
pub(in crate::store) fn line_of(user: &User) -> Result<String, Unstorable> {
    canonical::line(user)
}

impl Large {
    /// Places of this segment; what comes behind everybody belongs to the last one.
    fn places(&self, segment: usize) -> Range<u32> {
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

    /// Writes them, `limit` users in one at most, and gives all. Where that is more than `much` bytes
    /// it is done on two threads: while one waits for the disk the other goes on.
    pub(in crate::store) fn rewrite(
        &self,
        writer: &mut Writer<'_>,
        limit: usize,
        much: u64,
    ) -> Result<Vec<Arc<Segment>>, StoreError> {
        let pieces = self.pieces(limit);
        let next = AtomicUsize::new(0);
        let done = Mutex::new(Vec::with_capacity(pieces.len()));
        let work = |writer: &mut Writer<'_>| {
            let mut bytes = Vec::new();
            while let Some(piece) = pieces.get(next.fetch_add(1, Ordering::Relaxed)) {
                let segments = self.piece(piece.clone(), writer, limit, &mut bytes);
                if segments.is_err() {
                    // Nobody begins another one.
                    next.store(pieces.len(), Ordering::Relaxed);
                }
                let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
                done.push((piece.start, segments));
            }
        };
        let mut beside = self.is_more(&pieces, much).then(|| writer.beside());
        std::thread::scope(|scope| {
            if let Some(beside) = &mut beside {
                scope.spawn(|| work(beside));
            }
            work(writer);
        });
        let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
        done.sort_by_key(|(start, _)| *start);
        let mut segments = Vec::new();
        for (_, piece) in done {
            segments.extend(piece?);
        }
        if self.base.segments.is_empty() {
            for extra in self.moved.extras() {
                writer.add(&line_of(&extra.user)?);
                if writer.is_full(limit) {
                    segments.extend(writer.finish()?);
                }
            }
            segments.extend(writer.finish()?);
        }
        Ok(segments)
    }

    /// The segments in pieces that know nothing of each other: a changed one alone, unless so few
    /// are left in it that they go along with those of the next, if that is written too.
    fn pieces(&self, limit: usize) -> Vec<Range<usize>> {
        let mut pieces: Vec<Range<usize>> = Vec::new();
        let mut goes_along = false;
        for (number, segment) in self.base.segments.iter().enumerate() {
            let is_changed = self.is_changed(number);
            match pieces.last_mut() {
                Some(last) if goes_along && is_changed => last.end = number + 1,
                _ => pieces.push(number..number + 1),
            }
            let large = segment.entry.bytes > LONGEST as u64 / 4;
            goes_along = is_changed && (large || self.users_in(number) <= few(limit));
        }
        pieces
    }

    /// Whether more than `much` bytes are to be written anew, and not all of them in one piece.
    fn is_more(&self, pieces: &[Range<usize>], much: u64) -> bool {
        let changed = pieces.iter().filter(|piece| self.is_changed(piece.start));
        let bytes = changed
            .clone()
            .flat_map(|piece| &self.base.segments[piece.clone()])
            .map(|segment| segment.entry.bytes);
        bytes.sum::<u64>() > much && changed.count() > 1
    }

    /// How many users a segment will have.
    fn users_in(&self, number: usize) -> usize {
        let places = self.places(number);
        let segment = self.base.segments.get(number);
        let before = segment.map_or(0, |segment| segment.columns.len());
        let gone = self.moved.gone_in(places.clone());
        before - gone.len() + self.moved.extras_in(places).len()
    }

    /// One piece as it is to be now; `bytes` is room to read in.
    fn piece(
        &self,
        numbers: Range<usize>,
        writer: &mut Writer<'_>,
        limit: usize,
        bytes: &mut Vec<u8>,
    ) -> Result<Vec<Arc<Segment>>, StoreError> {
        let mut segments = Vec::new();
        for number in numbers {
            let segment = &self.base.segments[number];
            if !self.is_changed(number) {
                segments.push(Arc::clone(segment));
                continue;
            }
            let each = even(self.users_in(number) + writer.users(), limit);
            segment.whole(bytes)?;
            let mut write = |record: &str| {
                writer.add(record);
                if writer.is_full(each) {
                    segments.extend(writer.finish()?);
                }
                Ok::<(), StoreError>(())
            };
            let extras = self.moved.extras_in(self.places(number));
            self.merge(number, bytes, extras, &mut write)?;
            if writer.users() > few(limit) {
                segments.extend(writer.finish()?);
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
        Base::new(segments).with_tables()
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
