//! Check sums: CRC-32 behind ` //` (a comment to RON). They find damage; they are no protection
//! against somebody who wants to deceive.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::domain::text::parsed;

/// A CRC-32, written as eight hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Sum(u32);

impl Sum {
    /// The sum of `text` behind what `self` is the sum of. [`Sum::default`] is the sum of nothing.
    pub(super) fn then(self, text: &[u8]) -> Self {
        let mut hasher = crc32fast::Hasher::new_with_initial(self.0);
        hasher.update(text);
        Self(hasher.finalize())
    }

    /// Takes the one spelling that is written: eight digits, lower case.
    pub(super) fn read(text: &[u8]) -> Option<Self> {
        let digits: &[u8; 8] = text.try_into().ok()?;
        let sum = digits.iter().try_fold(0, |sum: u32, digit| match digit {
            b'0'..=b'9' => Some(sum << 4 | u32::from(digit - b'0')),
            b'a'..=b'f' => Some(sum << 4 | u32::from(digit - b'a' + 10)),
            _ => None,
        });
        sum.map(Self)
    }
}

impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

impl FromStr for Sum {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::read(text.as_bytes())
            .ok_or_else(|| format!("`{text}` is no check sum such as 7a0a1b8a"))
    }
}

impl Serialize for Sum {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Sum {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        parsed(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_has_one_spelling() {
        for sum in [0, 7, 0x7a0a_1b8a, u32::MAX].map(Sum) {
            assert_eq!(sum.to_string().parse(), Ok(sum));
        }
        for other in [
            "",
            "7a0a1b8",
            "7a0a1b8a0",
            "7A0a1b8a",
            "+a0a1b8a",
            "7a0a1b8g",
            " 7a0a1b8",
        ] {
            assert!(other.parse::<Sum>().is_err(), "{other}");
        }
    }
}
