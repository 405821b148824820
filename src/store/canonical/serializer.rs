//! The serde side of the canonical form.

use std::fmt::{self, Write as _};

use serde::ser::{self, Impossible, Serialize};

use super::STEP;

/// A value that must not or cannot be stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unstorable(String);

impl ser::Error for Unstorable {
    fn custom<T: fmt::Display>(text: T) -> Self {
        Self(text.to_string())
    }
}

/// Room for most records, in bytes, so that a text seldom has to grow.
const ROOM: usize = 1024;

/// Collects the text of one value.
pub(super) struct Writer {
    out: String,
    indent: usize,
    blanks: bool,
    /// The next value, if it has fields, takes one line for each.
    open_fields: bool,
    /// The next value, if it is a list of records, takes one line for each.
    open_list: bool,
}

impl Writer {
    pub(super) fn new(indent: usize, blanks: bool) -> Self {
        Self {
            indent,
            blanks,
            ..Self::behind(String::with_capacity(ROOM))
        }
    }

    /// Goes on behind what `out` has, on one line without blanks.
    pub(super) fn behind(out: String) -> Self {
        Self {
            out,
            indent: 0,
            blanks: false,
            open_fields: false,
            open_list: false,
        }
    }

    pub(super) fn write(
        mut self,
        value: &impl Serialize,
        open_fields: bool,
    ) -> Result<String, Unstorable> {
        self.open_fields = open_fields;
        value.serialize(&mut self)?;
        Ok(self.out)
    }

    fn display(&mut self, value: impl fmt::Display) -> Result<(), Unstorable> {
        write!(self.out, "{value}").map_err(ser::Error::custom)
    }

    fn text(&mut self, text: &str) {
        self.out.push('"');
        if is_plain(text) {
            self.out.push_str(text);
            self.out.push('"');
            return;
        }
        for c in text.chars() {
            match c {
                '"' => self.out.push_str("\\\""),
                '\\' => self.out.push_str("\\\\"),
                '\n' => self.out.push_str("\\n"),
                '\r' => self.out.push_str("\\r"),
                '\t' => self.out.push_str("\\t"),
                c if c.is_control() => self.out.extend(c.escape_unicode()),
                c => self.out.push(c),
            }
        }
        self.out.push('"');
    }

    fn new_line(&mut self) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n(' ', self.indent));
    }

    fn begin_variant(&mut self, variant: &str) -> Items<'_> {
        self.out.push_str(variant);
        self.open_fields = false;
        self.open_list = false;
        self.begin("(", ")")
    }

    fn begin(&mut self, open: &str, close: &'static str) -> Items<'_> {
        self.out.push_str(open);
        let layout = match () {
            () if open.ends_with('[') && self.open_list => Layout::Undecided,
            () if open == "(" && self.open_fields => Layout::Open,
            () => Layout::Closed,
        };
        self.open_fields = false;
        self.open_list = false;
        if layout == Layout::Open {
            self.indent += STEP;
        }
        Items {
            writer: self,
            close,
            layout,
            first: true,
        }
    }
}

/// Bytes that have to be escaped, and the one with which the control characters beyond ASCII begin,
/// as some other letters do.
const ESCAPED: [bool; 256] = {
    let mut escaped = [false; 256];
    let mut control = 0;
    while control < b' ' {
        escaped[control as usize] = true;
        control += 1;
    }
    escaped[b'"' as usize] = true;
    escaped[b'\\' as usize] = true;
    escaped[0x7f] = true;
    escaped[0xc2] = true;
    escaped
};

/// Whether nothing in `text` has to be escaped; some texts that have nothing either are not plain.
fn is_plain(text: &str) -> bool {
    // All of them, without a way out: that takes half the time.
    let escaped = |byte: u8| ESCAPED[usize::from(byte)];
    !text.bytes().fold(false, |any, byte| any | escaped(byte))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// One item a line.
    Open,
    /// All on one line.
    Closed,
    /// A list: open if its first item is a record.
    Undecided,
}

/// A list, tuple or struct that is being written.
pub(super) struct Items<'a> {
    writer: &'a mut Writer,
    close: &'static str,
    layout: Layout,
    first: bool,
}

