//! The serde side of reading what [`super::line`] and [`super::lines`] write, with blanks and `//`
//! comments between its pieces as a person may have left them: several times as fast as `ron`,
//! because it takes nothing else. Whatever else a text says is an error here, and then `ron` is
//! asked: so nothing is accepted that `ron` refuses, and nothing read differently.

use std::fmt;

use memchr::{memchr, memchr2};
use serde::de::{
    self, DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess,
    Visitor, value::BorrowedStrDeserializer,
};

use crate::store::tokens::line_end;

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

/// Letters, digits and `_`, of which names are made.
const NAME: [bool; 256] = {
    let mut name = [false; 256];
    let mut byte = u8::MAX;
    while byte > 0 {
        name[byte as usize] = byte.is_ascii_alphanumeric() || byte == b'_';
        byte -= 1;
    }
    name
};

impl<'de> Reader<'de> {
    pub(super) fn new(text: &'de str) -> Self {
        Self { text, at: 0 }
    }

    /// Whether everything was read.
    pub(super) fn is_at_end(&mut self) -> bool {
        self.next().is_none()
    }

    fn rest(&self) -> &'de [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// The first byte of the next piece, which is not taken yet.
    #[inline]
    fn next(&mut self) -> Option<u8> {
        let byte = *self.text.as_bytes().get(self.at)?;
        if byte > b' ' && byte != b'/' {
            return Some(byte);
        }
        self.next_behind_blanks()
    }

    fn next_behind_blanks(&mut self) -> Option<u8> {
        let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
        loop {
            let rest = self.rest();
            let blanks = rest.iter().position(|byte| !is_blank(byte));
            let rest = &rest[blanks.unwrap_or(rest.len())..];
            self.at = self.text.len() - rest.len();
            if !rest.starts_with(b"//") {
                return rest.first().copied();
            }
            self.at = line_end(self.text, self.at);
        }
    }

    /// Takes the next piece, which is this sign.
    #[inline]
    fn expect(&mut self, sign: u8) -> Result<()> {
        if self.next() != Some(sign) {
            return Err(NotCanonical);
        }
        self.at += 1;
        Ok(())
    }

