//! Six-digit codes by time (RFC 6238, on RFC 4226): software and hardware tokens, the
//! Authenticator's own codes, and the `otpauth://` address that an app scans.

use std::fmt;
use std::fmt::Write as _;

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha1::Sha1;

use super::entropy::Entropy;
use super::secret::Secret;
use super::time::Timestamp;

/// Seconds between two codes of an app.
pub const INTERVAL: u8 = 30;
/// Codes of so many steps before and after are taken, for clocks that are off.
const DRIFT: u64 = 1;
const DIGITS: u32 = 6;
/// Bytes of a generated key: those of a SHA-1 (RFC 4226, R6).
const KEY_BYTES: usize = 20;

/// What a token and its tenant share. It has to be kept as it is to make codes from it; nothing
/// prints it by accident.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seed {
    /// The shared key.
    key: Key,
    /// The step of the newest code that was used: neither it nor an older one is taken again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    used: Option<u64>,
}

/// The key, in Base32 where it is written.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Key(Vec<u8>);

/// Why a code is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadCode {
    /// It is another one.
    Wrong,
    /// It, or a newer one, was used before.
    Used,
}

impl Seed {
    /// A new key.
    pub fn generate(entropy: &mut Entropy) -> Self {
        Self {
            key: Key(entropy.bytes::<KEY_BYTES>().to_vec()),
            used: None,
        }
    }

    /// The key that `base32` spells, in either case, with or without blanks; `None`: it spells
    /// none.
    pub fn from_base32(base32: &str) -> Option<Self> {
        let key = Key::parse(base32)?;
        Some(Self { key, used: None })
    }

    /// The code of the step that `now` falls in.
    pub fn code_at(&self, now: Timestamp, interval: u8) -> Secret {
        Secret::new(self.code(step(now, interval)))
    }

    /// Whether `typed` is a code of this time; then the seed as it is after that use.
    pub fn accept(&self, typed: &str, now: Timestamp, interval: u8) -> Result<Self, BadCode> {
        let typed: String = typed.split_whitespace().collect();
        let now = step(now, interval);
        let mut steps = now.saturating_sub(DRIFT)..=now + DRIFT;
        let step = steps.find(|&step| self.code(step) == typed);
        match step {
            None => Err(BadCode::Wrong),
            Some(step) if self.used.is_some_and(|used| step <= used) => Err(BadCode::Used),
            Some(step) => Ok(Self {
                key: self.key.clone(),
                used: Some(step),
            }),
        }
    }

    /// The key in Base32, in groups of four: for an app that cannot scan.
    pub fn key(&self) -> Secret {
        let text = self.key.text();
        let groups: Vec<_> = text.as_bytes().chunks(4).collect();
        Secret::new(String::from_utf8_lossy(&groups.join(&b' ')))
    }

    /// From when on a code is taken again that no use before refuses.
    pub fn free_from(&self, interval: u8) -> Timestamp {
        let step = self.used.map_or(0, |used| used.saturating_add(1));
        let seconds = step.saturating_mul(u64::from(interval));
        Timestamp(i64::try_from(seconds).unwrap_or(i64::MAX))
    }

    /// What an app scans or is told: `otpauth://totp/Contoso:kim@contoso.com?secret=…`. It says
    /// nothing of SHA-1, six digits and 30 seconds: every app takes these where nothing is said, and
    /// a shorter address makes a smaller code to scan.
    pub fn uri(&self, issuer: &str, account: &str) -> Secret {
        let (issuer, account) = (escaped(issuer), escaped(account));
        let secret = self.key.text();
        Secret::new(format!(
            "otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}"
        ))
    }

    /// RFC 4226: the last half-byte of the hash says where to read 31 bits of it.
    fn code(&self, step: u64) -> String {
        // A key of any length will do.
        let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(&self.key.0) else {
            return String::new();
        };
        mac.update(&step.to_be_bytes());
        let hash = mac.finalize().into_bytes();
        let at = usize::from(hash.last().copied().unwrap_or(0) & 0xf);
        let read = hash.iter().skip(at).take(4);
        let number = read.fold(0_u32, |number, &byte| number << 8 | u32::from(byte));
        let code = (number & 0x7fff_ffff) % 10_u32.pow(DIGITS);
        format!("{code:06}")
    }
}

