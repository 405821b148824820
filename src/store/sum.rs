//! Check sums: CRC-32 behind ` //` (a comment to RON). They find damage; they are no protection
//! against somebody who wants to deceive.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

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
}

impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

impl FromStr for Sum {
    type Err = String;

    /// Takes the one spelling that is written: eight digits, lower case.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = u32::from_str_radix(text, 16).map(Self);
        read.ok()
            .filter(|sum| sum.to_string() == text)
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
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}