    /// The text of the next `len` bytes.
    fn take(&mut self, len: usize) -> Result<&'de str> {
        let taken = self.text.get(self.at..self.at + len).ok_or(NotCanonical)?;
        self.at += len;
        Ok(taken)
    }

    /// A name, of a field or a variant.
    fn word(&mut self) -> Result<&'de str> {
        self.next();
        let rest = self.rest();
        let end = rest.iter().position(|&byte| !NAME[usize::from(byte)]);
        let word = self.take(end.unwrap_or(rest.len()))?;
        let is_name = rest.first().is_some_and(|first| !first.is_ascii_digit());
        (is_name && !word.is_empty())
            .then_some(word)
            .ok_or(NotCanonical)
    }

    /// Decimal digits as they are written: no sign but `-`, no zero in front.
    fn number(&mut self) -> Result<&'de str> {
        self.next();
        let rest = self.rest();
        let sign = usize::from(rest.first() == Some(&b'-'));
        let digits = rest[sign..].iter().take_while(|b| b.is_ascii_digit());
        let digits = digits.count();
        if digits == 0 || digits > 1 && rest[sign] == b'0' {
            return Err(NotCanonical);
        }
        self.take(sign + digits)
    }

    /// What is between quotes as far as it stands there as it is, and whether that is all of it.
    fn plain(&mut self) -> Result<(&'de str, bool)> {
        let rest = self.text.get(self.at..).ok_or(NotCanonical)?;
        let len = memchr2(b'"', b'\\', rest.as_bytes()).ok_or(NotCanonical)?;
        let (plain, behind) = rest.split_at(len);
        self.at += len + 1;
        Ok((plain, behind.starts_with('"')))
    }

    /// The rest of what is between quotes, behind the backslash that follows `plain`.
    fn unescaped(&mut self, plain: &str) -> Result<String> {
        let mut text = plain.to_owned();
        loop {
            text.push(self.escaped()?);
            let (plain, whole) = self.plain()?;
            text.push_str(plain);
            if whole {
                return Ok(text);
            }
        }
    }

    /// A value in brackets of its own.
    fn in_brackets<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        self.expect(b'(')?;
        let value = read(self)?;
        self.expect(b')')?;
        Ok(value)
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
                let len = memchr(b'}', self.rest()).filter(|len| (2..=7).contains(len));
                let digits = self.take(len.ok_or(NotCanonical)?)?;
                self.take(1)?;
                let digits = digits.strip_prefix('{').ok_or(NotCanonical)?;
                if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
                    return Err(NotCanonical);
                }
                let number = u32::from_str_radix(digits, 16).map_err(|_| NotCanonical)?;
                char::from_u32(number).ok_or(NotCanonical)?
            }
            _ => return Err(NotCanonical),
        })
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
    // None of these is ever written, and nothing that is written is passed over: see the writer.
    never!(
        deserialize_any,
        deserialize_f32,
        deserialize_f64,
        deserialize_char,
        deserialize_bytes,
        deserialize_byte_buf,
        deserialize_map,
        deserialize_ignored_any
    );

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.word()? {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            _ => Err(NotCanonical),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.expect(b'"')?;
        match self.plain()? {
            (text, true) => visitor.visit_borrowed_str(text),
            (plain, false) => visitor.visit_string(self.unescaped(plain)?),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_borrowed_str(self.word()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.word()? {
            "None" => visitor.visit_none(),
            "Some" => self.in_brackets(|reader| visitor.visit_some(reader)),
            _ => Err(NotCanonical),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.expect(b'(')?;
        // Nothing stands between them.
        if self.take(1)? != ")" {
            return Err(NotCanonical);
        }
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
        self.in_brackets(|reader| visitor.visit_newtype_struct(reader))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        Items::read(self, *b"[]", &[], |items| visitor.visit_seq(items))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value> {
        Items::read(self, *b"()", &[], |items| visitor.visit_seq(items))
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
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        Items::read(self, *b"()", names, |items| visitor.visit_map(items))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        visitor.visit_enum(self)
    }
}

/// A list, tuple or struct that is being read.
struct Items<'a, 'de> {
    reader: &'a mut Reader<'de>,
    /// The fields that may still come, if they come in the order in which they are written.
    names: &'static [&'static str],
    close: u8,
    first: bool,
}

impl<'a, 'de> Items<'a, 'de> {
    fn read<T>(
        reader: &'a mut Reader<'de>,
        [open, close]: [u8; 2],
        names: &'static [&'static str],
        visit: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        reader.expect(open)?;
        let mut items = Self {
            reader,
            names,
            close,
            first: true,
        };
        let value = visit(&mut items)?;
        // Whoever knows how many there are does not ask whether another follows.
        if items.goes_on()? {
            return Err(NotCanonical);
        }
        items.reader.expect(close)?;
        Ok(value)
    }

    /// Whether another item follows. A comma may stand behind the last one.
    #[inline]
    fn goes_on(&mut self) -> Result<bool> {
        let mut next = self.reader.next();
        if !std::mem::replace(&mut self.first, false) && next != Some(self.close) {
            self.reader.expect(b',')?;
            next = self.reader.next();
        }
        Ok(next != Some(self.close))
    }

    /// The name of the field that follows, with the colon behind it.
    fn name(&mut self) -> Result<&'de str> {
        let rest = self.reader.rest();
        // The colon first: most names are not as long as the one that is there.
        let written = self.names.iter().position(|name| {
            rest.get(name.len()) == Some(&b':') && rest.starts_with(name.as_bytes())
        });
        if let Some((name, names)) = written.and_then(|at| self.names[at..].split_first()) {
            self.names = names;
            self.reader.at += name.len() + 1;
            return Ok(name);
        }
        let name = self.reader.word()?;
        self.reader.expect(b':')?;
        Ok(name)
    }
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = NotCanonical;

    // Most lists have one item: room for one is asked for, and more only where there are more.
    fn size_hint(&self) -> Option<usize> {
        Some(1)
    }

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
        let name = self.name()?;
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
        if self.next() == Some(b'(') {
            return Err(NotCanonical);
        }
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value> {
        self.in_brackets(|reader| seed.deserialize(reader))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value> {
        Items::read(self, *b"()", &[], |items| visitor.visit_seq(items))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        Items::read(self, *b"()", names, |items| visitor.visit_map(items))
    }
}
