//! What lists show of a record, read off its line in one walk. Knows the fields of a record in the
//! one order and spelling that [`canonical::line`](crate::store::canonical) writes, and passes over
//! whatever no list shows; any other spelling is not taken, and the whole record has to be read.
//!
//! A text is passed over by its quotes. What is taken is what RON reads, because behind an odd quote
//! some moment would begin outside of a text, and no value does that begins with a digit and has a
//! quote behind it.

use enumset::{EnumSet, EnumSetType};
use memchr::{memchr, memchr2, memchr3};
use serde::Deserialize;
use serde::de::value::{Error, StrDeserializer};
use uuid::Uuid;

use super::head::State;
use crate::domain::id::UserId;
use crate::domain::method::{MethodKind, MethodKinds};
use crate::domain::phone::PhoneType;
use crate::domain::user::{PerUserMfa, UserType};

/// What lists show of one record.
pub(super) struct Seen<'a> {
    pub(super) id: UserId,
    /// Not looked at: perhaps no text.
    pub(super) upn: &'a [u8],
    /// The same.
    pub(super) name: &'a [u8],
    pub(super) state: State,
}

/// What lists show of `record`, a line without the comma behind it; `None`: it has to be read whole.
pub(super) fn scan(record: &[u8]) -> Option<Seen<'_>> {
    let mut line = Line(record);
    let seen = line.record()?;
    line.0.is_empty().then_some(seen)
}

/// How long the hash of a password is, as it is made here.
const HASH: usize =
    "$argon2id$v=19$m=19456,t=2,p=1$1234567890123456789012$1234567890123456789012345678901234567890123"
        .len();

/// What is left of a line.
struct Line<'a>(&'a [u8]);

