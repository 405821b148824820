//! Trusted IPs: ranges of addresses that are not asked for MFA (`facts/portal.md` 5).

use std::net::{IpAddr, Ipv4Addr};

/// Whether `ip` lies in one of `ranges`, written as `203.0.113.0/24`. IPv4 only, as the setting.
pub fn contains(ranges: &[String], ip: Option<IpAddr>) -> bool {
    let Some(IpAddr::V4(ip)) = ip else {
        return false;
    };
    ranges
        .iter()
        .filter_map(|range| parsed(range))
        .any(|(network, mask)| ip.to_bits() & mask == network & mask)
}

/// Network and mask.
fn parsed(range: &str) -> Option<(u32, u32)> {
    let (network, bits) = range.split_once('/')?;
    let network: Ipv4Addr = network.parse().ok()?;
    let bits: u32 = bits.parse().ok().filter(|bits| *bits <= 32)?;
    let mask = u32::MAX.checked_shl(32 - bits).unwrap_or(0);
    Some((network.to_bits(), mask))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("203.0.113.0/24", "203.0.113.9", true)]
    #[case("203.0.113.0/24", "203.0.114.9", false)]
    #[case("203.0.113.7/32", "203.0.113.7", true)]
    #[case("0.0.0.0/0", "198.51.100.1", true)]
    #[case("203.0.113.0/24", "2001:db8::1", false)]
    #[case("203.0.113.0/33", "203.0.113.0", false)]
    #[case("office", "203.0.113.0", false)]
    fn ranges(#[case] range: &str, #[case] ip: &str, #[case] trusted: bool) {
        assert_eq!(contains(&[range.to_owned()], ip.parse().ok()), trusted);
    }
}
