//! The segments of one generation together, and finding somebody in them.

use std::sync::{Arc, OnceLock};

use super::columns::{Columns, small};
use super::segment::Segment;
use super::tables::Tables;
use crate::domain::directory::Head;
use crate::domain::id::UserId;

/// Everybody as the segment files have them. Never changes. A *place* is a number from 0 in the
/// order of the files.
pub(in crate::store) struct Base {
    pub(in crate::store) segments: Vec<Arc<Segment>>,
    /// The place of each segment's first user, and how many there are.
    starts: Vec<u32>,
    /// Not there at first: until they are, somebody is found by looking at all.
    tables: Arc<OnceLock<Tables>>,
}

/// Two users of one id or user principal name: their places.
pub(in crate::store) struct Twice(pub(super) u32, pub(super) u32);

impl Base {
    /// These segments, in this order.
    pub(in crate::store) fn new(segments: Vec<Arc<Segment>>) -> Self {
        Self {
            starts: starts(&segments),
            segments,
            tables: Arc::default(),
        }
    }

    /// The same where everybody is found at once. Takes a while where there are very many.
    pub(in crate::store) fn with_tables(self) -> Self {
        self.tables();
        self
    }

    fn tables(&self) -> &Tables {
        self.tables.get_or_init(|| Tables::of(self))
    }

    /// Who is there twice. Takes as long as [`Base::with_tables`] the first time.
    pub(in crate::store) fn twice(&self) -> &[Twice] {
        self.tables().twice()
    }

    /// The same with other segments that hold the same users in the same places.
    pub(in crate::store) fn with_segments(&self, segments: Vec<Arc<Segment>>) -> Self {
        Self {
            starts: starts(&segments),
            segments,
            tables: Arc::clone(&self.tables),
        }
    }

    pub(super) fn len(&self) -> u32 {
        self.starts.last().copied().unwrap_or_default()
    }

    /// How many are deleted.
    pub(super) fn deleted(&self) -> usize {
        let segments = self.segments.iter();
        segments.map(|segment| segment.columns.deleted()).sum()
    }

    /// The place of the first user of a segment.
    pub(super) fn start(&self, segment: usize) -> u32 {
        self.starts.get(segment).copied().unwrap_or(self.len())
    }

    /// The segment and row of a place.
    pub(super) fn row(&self, place: u32) -> (usize, usize) {
        let segment = self.starts.partition_point(|&start| start <= place);
        let segment = segment.saturating_sub(1);
        (segment, (place - self.start(segment)) as usize)
    }

    /// The segment of this number, and the row in it.
    pub(super) fn at(&self, place: u32) -> Option<(&Segment, usize)> {
        let (segment, row) = self.row(place);
        Some((self.segments.get(segment)?, row))
    }

