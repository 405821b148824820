//! The segments of one generation together, and finding somebody in them.

use std::sync::Arc;

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use super::segment::Segment;
use crate::domain::directory::{Head, fold};
use crate::domain::id::UserId;

/// Everybody as the segment files have them. Never changes. A *place* is a number from 0 in the
/// order of the files.
pub(in crate::store) struct Base {
    pub(in crate::store) segments: Vec<Arc<Segment>>,
    /// The place of each segment's first user, and how many there are.
    starts: Vec<u32>,
    tables: Arc<Tables>,
}

/// Where everybody is. Four bytes for each user and a little: hash maps of the keys themselves
/// would be larger than the columns.
#[derive(Default)]
struct Tables {
    ids: HashTable<u32>,
    upns: HashTable<u32>,
}

/// Two users of one id or user principal name: their places.
pub(in crate::store) struct Twice(pub(super) u32, pub(super) u32);

impl Base {
    /// These segments, in this order, and who is there twice.
    pub(in crate::store) fn new(segments: Vec<Arc<Segment>>) -> (Self, Vec<Twice>) {
        let mut base = Self {
            starts: starts(&segments),
            segments,
            tables: Arc::default(),
        };
        let (ids, upns) = std::thread::scope(|scope| {
            let ids = scope.spawn(|| table(&base, hash_id_at, |a, b| base.id(a) == base.id(b)));
            let upns = table(&base, hash_upn_at, |a, b| base.upn(a) == base.upn(b));
            // Fails only by a panic, which is passed on.
            let ids = ids
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            (ids, upns)
        });
        let twice = ids.1.into_iter().chain(upns.1).collect();
        base.tables = Arc::new(Tables {
            ids: ids.0,
            upns: upns.0,
        });
        (base, twice)
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

    fn upn(&self, place: u32) -> Option<&str> {
        let (segment, row) = self.at(place)?;
        segment.columns.folded_upn(row)
    }

    /// Where the user of this id is.
    pub(super) fn find_id(&self, id: UserId) -> Option<u32> {
        let same = |place: &u32| self.id(*place) == Some(id);
        self.tables.ids.find(hash_id(id), same).copied()
    }

    /// Where the user of this folded name is.
    pub(super) fn find_upn(&self, folded: &str) -> Option<u32> {
        let same = |place: &u32| self.upn(*place) == Some(folded);
        self.tables
            .upns
            .find(hash(folded.as_bytes()), same)
            .copied()
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
        let mut before = "";
        (0..self.len()).find(|&place| {
            let own = self.folded(place).unwrap_or_default();
            let broken = own < before;
            before = own;
            broken
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

/// A table of all places, and who is in it twice.
fn table(
    base: &Base,
    hash_at: fn(&Segment, usize) -> u64,
    same: impl Fn(u32, u32) -> bool,
) -> (HashTable<u32>, Vec<Twice>) {
    let mut table = HashTable::with_capacity(base.len() as usize);
    let mut twice = Vec::new();
    let mut place = 0;
    for segment in &base.segments {
        for row in 0..segment.columns.len() {
            // It never grows, so nothing is hashed again.
            match table.entry(hash_at(segment, row), |other| same(place, *other), |_| 0) {
                Entry::Occupied(entry) => twice.push(Twice(*entry.get(), place)),
                Entry::Vacant(entry) => drop(entry.insert(place)),
            }
            place += 1;
        }
    }
    (table, twice)
}

fn hash_id_at(segment: &Segment, row: usize) -> u64 {
    segment.columns.id(row).map_or(0, hash_id)
}

fn hash_upn_at(segment: &Segment, row: usize) -> u64 {
    let upn = segment.columns.folded_upn(row);
    upn.map_or(0, |upn| hash(upn.as_bytes()))
}

fn hash_id(id: UserId) -> u64 {
    hash(id.0.as_bytes())
}

/// Every bit of a check sum depends on every byte; multiplied, so do the upper half's bits.
fn hash(bytes: &[u8]) -> u64 {
    u64::from(crc32fast::hash(bytes)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// A name as it is looked for.
pub(super) fn folded_upn(upn: &str) -> String {
    fold(upn)
}
