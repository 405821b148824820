//! Telephone numbers as the portal takes them: `+CC number`, with `xEXT` behind an office number
//! (S2, S3: "e.g. +1 4255551234"; D15).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::text::parsed;

/// Which of a user's three numbers a phone is. One of each at the most (D15).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PhoneType {
    /// Text messages and calls; also password reset.
    Mobile,
    /// Calls only; needs a mobile number beside it.
    AlternateMobile,
    /// Calls only; may carry an extension.
    Office,
}

impl PhoneType {
    /// All three, in the order the portal lists them.
    pub const ALL: [Self; 3] = [Self::Mobile, Self::AlternateMobile, Self::Office];

    /// The entry of the portal's "Phone type" list.
    pub fn label(self) -> &'static str {
        match self {
            Self::Mobile => "Mobile",
            Self::AlternateMobile => "Alternate mobile",
            Self::Office => "Office",
        }
    }
}

/// A number in the portal's format. Compared and stored in its one canonical spelling.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PhoneNumber {
    text: String,
}

/// Why a text is no telephone number, and what to type instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// Nothing typed yet.
    #[error("Type a number such as +1 4255551234.")]
    Empty,
    /// No country code.
    #[error("Start with + and the country code, such as +1 4255551234.")]
    NoPlus,
    /// The country code is not one to three digits, or starts with 0.
    #[error("The country code is one to three digits after the +, such as +1 or +44.")]
    CountryCode,
    /// No blank after the country code.
    #[error("Leave one blank between the country code and the number: +1 4255551234.")]
    NoBlank,
    /// Something other than digits in the number.
    #[error("After the country code only digits: no blanks, dashes or brackets.")]
    NotDigits,
    /// Fewer than 4 digits after the country code.
    #[error("The number is too short: at least 4 digits after the country code.")]
    TooShort,
    /// More than 15 digits in all (E.164).
    #[error("The number is too long: at most 15 digits with the country code.")]
    TooLong,
    /// An `x` that no 1 to 7 digits follow.
    #[error("The extension is x and one to seven digits, such as x123.")]
    Extension,
    /// An extension on a number that is not an office number.
    #[error("Only an office number can have an extension.")]
    ExtensionNotOffice,
}

impl PhoneNumber {
    /// The number as the portal shows it: `+1 4255551234x123`.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether an extension follows the number.
    pub fn has_extension(&self) -> bool {
        self.text.contains('x')
    }

    /// Reads a number that is to be a phone of type `phone_type`.
    pub fn parse_for(text: &str, phone_type: PhoneType) -> Result<Self, PhoneError> {
        let number: Self = text.parse()?;
        if number.has_extension() && phone_type != PhoneType::Office {
            return Err(PhoneError::ExtensionNotOffice);
        }
        Ok(number)
    }
}

impl FromStr for PhoneNumber {
    type Err = PhoneError;

    fn from_str(text: &str) -> Result<Self, PhoneError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(PhoneError::Empty);
        }
        let digits = text.strip_prefix('+').ok_or(PhoneError::NoPlus)?;
        let (country, rest) = digits.split_once(' ').ok_or_else(|| {
            let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
            if plain {
                PhoneError::NoBlank
            } else {
                PhoneError::CountryCode
            }
        })?;
        let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if !(1..=3).contains(&country.len()) || !all_digits(country) || country.starts_with('0') {
            return Err(PhoneError::CountryCode);
        }
        let (number, extension) = match rest.split_once(['x', 'X']) {
            Some((number, extension)) => (number, Some(extension)),
            None => (rest, None),
        };
        if !all_digits(number) {
            return Err(PhoneError::NotDigits);
        }
        if number.len() < 4 {
            return Err(PhoneError::TooShort);
        }
        if country.len() + number.len() > 15 {
            return Err(PhoneError::TooLong);
        }
        if extension.is_some_and(|ext| !(1..=7).contains(&ext.len()) || !all_digits(ext)) {
            return Err(PhoneError::Extension);
        }
        // Its only letter is the `x`.
        let text = text.to_ascii_lowercase();
        Ok(Self { text })
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl Serialize for PhoneNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

/// A number as a file has it; what is wrong is said with the text, since nobody just typed it.
struct Stored(PhoneNumber);

impl FromStr for Stored {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = text.parse().map(Self);
        number.map_err(|why: PhoneError| format!("`{text}`: {why}"))
    }
}

impl<'de> Deserialize<'de> for PhoneNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        parsed(deserializer).map(|Stored(number)| number)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("+1 4255551234", Ok("+1 4255551234"))]
    #[case("+1 7748933135", Ok("+1 7748933135"))]
    #[case("  +44 2079460000x123 ", Ok("+44 2079460000x123"))]
    #[case("", Err(PhoneError::Empty))]
    #[case("4255551234", Err(PhoneError::NoPlus))]
    #[case("+14255551234", Err(PhoneError::NoBlank))]
    #[case("+", Err(PhoneError::CountryCode))]
    #[case("+0 4255551234", Err(PhoneError::CountryCode))]
    #[case("+1 425 555 1234", Err(PhoneError::NotDigits))]
    #[case("+1 425-555", Err(PhoneError::NotDigits))]
    #[case("+1 123", Err(PhoneError::TooShort))]
    #[case("+123 1234567890123", Err(PhoneError::TooLong))]
    #[case("+1 4255551234x", Err(PhoneError::Extension))]
    fn numbers(#[case] text: &str, #[case] expected: Result<&str, PhoneError>) {
        let read = text.parse::<PhoneNumber>();
        assert_eq!(
            read.as_ref().map(PhoneNumber::as_str).map_err(|why| *why),
            expected
        );
    }

    #[test]
    fn only_an_office_number_has_an_extension() {
        let text = "+1 4255551234x5";
        assert!(PhoneNumber::parse_for(text, PhoneType::Office).is_ok());
        let refused = PhoneNumber::parse_for(text, PhoneType::Mobile);
        assert_eq!(refused, Err(PhoneError::ExtensionNotOffice));
    }
}
