//! The one spelling of a time that the store writes, `2026-03-04T05:06:07Z`, read and written
//! several times as fast as any spelling can be. Whatever else a text says is left to `jiff`.

use super::{DAY, HOUR, MINUTE};

/// How long the spelling is, in bytes.
pub(super) const LEN: usize = 20;
/// Years that have four digits, without the last, in which `jiff`'s times end.
const YEARS: std::ops::RangeInclusive<i64> = 0..=9998;

/// The seconds since 1970 that `text` says in that spelling. `None`: it is in another one, or says
/// no time.
#[rustfmt::skip]
pub(super) fn read(text: &str) -> Option<i64> {
    let [c0, c1, y0, y1, b'-', m0, m1, b'-', d0, d1, b'T', h0, h1, b':', n0, n1, b':', s0, s1, b'Z'] =
        *text.as_bytes()
    else {
        return None;
    };
    let year = two(c0, c1)? * 100 + two(y0, y1)?;
    let (month, day) = (two(m0, m1)?, two(d0, d1)?);
    let (hour, minute, second) = (two(h0, h1)?, two(n0, n1)?, two(s0, s1)?);
    let is_date = YEARS.contains(&year)
        && (1..=12).contains(&month)
        && (1..=days_in(year, month)).contains(&day);
    let is_time = hour < 24 && minute < 60 && second < 60;
    (is_date && is_time)
        .then(|| days_before(year, month, day) * DAY + hour * HOUR + minute * MINUTE + second)
}

/// The number that two digits say.
fn two(tens: u8, ones: u8) -> Option<i64> {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    (tens < 10 && ones < 10).then(|| i64::from(tens * 10 + ones))
}

/// That spelling of `seconds` since 1970. `None`: the year has not four digits.
pub(super) fn write(seconds: i64) -> Option<[u8; LEN]> {
    let (year, month, day) = date(seconds.div_euclid(DAY));
    if !YEARS.contains(&year) {
        return None;
    }
    let of_day = seconds.rem_euclid(DAY);
    let mut text = *b"0000-00-00T00:00:00Z";
    let mut put = |at: usize, number: i64| {
        // All have two digits.
        let number = u8::try_from(number).unwrap_or_default();
        text[at] += number / 10;
        text[at + 1] += number % 10;
    };
    put(0, year / 100);
    put(2, year % 100);
    put(5, month);
    put(8, day);
    put(11, of_day / HOUR);
    put(14, of_day % HOUR / MINUTE);
    put(17, of_day % MINUTE);
    Some(text)
}

fn days_in(year: i64, month: i64) -> i64 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days in 400 years, after which the calendar repeats.
const ERA: i64 = 146_097;
/// Days from 1 March of the year 0 until 1970.
const UNTIL_1970: i64 = 719_468;

/// Days from 1970 until a date. Years begin in March here, so that a leap day is a year's last.
fn days_before(year: i64, month: i64, day: i64) -> i64 {
    let year = if month > 2 { year } else { year - 1 };
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * ERA + year * 365 + year / 4 - year / 100 + of_year - UNTIL_1970
}

/// The date that is `days` days behind 1 January 1970: the inverse of [`days_before`].
fn date(days: i64) -> (i64, i64, i64) {
    let days = days.saturating_add(UNTIL_1970);
    let (era, days) = (days.div_euclid(ERA), days.rem_euclid(ERA));
    let year = (days - days / 1460 + days / 36_524 - days / 146_096) / 365;
    let of_year = days - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let january = i64::from(month >= 10);
    (era * 400 + year + january, (month + 2) % 12 + 1, day)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn spelled(seconds: i64) -> String {
        let moment = jiff::Timestamp::from_second(seconds).unwrap();
        moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    fn read_by_jiff(text: &str) -> Option<i64> {
        let moment = text.parse::<jiff::Timestamp>().ok()?;
        Some(moment.as_second())
    }

    #[test]
    fn every_day_of_ten_thousand_years_is_spelled_and_read_as_jiff_does() {
        let first = read_by_jiff("0000-01-01T00:00:00Z").unwrap();
        let last = read_by_jiff("9998-12-31T00:00:00Z").unwrap();
        for midnight in (first..=last).step_by(usize::try_from(DAY).unwrap()) {
            // A time of the day that is another one each day.
            let seconds = midnight + midnight.rem_euclid(DAY + 1).min(DAY - 1);
            let text = write(seconds).unwrap();
            let text = std::str::from_utf8(&text).unwrap();
            assert_eq!(text, spelled(seconds));
            assert_eq!(read(text), Some(seconds), "{text}");
        }
        for beyond in [first - 1, last + DAY, i64::MIN, i64::MAX] {
            assert_eq!(write(beyond), None, "{beyond}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_read_of_a_text_jiff_reads_the_same(
            numbers in proptest::array::uniform6(0_u32..100),
            century in 0_u32..100,
            sign in 0..LEN,
            byte in any::<char>(),
        ) {
            let [year, month, day, hour, minute, second] = numbers;
            let text = format!(
                "{century:02}{year:02}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
                month % 16, day % 33, hour % 26, minute % 62, second % 62,
            );
            let jiff = read_by_jiff(&text).filter(|_| second % 62 < 60 && &text[..4] != "9999");
            prop_assert_eq!(read(&text), jiff, "{}", text);
            let mut other: Vec<char> = text.chars().collect();
            other[sign] = byte;
            let other = String::from_iter(other);
            if let Some(seconds) = read(&other) {
                prop_assert_eq!(Some(seconds), read_by_jiff(&other), "{}", other);
            }
        }
    }
}
