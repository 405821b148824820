//! RON whose entries are looked at one by one, each with its place, so that one bad entry does not
//! hide the next.

use std::fmt;

use ron::error::SpannedError;
use ron::extensions::Extensions;
use ron::value::RawValue;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::Fault;

/// The text of a file, and what was found wrong in it so far.
pub(super) struct File<'a> {
    text: &'a str,
    pub(super) faults: Vec<Fault>,
}

/// The entries of a map or struct in the order of the file, also those named twice.
pub(super) struct Entries<'a>(pub(super) Vec<(Name<'a>, &'a RawValue)>);

/// The name of an entry.
pub(super) struct Name<'a>(&'a RawValue);

/// The items of a list.
pub(super) struct Items<'a>(pub(super) Vec<&'a RawValue>);

impl<'a> File<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            faults: Vec::new(),
        }
    }

    /// The file as a whole; `None`: it is no RON of this shape, which is noted.
    pub(super) fn whole<T: Deserialize<'a>>(&mut self) -> Option<T> {
        let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
        options
            .from_str(self.text)
            .map_err(|error| self.ron(&error))
            .ok()
    }

    /// One value; `None`: it is not what belongs there, which is noted as `expected`.
    pub(super) fn read<T: Deserialize<'a>>(
        &mut self,
        raw: &'a RawValue,
        expected: &str,
    ) -> Option<T> {
        let read = raw.into_rust();
        if read.is_err() {
            let found = raw.trim().get_ron();
            self.fault(raw, format!("`{found}` is not {expected}"));
        }
        read.ok()
    }

    /// `what` is wrong with `raw`.
    pub(super) fn fault(&mut self, raw: &RawValue, what: String) {
        // Both are parts of one text, so that the distance of their starts is a place in it.
        let start = raw.trim().get_ron().as_ptr().addr();
        let at = start.saturating_sub(self.text.as_ptr().addr());
        let before = self.text.get(..at).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        self.faults.push(Fault {
            line: before.matches('\n').count() + 1,
            column: line.chars().count() + 1,
            what,
        });
    }

    /// What is wrong with `name`.
    pub(super) fn name_fault(&mut self, name: &Name<'_>, what: String) {
        self.fault(name.0, what);
    }

    fn ron(&mut self, error: &SpannedError) {
        self.faults.push(Fault {
            line: error.span.start.line,
            column: error.span.start.col,
            what: error.code.to_string(),
        });
    }
}

/// A word, whether it is written in quotes or bare.
pub(super) fn word(raw: &RawValue) -> String {
    let written = raw.trim();
    let quoted = written.into_rust::<String>();
    quoted.unwrap_or_else(|_| written.get_ron().to_owned())
}

impl Name<'_> {
    /// The name.
    pub(super) fn text(&self) -> String {
        word(self.0)
    }
}

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Each;
        impl<'de> Visitor<'de> for Each {
            type Value = Entries<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("entries in braces, such as `{ \"name\": value }`")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(name) = map.next_key::<&RawValue>()? {
                    entries.push((Name(name), map.next_value::<&RawValue>()?));
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(Each)
    }
}

impl<'de> Deserialize<'de> for Items<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Each;
        impl<'de> Visitor<'de> for Each {
            type Value = Items<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list in brackets")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = list.next_element::<&RawValue>()? {
                    items.push(item);
                }
                Ok(Items(items))
            }
        }
        deserializer.deserialize_seq(Each)
    }
}