impl Items<'_> {
    fn item<T: Serialize + ?Sized>(
        &mut self,
        name: Option<&str>,
        value: &T,
    ) -> Result<(), Unstorable> {
        match (self.layout, self.first) {
            (Layout::Open, _) => self.writer.new_line(),
            (_, true) => {}
            (_, false) => self.writer.out.push_str(self.comma()),
        }
        self.first = false;
        let start = self.writer.out.len();
        if let Some(name) = name {
            self.writer.out.push_str(name);
            self.writer
                .out
                .push_str(if self.writer.blanks { ": " } else { ":" });
            self.writer.open_list = self.layout == Layout::Open;
        }
        value.serialize(&mut *self.writer)?;
        self.writer.open_list = false;
        if self.layout == Layout::Undecided {
            self.decide(start);
        }
        if self.layout == Layout::Open {
            self.writer.out.push(',');
        }
        Ok(())
    }

    /// Only now is it known whether the list's first item, written at `start`, is a record.
    fn decide(&mut self, start: usize) {
        if self.writer.out[start..].starts_with('(') {
            self.layout = Layout::Open;
            self.writer.indent += STEP;
            let line = format!("\n{}", " ".repeat(self.writer.indent));
            self.writer.out.insert_str(start, &line);
        } else {
            self.layout = Layout::Closed;
        }
    }

    fn comma(&self) -> &'static str {
        if self.writer.blanks { ", " } else { "," }
    }

    fn close(self) {
        if self.layout == Layout::Open {
            self.writer.indent -= STEP;
            if !self.first {
                self.writer.new_line();
            }
        }
        self.writer.out.push_str(self.close);
    }
}

/// Implements one of serde's compound traits over [`Items`].
macro_rules! compound {
    ($($tr:ident :: $method:ident),*) => {$(
        impl ser::$tr for Items<'_> {
            type Ok = ();
            type Error = Unstorable;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unstorable> {
                self.item(None, value)
            }

            fn end(self) -> Result<(), Unstorable> {
                self.close();
                Ok(())
            }
        }
    )*};
    (named $($tr:ident),*) => {$(
        impl ser::$tr for Items<'_> {
            type Ok = ();
            type Error = Unstorable;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Unstorable> {
                self.item(Some(name), value)
            }

            fn end(self) -> Result<(), Unstorable> {
                self.close();
                Ok(())
            }
        }
    )*};
}

compound!(
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field
);
compound!(named SerializeStruct, SerializeStructVariant);

macro_rules! plain {
    ($($method:ident: $kind:ty),*) => {$(
        fn $method(self, value: $kind) -> Result<(), Unstorable> {
            self.display(value)
        }
    )*};
}

macro_rules! unstorable {
    ($($method:ident($($kind:ty),*) -> $ok:ty),*) => {$(
        fn $method(self, $(_: $kind),*) -> Result<$ok, Unstorable> {
            Err(ser::Error::custom(concat!(stringify!($method), ": the store has no such values")))
        }
    )*};
}

impl<'a> ser::Serializer for &'a mut Writer {
    type Ok = ();
    type Error = Unstorable;
    type SerializeSeq = Items<'a>;
    type SerializeTuple = Items<'a>;
    type SerializeTupleStruct = Items<'a>;
    type SerializeTupleVariant = Items<'a>;
    type SerializeMap = Impossible<(), Unstorable>;
    type SerializeStruct = Items<'a>;
    type SerializeStructVariant = Items<'a>;

    plain!(
        serialize_bool: bool,
        serialize_i8: i8,
        serialize_i16: i16,
        serialize_i32: i32,
        serialize_i64: i64,
        serialize_u8: u8,
        serialize_u16: u16,
        serialize_u32: u32,
        serialize_u64: u64
    );

    // Lists, not maps: ron silently keeps the last of two equal keys (`store.md` 7.10).
    unstorable!(
        serialize_f32(f32) -> (),
        serialize_f64(f64) -> (),
        serialize_char(char) -> (),
        serialize_bytes(&[u8]) -> (),
        serialize_map(Option<usize>) -> Self::SerializeMap
    );

    fn serialize_str(self, text: &str) -> Result<(), Unstorable> {
        self.text(text);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Unstorable> {
        self.out.push_str("None");
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unstorable> {
        self.begin("Some(", ")").item(None, value)?;
        self.out.push(')');
        Ok(())
    }

    fn serialize_unit(self) -> Result<(), Unstorable> {
        self.out.push_str("()");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unstorable> {
        self.out.push_str("()");
        Ok(())
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Unstorable> {
        self.out.push_str(variant);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Unstorable> {
        self.begin("(", ")").item(None, value)?;
        self.out.push(')');
        Ok(())
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Unstorable> {
        self.begin_variant(variant).item(None, value)?;
        self.out.push(')');
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'a>, Unstorable> {
        Ok(self.begin("[", "]"))
    }

    fn serialize_tuple(self, _: usize) -> Result<Items<'a>, Unstorable> {
        Ok(self.begin("(", ")"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items<'a>, Unstorable> {
        Ok(self.begin("(", ")"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Items<'a>, Unstorable> {
        Ok(self.begin_variant(variant))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Items<'a>, Unstorable> {
        Ok(self.begin("(", ")"))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Items<'a>, Unstorable> {
        Ok(self.begin_variant(variant))
    }
}
