//! The serde side of reading a canonical line: several times as fast as `ron`, because it takes
//! only what [`super::line`] writes. Whatever else a text says is an error here, and then `ron` is
//! asked: so nothing is accepted that `ron` refuses, and nothing read differently.

use std::borrow::Cow;
use std::fmt;

use memchr::{memchr, memchr2};
use serde::de::{
    self, DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess,
    Visitor, value::BorrowedStrDeserializer,
};

/// The text is not canonical, or no such value.
#[derive(Debug)]
pub(super) struct NotCanonical;

impl fmt::Display for NotCanonical {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not in the canonical form")
    }
}

impl std::error::Error for NotCanonical {}

impl de::Error for NotCanonical {
    fn custom<T: fmt::Display>(_: T) -> Self {
        // Nobody reads it: `ron` says what is wrong.
        Self
    }
}

type Result<T> = std::result::Result<T, NotCanonical>;

/// A text and how much of it was read.
pub(super) struct Reader<'de> {
    text: &'de str,
    at: usize,
}

impl<'de> Reader<'de> {
    pub(super) fn new(text: &'de str) -> Self {
        Self { text, at: 0 }
    }

    /// Whether everything was read.
    pub(super) fn is_at_end(&self) -> bool {
        self.at == self.text.len()
    }

    fn rest(&self) -> &'de [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.rest().first().copied()
    }

    fn takes(&mut self, text: &str) -> bool {
        let there = self.rest().starts_with(text.as_bytes());
        self.at += if there { text.len() } else { 0 };
        there
    }

    fn expect(&mut self, text: &str) -> Result<()> {
        self.takes(text).then_some(()).ok_or(NotCanonical)
    }

    /// The text of the next `len` bytes.
    fn take(&mut self, len: usize) -> Result<&'de str> {
        let taken = self.text.get(self.at..self.at + len).ok_or(NotCanonical)?;
        self.at += len;
        Ok(taken)
    }

    /// A name: letters, digits and `_`.
    fn word(&mut self) -> Result<&'de str> {
        let is_word = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
        let len = self.rest().iter().take_while(is_word).count();
        let word = self.take(len)?;
        let begins = word.as_bytes().first();
        let is_name = begins.is_some_and(|first| !first.is_ascii_digit());
        is_name.then_some(word).ok_or(NotCanonical)
    }

    /// Decimal digits as they are written: no sign but `-`, no zero in front.
    fn number(&mut self) -> Result<&'de str> {
        let rest = self.rest();
        let sign = usize::from(rest.first() == Some(&b'-'));
        let digits = rest[sign..].iter().take_while(|b| b.is_ascii_digit());
        let digits = digits.count();
        if digits == 0 || digits > 1 && rest[sign] == b'0' {
            return Err(NotCanonical);
        }
        self.take(sign + digits)
    }

    /// What is between quotes.
    fn quoted(&mut self) -> Result<Cow<'de, str>> {
        self.expect("\"")?;
        let len = memchr2(b'"', b'\\', self.rest()).ok_or(NotCanonical)?;
        let plain = self.take(len)?;
        if self.takes("\"") {
            return Ok(Cow::Borrowed(plain));
        }
        let mut text = plain.to_owned();
        while !self.takes("\"") {
            self.expect("\\")?;
            text.push(self.escaped()?);
            let len = memchr2(b'"', b'\\', self.rest()).ok_or(NotCanonical)?;
            text.push_str(self.take(len)?);
        }
        Ok(Cow::Owned(text))
    }

    /// What stands behind a backslash.
    fn escaped(&mut self) -> Result<char> {
        let sign = self.take(1)?;
        Ok(match sign {
            "\"" => '"',
            "\\" => '\\',
            "n" => '\n',
            "r" => '\r',
            "t" => '\t',
            "u" => {
                self.expect("{")?;
                let len = memchr(b'}', self.rest()).filter(|len| (1..=6).contains(len));
                let digits = self.take(len.ok_or(NotCanonical)?)?;
                self.expect("}")?;
                if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
                    return Err(NotCanonical);
                }
                let number = u32::from_str_radix(digits, 16).map_err(|_| NotCanonical)?;
                char::from_u32(number).ok_or(NotCanonical)?
            }
            _ => return Err(NotCanonical),
        })
    }

    /// Goes over a value without reading it: to the comma or bracket behind it.
    fn skip(&mut self) -> Result<()> {
        let bytes = self.rest();
        let mut depth = 0_usize;
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'"' => {
                    at += 1;
                    loop {
                        let rest = bytes.get(at..).unwrap_or_default();
                        let next = memchr2(b'"', b'\\', rest).ok_or(NotCanonical)?;
                        if rest[next] == b'"' {
                            at += next;
                            break;
                        }
                        at += next + 2;
                    }
                }
                b'(' | b'[' => depth += 1,
                b')' | b']' if depth > 0 => depth -= 1,
                b')' | b']' | b',' if depth == 0 => break,
                _ => {}
            }
            at += 1;
        }
        if at == 0 || at > bytes.len() || depth > 0 {
            return Err(NotCanonical);
        }
        self.at += at;
        Ok(())
    }
}

