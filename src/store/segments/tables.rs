//! Finding somebody in a base at once, by id or by user principal name.

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use super::base::{Base, Twice};
use super::segment::Segment;
use crate::domain::id::UserId;

/// Where everybody is. Four bytes for each user and a little: hash maps of the keys themselves
/// would be larger than the columns.
pub(super) struct Tables {
    ids: HashTable<u32>,
    upns: HashTable<u32>,
    twice: Vec<Twice>,
}

impl Tables {
    /// Made by two threads at once.
    pub(super) fn of(base: &Base) -> Self {
        let (ids, upns) = std::thread::scope(|scope| {
            let ids = scope.spawn(|| table(base, hash_id_at, |a, b| base.id(a) == base.id(b)));
            let upns = table(base, hash_upn_at, |a, b| base.upn(a) == base.upn(b));
            // Fails only by a panic, which is passed on.
            let ids = ids
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            (ids, upns)
        });
        Self {
            ids: ids.0,
            upns: upns.0,
            twice: ids.1.into_iter().chain(upns.1).collect(),
        }
    }

    /// Where the user of this id is in the base that they are of.
    pub(super) fn find_id(&self, base: &Base, id: UserId) -> Option<u32> {
        let same = |place: &u32| base.id(*place) == Some(id);
        self.ids.find(hash_id(id), same).copied()
    }

    /// The same by the user principal name as it is searched.
    pub(super) fn find_upn(&self, base: &Base, folded: &str) -> Option<u32> {
        let same = |place: &u32| base.upn(*place) == Some(folded);
        self.upns.find(hash(folded.as_bytes()), same).copied()
    }

    pub(super) fn twice(&self) -> &[Twice] {
        &self.twice
    }
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

/// Eight bytes at a time, each multiplied into both halves of the product.
fn hash(bytes: &[u8]) -> u64 {
    const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
    let (words, rest) = bytes.as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let words = words.iter().chain(std::iter::once(&last));
    words.fold(bytes.len() as u64 ^ ODD, |hash, word| {
        let mixed = hash ^ u64::from_le_bytes(*word);
        let product = u128::from(mixed ^ ODD.rotate_left(32)) * u128::from(ODD);
        let both = (product ^ (product >> 64)) & u128::from(u64::MAX);
        u64::try_from(both).unwrap_or_default()
    })
}