impl<'a> Line<'a> {
    fn record(&mut self) -> Option<Seen<'a>> {
        self.expect(b"(id:\"")?;
        let id = self.id()?;
        self.expect(b"\",upn:\"")?;
        let upn = self.plain()?;
        self.expect(b",name:\"")?;
        let name = self.plain()?;
        let user_type = if self.takes(b",user_type:Guest") {
            UserType::Guest
        } else {
            UserType::Member
        };
        let blocked = self.takes(b",blocked:true");
        let synced = self.takes(b",synced:true");
        let roles = self.field(b",roles:[", Self::names)?;
        self.field(b",protections:[", |line| line.pass(memchr(b']', line.0)?))?;
        let mfa = match () {
            () if self.takes(b",mfa:Enforced") => PerUserMfa::Enforced,
            () if self.takes(b",mfa:Enabled") => PerUserMfa::Enabled,
            () => PerUserMfa::Disabled,
        };
        self.field(b",profile:(", Self::pass_profile)?;
        self.expect(b",password:(hash:\"")?;
        self.pass_hash()?;
        self.takes(b",must_change:true");
        self.expect(b",changed:\"")?;
        self.pass_time()?;
        self.expect(b")")?;
        let methods = self.field(b",methods:[", Self::methods)?;
        self.field(b",default_method:Some(", |line| {
            line.pass(memchr(b')', line.0)?)
        })?;
        let must_register_again = self.takes(b",must_register_again:true");
        self.takes(b",mfa_at_next_sign_in:true");
        let devices = self.field(b",devices:[", |line| line.count(Self::pass_device))?;
        let app_passwords = self.field(b",app_passwords:[", |line| line.count(Self::pass_item))?;
        self.field(b",lockout:(", Self::pass_fields)?;
        self.field(b",sessions_valid_from:Some(\"", Self::pass_some_time)?;
        self.expect(b",created:\"")?;
        self.pass_time()?;
        let deleted = self.takes(b",deleted:Some(\"");
        if deleted {
            self.pass_some_time()?;
        }
        self.expect(b")")?;
        Some(Seen {
            id,
            upn,
            name,
            state: State {
                methods,
                roles,
                app_passwords,
                devices,
                user_type,
                mfa,
                synced,
                blocked,
                must_register_again,
                deleted,
            },
        })
    }

    /// Whether these bytes come next; goes behind them then.
    #[inline]
    fn takes<const N: usize>(&mut self, text: &[u8; N]) -> bool {
        match self.0.split_first_chunk::<N>() {
            Some((first, rest)) if first == text => {
                self.0 = rest;
                true
            }
            _ => false,
        }
    }

    #[inline]
    fn expect<const N: usize>(&mut self, text: &[u8; N]) -> Option<()> {
        self.takes(text).then_some(())
    }

    /// What `read` gives where these bytes come next; a field that is left out has its default.
    #[inline]
    fn field<const N: usize, T: Default>(
        &mut self,
        text: &[u8; N],
        read: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        if self.takes(text) {
            read(self)
        } else {
            Some(T::default())
        }
    }

    /// Goes behind the byte at `at`.
    #[inline]
    fn pass(&mut self, at: usize) -> Option<()> {
        self.0 = self.0.get(at + 1..)?;
        Some(())
    }

    /// A text without escapes, up to its closing quote.
    #[inline]
    fn plain(&mut self) -> Option<&'a [u8]> {
        let len = memchr2(b'"', b'\\', self.0)?;
        let (text, rest) = self.0.split_at_checked(len)?;
        self.0 = rest.strip_prefix(b"\"")?;
        Some(text)
    }

    /// Passes over a text and its closing quote.
    #[inline]
    fn pass_text(&mut self) -> Option<()> {
        loop {
            let len = memchr2(b'"', b'\\', self.0)?;
            let is_end = self.0[len] == b'"';
            // What a backslash stands before does not end it.
            self.pass(if is_end { len } else { len + 1 })?;
            if is_end {
                return Some(());
            }
        }
    }

    /// Passes over a password's hash and its closing quote. Nearly all are of one length, and nobody
    /// can write what stands behind it into a text.
    #[inline]
    fn pass_hash(&mut self) -> Option<()> {
        match self.0.get(HASH..) {
            Some(rest) if rest.starts_with(b"\",changed:\"") => self.pass(HASH),
            _ => self.pass_text(),
        }
    }

    /// Passes over a moment and its closing quote.
    #[inline]
    fn pass_time(&mut self) -> Option<()> {
        let (text, rest) = self.0.split_first_chunk::<21>()?;
        self.0 = rest;
        (text[0].is_ascii_digit() && text[19..] == *b"Z\"").then_some(())
    }

    #[inline]
    fn pass_some_time(&mut self) -> Option<()> {
        self.pass_time()?;
        self.expect(b")")
    }

    /// Passes over an id and what begins it and stands behind it.
    #[inline]
    fn pass_id<const N: usize>(&mut self, behind: &[u8; N]) -> Option<()> {
        self.expect(b"(id:\"")?;
        let (_, rest) = self.0.split_first_chunk::<36>()?;
        self.0 = rest;
        self.expect(behind)
    }

    /// Passes over the profile: to its bracket before the password, which nobody can write into a
    /// text, because there the quote has a backslash before it.
    #[inline]
    fn pass_profile(&mut self) -> Option<()> {
        let mut from = 0;
        loop {
            let at = from + memchr(b'(', self.0.get(from..)?)?;
            let (before, behind) = self.0.split_at_checked(at)?;
            if let Some(profile) = before.strip_suffix(b"),password:")
                && behind.starts_with(b"(hash:\"")
            {
                return self.pass(profile.len());
            }
            from = at + 1;
        }
    }

    /// Passes over fields and the bracket that closes them.
    fn pass_fields(&mut self) -> Option<()> {
        if self.takes(b")") {
            return Some(());
        }
        let mut depth = 0_usize;
        loop {
            let at = memchr3(b'"', b'(', b')', self.0)?;
            let sign = self.0[at];
            self.pass(at)?;
            match sign {
                b'"' => self.pass_text()?,
                b'(' => depth += 1,
                _ if depth == 0 => return Some(()),
                _ => depth -= 1,
            }
        }
    }

    /// A name: whatever comes before one of these signs.
    #[inline]
    fn word(&mut self, [one, other]: [u8; 2]) -> Option<&'a str> {
        let len = memchr2(one, other, self.0)?;
        let (word, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        std::str::from_utf8(word).ok()
    }

    /// The names in a list, and its closing bracket.
    fn names<T: EnumSetType + for<'de> Deserialize<'de>>(&mut self) -> Option<EnumSet<T>> {
        let mut names = EnumSet::empty();
        loop {
            names.insert(named::<T>(self.word([b',', b']'])?)?);
            if self.takes(b"]") {
                return Some(names);
            }
            self.expect(b",")?;
        }
    }

    /// How many `item`s a list has; passes over its closing bracket.
    fn count(&mut self, item: impl Fn(&mut Self) -> Option<()>) -> Option<u16> {
        let mut count = 0_u16;
        loop {
            item(self)?;
            count = count.saturating_add(1);
            if self.takes(b"]") {
                return Some(count);
            }
            self.expect(b",")?;
        }
    }

    fn pass_item(&mut self) -> Option<()> {
        self.expect(b"(")?;
        self.pass_fields()
    }

    fn pass_device(&mut self) -> Option<()> {
        self.pass_id(b"\",name:\"")?;
        self.pass_text()?;
        self.expect(b",client:\"")?;
        self.pass_text()?;
        self.expect(b",since:\"")?;
        self.pass_time()?;
        self.expect(b",until:\"")?;
        self.pass_time()?;
        self.expect(b")")
    }

    /// The kinds in a list of methods, and its closing bracket.
    fn methods(&mut self) -> Option<MethodKinds> {
        let mut kinds = MethodKinds::empty();
        loop {
            self.pass_id(b"\",added:\"")?;
            self.pass_time()?;
            self.expect(b",detail:")?;
            kinds.insert(self.kind()?);
            self.expect(b")")?;
            if self.takes(b"]") {
                return Some(kinds);
            }
            self.expect(b",")?;
        }
    }

    /// The kind of one method: the name of its variant, but for telephones.
    #[inline]
    fn kind(&mut self) -> Option<MethodKind> {
        if self.takes(b"Phone(phone_type:") {
            let kind = named::<PhoneType>(self.word([b',', b','])?)?;
            self.expect(b",number:\"")?;
            self.pass_text()?;
            self.expect(b")")?;
            return Some(kind.into());
        }
        // Most have this one.
        if self.takes(b"MicrosoftAuthenticator(device:\"") {
            self.pass_text()?;
            self.pass_fields()?;
            return Some(MethodKind::MicrosoftAuthenticator);
        }
        let kind = named(self.word([b'(', b')'])?)?;
        if kind != MethodKind::QrCode {
            self.expect(b"(")?;
            self.pass_fields()?;
        }
        Some(kind)
    }

    /// An id in its one spelling: 32 hexadecimal digits, lower case, in five groups.
    #[inline]
    fn id(&mut self) -> Option<UserId> {
        let (text, rest) = self.0.split_first_chunk::<36>()?;
        self.0 = rest;
        let mut digits = [0; 32];
        digits[..8].copy_from_slice(&text[..8]);
        digits[8..12].copy_from_slice(&text[9..13]);
        digits[12..16].copy_from_slice(&text[14..18]);
        digits[16..20].copy_from_slice(&text[19..23]);
        digits[20..].copy_from_slice(&text[24..]);
        let hyphens = [text[8], text[13], text[18], text[23]] == [b'-'; 4];
        let mut halves = [0_u64; 2];
        for (at, eight) in digits.as_chunks::<8>().0.iter().enumerate() {
            let number = eight_digits(u64::from_be_bytes(*eight))?;
            halves[at / 2] = (halves[at / 2] << 32) | u64::from(number);
        }
        hyphens.then(|| UserId(Uuid::from_u64_pair(halves[0], halves[1])))
    }
}

/// The number that eight hexadecimal digits make, all of them at once.
#[inline]
fn eight_digits(text: u64) -> Option<u32> {
    const EACH: u64 = 0x0101_0101_0101_0101;
    // A letter is the only one of the two that has this bit, and is nine more than its low half.
    let letters = (text >> 6) & EACH;
    let values = (text & (0x0f * EACH)) + letters * 9;
    // Written again they are what they were, or they were no digits.
    let letters = ((values + 0x06 * EACH) >> 4) & EACH;
    if values + 0x30 * EACH + letters * 0x27 != text {
        return None;
    }
    let pairs = ((values >> 4) | values) & 0x00ff_00ff_00ff_00ff;
    let fours = ((pairs >> 8) | pairs) & 0x0000_ffff_0000_ffff;
    u32::try_from(((fours >> 16) | fours) & 0xffff_ffff).ok()
}

/// The variant of this name.
#[inline]
fn named<'a, T: Deserialize<'a>>(name: &'a str) -> Option<T> {
    T::deserialize(StrDeserializer::<Error>::new(name)).ok()
}
