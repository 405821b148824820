//! Numbers as people read them.

use std::fmt::Display;

/// A whole number as it is read: `1,000,000`.
pub fn grouped(number: impl Display) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_in_groups_of_three() {
        let read = [0, 7, 999, 1000, 34_000, 1_000_000].map(grouped);
        assert_eq!(read, ["0", "7", "999", "1,000", "34,000", "1,000,000"]);
    }
}
