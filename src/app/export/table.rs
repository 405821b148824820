//! A table as files have it: columns with the portal's names for CSV, an object a row with Graph's
//! for JSON. An empty cell is left out of an object.

use std::borrow::Borrow;
use std::io::{self, Write};

use serde_json::Value;

use crate::portal::effect::Format;

/// A column: its heading, and what it says of a row; an empty text: nothing.
pub(super) type Column<T> = (&'static str, fn(&T) -> String);

/// So many rows are written before somebody is told.
const STEP: usize = 1024;

/// How rows of `T` look in a file.
pub(super) struct Table<T: 'static> {
    /// For CSV, in order.
    pub(super) columns: &'static [Column<T>],
    /// For JSON.
    pub(super) object: fn(&T) -> Value,
}

impl<T> Table<T> {
    /// Writes `rows` in `format`, telling `watch` how many are written. Where that says false,
    /// nobody waits for them: interrupted.
    pub(super) fn write(
        &self,
        rows: impl Iterator<Item = impl Borrow<T>>,
        format: Format,
        out: &mut impl Write,
        watch: &mut dyn FnMut(usize) -> bool,
    ) -> io::Result<()> {
        let rows = rows.enumerate().map(|(done, row)| {
            if done.is_multiple_of(STEP) && !watch(done) {
                return Err(io::Error::from(io::ErrorKind::Interrupted));
            }
            Ok(row)
        });
        match format {
            Format::Csv => self.csv(rows, out),
            Format::Json => self.json(rows, out),
        }
    }

    fn csv(
        &self,
        rows: impl Iterator<Item = io::Result<impl Borrow<T>>>,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let mut lines = csv::Writer::from_writer(out);
        lines.write_record(self.columns.iter().map(|(name, _)| name))?;
        for row in rows {
            let row = row?;
            lines.write_record(self.columns.iter().map(|(_, cell)| cell(row.borrow())))?;
        }
        lines.flush()
    }

    /// One object with `value`, as Graph lists, each row on a line.
    fn json(
        &self,
        rows: impl Iterator<Item = io::Result<impl Borrow<T>>>,
        out: &mut impl Write,
    ) -> io::Result<()> {
        write!(out, "{{\"value\":[")?;
        for (position, row) in rows.enumerate() {
            write!(out, "{}", if position == 0 { "\n" } else { ",\n" })?;
            let row = row?;
            let mut object = (self.object)(row.borrow());
            prune(&mut object);
            serde_json::to_writer(&mut *out, &object)?;
        }
        writeln!(out, "\n]}}")
    }
}

/// Takes out what says nothing.
fn prune(value: &mut Value) {
    if let Value::Object(object) = value {
        object.values_mut().for_each(prune);
        let empty = |value: &Value| match value {
            Value::Null => true,
            Value::String(text) => text.is_empty(),
            Value::Object(object) => object.is_empty(),
            _ => false,
        };
        object.retain(|_, value| !empty(value));
    }
}