fn step(now: Timestamp, interval: u8) -> u64 {
    u64::try_from(now.0).unwrap_or(0) / u64::from(interval.max(1))
}

/// Percent-encoded: everything but letters, digits and `-._~`.
fn escaped(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String never fails.
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

impl Key {
    fn parse(text: &str) -> Option<Self> {
        let plain: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '=')
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let bytes = BASE32_NOPAD.decode(plain.as_bytes()).ok()?;
        (!bytes.is_empty()).then_some(Self(bytes))
    }

    fn text(&self) -> String {
        BASE32_NOPAD.encode(&self.0)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(hidden)")
    }
}

impl Serialize for Key {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            de::Error::custom("this key is no Base32: letters A to Z, digits 2 to 7")
        })
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    /// The key of the documents' examples: `12345678901234567890`.
    fn example() -> Seed {
        Seed::from_base32("gezd gnbv gy3t qojq GEZDGNBVGY3TQOJQ").unwrap()
    }

    /// RFC 6238, appendix B, the last six of eight digits.
    #[rstest]
    #[case(59, "287082")]
    #[case(1_111_111_109, "081804")]
    #[case(1_111_111_111, "050471")]
    #[case(1_234_567_890, "005924")]
    #[case(2_000_000_000, "279037")]
    #[case(20_000_000_000, "353130")]
    fn codes_are_those_of_the_document(#[case] now: i64, #[case] code: &str) {
        assert_eq!(example().code_at(Timestamp(now), 30).reveal(), code);
    }

    #[test]
    fn a_code_is_taken_one_step_early_and_one_step_late_and_only_once() {
        let seed = example();
        let code = seed.code_at(Timestamp(59), 30);
        for (now, taken) in [
            (29, true),
            (59, true),
            (89, true),
            (119, true),
            (120, false),
        ] {
            let accepted = seed.accept(code.reveal(), Timestamp(now), 30);
            // 59 is in step 1: taken in the steps 0, 1 and 2, from 0 to 89.
            assert_eq!(accepted.is_ok(), taken && now < 90, "at {now}");
        }
        let used = seed.accept(" 287 082 ", Timestamp(59), 30).unwrap();
        assert_eq!(used.accept("287082", Timestamp(61), 30), Err(BadCode::Used));
        let next = seed.code_at(Timestamp(61), 30);
        assert!(used.accept(next.reveal(), Timestamp(61), 30).is_ok());
        assert_eq!(
            used.accept("000000", Timestamp(61), 30),
            Err(BadCode::Wrong)
        );
    }

    #[test]
    fn a_token_of_60_seconds_keeps_its_code_for_a_minute() {
        let seed = example();
        let at = |now| seed.code_at(Timestamp(now), 60);
        assert_eq!(at(60), at(119));
        assert_ne!(at(60), at(120));
    }

    #[test]
    fn an_app_is_told_by_address() {
        assert_eq!(
            example().uri("Contoso & Co", "kim@contoso.com").reveal(),
            "otpauth://totp/Contoso%20%26%20Co:kim%40contoso.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Contoso%20%26%20Co"
        );
    }

    #[test]
    fn a_seed_is_written_in_base32_and_never_printed() {
        let text = ron::to_string(&example()).unwrap();
        assert_eq!(text, "(key:\"GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\")");
        assert_eq!(ron::from_str::<Seed>(&text).unwrap(), example());
        assert!(!format!("{:?}", example()).contains("GEZD"));
        assert!(ron::from_str::<Seed>("(key:\"18\")").is_err());
        assert_eq!(Seed::from_base32(""), None);
    }

    #[test]
    fn times_before_1970_make_a_code_too() {
        assert_eq!(example().code_at(Timestamp(-5), 30).reveal().len(), 6);
    }
}