    pub(super) fn head(&self, place: u32) -> Option<Head<'_>> {
        let (segment, row) = self.at(place)?;
        segment.columns.head(row)
    }

    pub(super) fn folded(&self, place: u32) -> Option<&str> {
        let (segment, row) = self.at(place)?;
        segment.columns.folded(row)
    }

    pub(super) fn id(&self, place: u32) -> Option<UserId> {
        let (segment, row) = self.at(place)?;
        segment.columns.id(row)
    }

    pub(super) fn upn(&self, place: u32) -> Option<&str> {
        let (segment, row) = self.at(place)?;
        segment.columns.folded_upn(row)
    }

    /// Where the user of this id is.
    pub(super) fn find_id(&self, id: UserId) -> Option<u32> {
        if let Some(tables) = self.tables.get() {
            return tables.find_id(self, id);
        }
        self.find(|columns| columns.find_id(id))
    }

    /// Where the user of this folded name is.
    pub(super) fn find_upn(&self, folded: &str) -> Option<u32> {
        if let Some(tables) = self.tables.get() {
            return tables.find_upn(self, folded);
        }
        let between = format!("\n{folded}\n");
        let finder = memchr::memmem::Finder::new(&between);
        self.find(|columns| columns.find_upn(folded, &finder))
    }

    fn find(&self, row: impl Fn(&Columns) -> Option<usize>) -> Option<u32> {
        let mut all = self.segments.iter().zip(&self.starts);
        all.find_map(|(segment, start)| Some(start + small(row(&segment.columns)?)))
    }

    /// The first place whose folded text is not below `folded`.
    pub(super) fn place_of(&self, folded: &str) -> u32 {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.folded(middle).is_some_and(|own| own < folded) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// The first place where the order is broken, if it is.
    pub(in crate::store) fn out_of_order(&self) -> Option<u32> {
        self.segments
            .iter()
            .zip(&self.starts)
            .find_map(|(segment, &start)| {
                let columns = &segment.columns;
                let before = start.checked_sub(1).and_then(|place| self.folded(place));
                if columns.folded(0).is_some_and(|own| Some(own) < before) {
                    return Some(start);
                }
                Some(start + small(columns.out_of_order?))
            })
    }

    /// Who is at this place, and in which file, in words.
    pub(in crate::store) fn whom(&self, place: u32) -> String {
        let Some((segment, row)) = self.at(place) else {
            return String::new();
        };
        let upn = segment.columns.head(row).map_or("?", |head| head.upn);
        format!("{upn} in {}", segment.entry.file)
    }
}

impl Twice {
    /// What is wrong with users that are in no file yet, in words.
    pub(in crate::store) fn of_new(&self, base: &Base) -> String {
        let Self(first, second) = *self;
        let upn = base.head(second).map_or("?", |head| head.upn);
        match base.id(second) {
            Some(id) if base.id(first) == Some(id) => format!("two users have the object id {id}"),
            _ => format!("two users have the user principal name {upn}"),
        }
    }

    /// What is wrong, in words.
    pub(in crate::store) fn text(&self, base: &Base) -> String {
        let Self(first, second) = *self;
        let what = if base.id(first) == base.id(second) {
            "the object id"
        } else {
            "the user principal name"
        };
        format!(
            "{what} of {} is also that of {}",
            base.whom(second),
            base.whom(first)
        )
    }
}

fn starts(segments: &[Arc<Segment>]) -> Vec<u32> {
    let mut sum = 0_usize;
    let lens = segments.iter().map(|segment| segment.columns.len());
    let starts = lens.map(|len| {
        sum += len;
        u32::try_from(sum).unwrap_or(u32::MAX)
    });
    std::iter::once(0).chain(starts).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::directory::fold;
    use crate::store::canonical::read_user;
    use crate::store::mutants::records;
    use crate::store::segments::SegmentEntry;
    use crate::store::sum::Sum;

    #[test]
    fn everybody_is_found_the_same_with_and_without_tables() {
        let all: Vec<_> = records().collect();
        let segments = all.chunks(5).map(|records| {
            let file = format!("[\n{},\n]\n", records.join(",\n"));
            let entry = SegmentEntry {
                file: String::new(),
                users: records.len(),
                bytes: file.len() as u64,
                first: String::new(),
                crc: Sum::default(),
            };
            Arc::new(Segment::new(entry, None, Columns::of(file.as_bytes()).0))
        });
        let segments: Vec<_> = segments.collect();
        let slow = Base::new(segments.clone());
        let quick = Base::new(segments).with_tables();
        assert!(quick.twice().is_empty());
        for (record, place) in all.iter().zip(0..) {
            let user = read_user(record).unwrap();
            let upn = fold(&user.upn);
            for base in [&slow, &quick] {
                assert_eq!(base.find_id(user.id), Some(place));
                assert_eq!(base.find_upn(&upn), Some(place));
                // A part of a name is none, nor is what stands before it.
                assert_eq!(base.find_upn(&upn[1..]), None);
                assert_eq!(base.find_upn(base.folded(place).unwrap()), None);
            }
        }
        assert!(slow.tables.get().is_none(), "it was looked for");
    }
}