macro_rules! number {
    ($($method:ident: $visit:ident),*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            visitor.$visit(self.number()?.parse().map_err(|_| NotCanonical)?)
        }
    )*};
}

macro_rules! never {
    ($($method:ident),*) => {$(
        fn $method<V: Visitor<'de>>(self, _: V) -> Result<V::Value> {
            Err(NotCanonical)
        }
    )*};
}

impl<'de> de::Deserializer<'de> for &mut Reader<'de> {
    type Error = NotCanonical;

    number!(
        deserialize_i8: visit_i8, deserialize_i16: visit_i16,
        deserialize_i32: visit_i32, deserialize_i64: visit_i64,
        deserialize_u8: visit_u8, deserialize_u16: visit_u16,
        deserialize_u32: visit_u32, deserialize_u64: visit_u64
    );
    // None of these is ever written: see the writer.
    never!(
        deserialize_any,
        deserialize_f32,
        deserialize_f64,
        deserialize_char,
        deserialize_bytes,
        deserialize_byte_buf,
        deserialize_map
    );

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.word()? {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            _ => Err(NotCanonical),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.quoted()? {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_borrowed_str(self.word()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.takes("None") {
            return visitor.visit_none();
        }
        self.expect("Some(")?;
        let value = visitor.visit_some(&mut *self)?;
        self.expect(")")?;
        Ok(value)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.expect("()")?;
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        self.expect("(")?;
        let value = visitor.visit_newtype_struct(&mut *self)?;
        self.expect(")")?;
        Ok(value)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        Items::read(self, ["[", "]"], |items| visitor.visit_seq(items))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value> {
        Items::read(self, ["(", ")"], |items| visitor.visit_seq(items))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value> {
        self.deserialize_tuple(len, visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        Items::read(self, ["(", ")"], |items| visitor.visit_map(items))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        visitor.visit_enum(self)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.skip()?;
        visitor.visit_unit()
    }
}

/// A list, tuple or struct that is being read.
struct Items<'a, 'de> {
    reader: &'a mut Reader<'de>,
    close: &'static str,
    first: bool,
}

impl<'a, 'de> Items<'a, 'de> {
    fn read<T>(
        reader: &'a mut Reader<'de>,
        [open, close]: [&'static str; 2],
        visit: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        reader.expect(open)?;
        let mut items = Self {
            reader,
            close,
            first: true,
        };
        let value = visit(&mut items)?;
        items.reader.expect(items.close)?;
        Ok(value)
    }

    /// Whether another item follows.
    fn goes_on(&mut self) -> Result<bool> {
        if self.reader.rest().starts_with(self.close.as_bytes()) {
            return Ok(false);
        }
        if !std::mem::replace(&mut self.first, false) {
            self.reader.expect(",")?;
        }
        Ok(true)
    }
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = NotCanonical;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        if self.goes_on()? {
            seed.deserialize(&mut *self.reader).map(Some)
        } else {
            Ok(None)
        }
    }
}

impl<'de> MapAccess<'de> for Items<'_, 'de> {
    type Error = NotCanonical;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        if !self.goes_on()? {
            return Ok(None);
        }
        let name = self.reader.word()?;
        self.reader.expect(":")?;
        seed.deserialize(BorrowedStrDeserializer::new(name))
            .map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        seed.deserialize(&mut *self.reader)
    }
}

impl<'a, 'de> EnumAccess<'de> for &'a mut Reader<'de> {
    type Error = NotCanonical;
    type Variant = &'a mut Reader<'de>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self::Variant)> {
        let name: BorrowedStrDeserializer<'de, NotCanonical> =
            BorrowedStrDeserializer::new(self.word()?);
        Ok((seed.deserialize(name.into_deserializer())?, self))
    }
}

impl<'de> VariantAccess<'de> for &mut Reader<'de> {
    type Error = NotCanonical;

    fn unit_variant(self) -> Result<()> {
        // `Unit(…)` is another variant's.
        if self.peek() == Some(b'(') {
            return Err(NotCanonical);
        }
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value> {
        self.expect("(")?;
        let value = seed.deserialize(&mut *self)?;
        self.expect(")")?;
        Ok(value)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value> {
        Items::read(self, ["(", ")"], |items| visitor.visit_seq(items))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        Items::read(self, ["(", ")"], |items| visitor.visit_map(items))
    }
}
