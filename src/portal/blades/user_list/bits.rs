//! A set of positions in the directory, a bit each: a million users are 125 kB, and marking, counting
//! or inverting them all takes microseconds.

/// A set of positions below a length.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bits {
    words: Vec<u64>,
    count: usize,
}

/// Bits in a word.
const WORD: usize = u64::BITS as usize;

impl Bits {
    /// Room for `len` positions, none of them in it.
    pub fn none(len: usize) -> Self {
        Self {
            words: vec![0; len.div_ceil(WORD)],
            count: 0,
        }
    }

    /// The positions of `range`, with room for `len`.
    pub fn range(len: usize, range: std::ops::Range<usize>) -> Self {
        let mut bits = Self::none(len);
        for at in range.start..range.end.min(range.start.next_multiple_of(WORD)) {
            bits.set(at, true);
        }
        let from = range.start.next_multiple_of(WORD).min(range.end);
        let whole = (range.end - from) / WORD;
        for word in bits.words.iter_mut().skip(from / WORD).take(whole) {
            *word = u64::MAX;
        }
        bits.count += whole * WORD;
        for at in from + whole * WORD..range.end {
            bits.set(at, true);
        }
        bits
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Whether `at` is among them.
    pub fn contains(&self, at: usize) -> bool {
        let word = self.words.get(at / WORD).copied().unwrap_or_default();
        word >> (at % WORD) & 1 == 1
    }

    /// Takes `at` in or out. Beyond the room there is, nothing happens.
    pub fn set(&mut self, at: usize, wanted: bool) {
        let Some(word) = self.words.get_mut(at / WORD) else {
            return;
        };
        let bit = 1 << (at % WORD);
        match (*word & bit != 0, wanted) {
            (false, true) => self.count += 1,
            (true, false) => self.count -= 1,
            _ => return,
        }
        *word ^= bit;
    }

    /// Takes everybody out.
    pub fn clear(&mut self) {
        self.words.fill(0);
        self.count = 0;
    }

    /// Takes `others` in.
    pub fn add(&mut self, others: &Self) {
        self.merge(others, |own, other| own | other);
    }

    /// Takes `others` out.
    pub fn remove(&mut self, others: &Self) {
        self.merge(others, |own, other| own & !other);
    }

    /// Leaves only who is among `others` too.
    pub fn keep(&mut self, others: &Self) {
        self.merge(others, |own, other| own & other);
    }

    /// Takes those of `others` in who are not, and out who are.
    pub fn invert(&mut self, others: &Self) {
        self.merge(others, |own, other| own ^ other);
    }

    fn merge(&mut self, others: &Self, merged: impl Fn(u64, u64) -> u64) {
        let others = others.words.iter().copied().chain(std::iter::repeat(0));
        let mut count = 0;
        for (own, other) in self.words.iter_mut().zip(others) {
            *own = merged(*own, other);
            count += own.count_ones() as usize;
        }
        self.count = count;
    }

    /// How many are in both.
    pub fn in_common(&self, others: &Self) -> usize {
        let both = self.words.iter().zip(&others.words);
        both.map(|(own, other)| (own & other).count_ones() as usize)
            .sum()
    }

    /// They, from the first.
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        let words = self.words.iter().enumerate();
        words.flat_map(|(at, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = left.trailing_zeros() as usize;
                left &= left.wrapping_sub(1);
                (bit < WORD).then_some(at * WORD + bit)
            })
        })
    }

    /// The same users, of whom the one at each position stands at `moved` now, in a directory of
    /// `len`. Whoever has no place there is left out.
    pub fn moved(&self, moved: &[u32], len: usize) -> Self {
        let mut bits = Self::none(len);
        for at in self.iter() {
            if let Some(to) = moved.get(at).filter(|to| (**to as usize) < len) {
                bits.set(*to as usize, true);
            }
        }
        bits
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn bits(set: &BTreeSet<usize>) -> Bits {
        let mut bits = Bits::none(200);
        for at in set {
            bits.set(*at, true);
        }
        bits
    }

    fn set(bits: &Bits) -> BTreeSet<usize> {
        let set: BTreeSet<_> = bits.iter().collect();
        assert_eq!(set.len(), bits.count());
        set
    }

    proptest! {
        #[test]
        fn a_set_of_bits_is_a_set(
            a in proptest::collection::btree_set(0..200usize, 0..60),
            b in proptest::collection::btree_set(0..200usize, 0..60),
            from in 0..200usize, length in 0..200usize,
        ) {
            let with = |act: fn(&mut Bits, &Bits)| {
                let mut own = bits(&a);
                act(&mut own, &bits(&b));
                set(&own)
            };
            prop_assert_eq!(with(Bits::add), &a | &b);
            prop_assert_eq!(with(Bits::remove), &a - &b);
            prop_assert_eq!(with(Bits::keep), &a & &b);
            prop_assert_eq!(with(Bits::invert), &a ^ &b);
            prop_assert_eq!(bits(&a).in_common(&bits(&b)), (&a & &b).len());
            prop_assert!((0..250).all(|at| bits(&a).contains(at) == a.contains(&at)));
            let range = from..(from + length).min(200);
            prop_assert_eq!(set(&Bits::range(200, range.clone())), range.collect());
            let moved: Vec<u32> = (0..200).map(|at| if at % 3 == 0 { u32::MAX } else { 199 - at }).collect();
            let wanted = a.iter().filter(|at| **at % 3 > 0).map(|at| 199 - at);
            prop_assert_eq!(set(&bits(&a).moved(&moved, 200)), wanted.collect());
        }
    }
}
