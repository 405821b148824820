//! Texts that are nearly right: what the store's own reader takes of them `ron` takes too, and reads
//! the same. Whatever else they say is left to `ron`, so nothing is read differently in silence.

use proptest::prelude::*;

use super::canonical::read_canonical;
use super::journal::{self, Entry, Header};
use super::replay::{self, End};
use super::ron_options;
use super::sum::Sum;
use super::tenant_file::{Form, outline_records};
use crate::domain::user::User;

/// A folder with changes of every kind in its journal: see `tests/store/formats.rs`.
macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!(
            "../../tests/store/fixtures/format-1-commands-large/",
            $name
        ))
    };
}

const JOURNALS: [&str; 5] = [
    fixture!("journal/0000000001.ron"),
    fixture!("journal/0000000024.ron"),
    fixture!("journal/0000000032.ron"),
    fixture!("journal/0000000049.ron"),
    fixture!("journal/0000000064.ron"),
];
const SEGMENTS: [&str; 3] = [
    fixture!("users/000003-0001.ron"),
    fixture!("users/000003-0002.ron"),
    fixture!("users/000002-0003.ron"),
];

const CONTOSO: &str = include_str!("../../assets/contoso.ron");

/// The records of a large tenant, one a line, without the comma behind it.
pub(super) fn records() -> impl Iterator<Item = &'static str> {
    let lines = SEGMENTS.into_iter().flat_map(str::lines);
    lines.filter_map(|line| line.strip_suffix(','))
}

/// The entries of its journal, as text.
fn entries() -> impl Iterator<Item = &'static str> {
    let lines = JOURNALS.into_iter().flat_map(|file| file.lines().skip(1));
    lines.map(|line| &line[..line.len() - journal::SUM_LEN])
}

/// A `tenant.ron` as people have it, in lines and with comments: the demo tenant's first two users.
fn tenant() -> String {
    let end = outline_records(CONTOSO)[1].span.end;
    format!("{},\n  ]),\n)\n// The end.\n", &CONTOSO[..end])
}

/// Small numbers that repeat for the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        // Splitmix.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % end as u64).unwrap()
    }
}

/// The name, number, text or sign that the byte `at` belongs to.
fn token(text: &[u8], at: usize) -> std::ops::Range<usize> {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if !is_word(text[at]) {
        return at..at + 1;
    }
    let before = text[..at].iter().rev().take_while(|byte| is_word(**byte));
    let behind = text[at..].iter().take_while(|byte| is_word(**byte));
    at - before.count()..at + behind.count()
}

/// What may be put in: whatever means something to RON, and something that does not.
const SIGNS: &[u8] = b"()[]{}:,\"\\'/*#_-+.0179eExXuUrNS \t\n\r\0\x7f";

/// `text` with one thing wrong at each of its bytes: a bit flipped, a byte gone or come, the rest
/// gone, a token twice, or another one in its place. Those that are not UTF-8 are no text at all.
pub(super) fn mutants(text: &str, seed: u64) -> impl Iterator<Item = String> {
    let bytes = text.as_bytes();
    let mut dice = Dice(seed);
    let mutants = (0..bytes.len()).map(move |at| {
        let mut mutant = bytes.to_vec();
        match dice.below(7) {
            0 | 1 => mutant[at] ^= 1 << dice.below(8),
            2 => drop(mutant.remove(at)),
            3 => mutant.insert(at, SIGNS[dice.below(SIGNS.len())]),
            4 => mutant.truncate(at),
            kind => {
                let own = token(bytes, at);
                let other = match kind {
                    5 => own.clone(),
                    _ => token(bytes, dice.below(bytes.len())),
                };
                let from = if kind == 5 { own.end } else { own.start };
                mutant.splice(from..own.end, bytes[other].iter().copied());
            }
        }
        mutant
    });
    mutants.filter_map(|mutant| String::from_utf8(mutant).ok())
}

/// How many of the mutants of `text` the own reader took.
fn read_as_ron_reads<T>(text: &str, seed: u64) -> usize
where
    T: serde::de::DeserializeOwned + PartialEq + std::fmt::Debug,
{
    assert!(read_canonical::<T>(text).is_some(), "{text}");
    let mut taken = 0;
    let each = if text.len() > 200 { 7 } else { 1 };
    for mutant in mutants(text, seed).step_by(each) {
        if let Some(own) = read_canonical::<T>(&mutant) {
            match ron_options().from_str::<T>(&mutant) {
                Ok(theirs) => assert_eq!(own, theirs, "{mutant}"),
                Err(error) => panic!("ron refuses it ({error}): {mutant}"),
            }
            taken += 1;
        }
    }
    taken
}

proptest! {
    // Each case is one mutant at each byte of each text, or at one byte in seven of the long ones:
    // some 20,000 of them.
    #![proptest_config(ProptestConfig { cases: 2, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_the_own_reader_takes_of_a_mutant_ron_reads_the_same(seed in any::<u64>()) {
        let headers = JOURNALS.map(|file| file.split_once(" //").unwrap().0);
        let taken = [
            records().map(|text| read_as_ron_reads::<User>(text, seed)).sum::<usize>(),
            entries().map(|text| read_as_ron_reads::<Entry>(text, seed)).sum(),
            headers.iter().map(|text| read_as_ron_reads::<Header>(text, seed)).sum(),
            read_as_ron_reads::<Form>(&tenant(), seed),
        ];
        prop_assert!(taken[0] > 20 && taken[1] > 20 && taken[3] > 20, "{taken:?}: hardly any was nearly right");
    }

    /// With a sum that fits, as only a mistake of ours would write it: a line is read as `ron` reads
    /// it, or it is damage.
    #[test]
    fn a_mutant_line_with_the_sum_that_fits_is_read_as_ron_reads_it_or_is_damage(seed in any::<u64>()) {
        for text in entries() {
            let n = read_canonical::<Entry>(text).unwrap().n;
            let some = mutants(text, seed).filter(|mutant| !mutant.contains('\n'));
            for mutant in some.step_by(29) {
                let sum = Sum::default().then(mutant.as_bytes());
                let found = replay::lines(format!("{mutant} //{sum}\n").as_bytes(), n, Sum::default());
                let ron = ron_options().from_str::<Entry>(&mutant).ok();
                match ron.filter(|entry| entry.n == n) {
                    Some(entry) => prop_assert_eq!((found.entries, found.end), (vec![entry], End::Whole)),
                    None => prop_assert!(matches!(found.end, End::Damaged(_)), "{}", mutant),
                }
            }
        }
    }
}
