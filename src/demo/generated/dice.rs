//! Choices drawn from [`Entropy`].

use crate::domain::entropy::Entropy;

/// One user's random choices.
pub(super) struct Dice(Entropy);

impl Dice {
    pub(super) fn new(entropy: Entropy) -> Self {
        Self(entropy)
    }

    pub(super) fn entropy(&mut self) -> &mut Entropy {
        &mut self.0
    }

    /// A number from 0 to `limit` - 1; 0 where `limit` is 0. The bias of at most one in a million
    /// matters to no made-up tenant.
    pub(super) fn below(&mut self, limit: u32) -> u32 {
        let wide = u64::from(u32::from_le_bytes(self.0.bytes())) * u64::from(limit);
        u32::try_from(wide >> 32).unwrap_or_default()
    }

    /// True in `percent` of a hundred cases.
    pub(super) fn percent(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// One of `choices`, each equally likely. `choices` is not empty.
    pub(super) fn one_of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        let count = u32::try_from(choices.len()).unwrap_or(u32::MAX);
        &choices[self.below(count) as usize]
    }

    /// One of `choices`, as likely as its weight says. `choices` is not empty.
    pub(super) fn weighted<'a, T>(&mut self, choices: &'a [(T, u32)]) -> &'a T {
        let mut drawn = self.below(choices.iter().map(|(_, weight)| weight).sum());
        for (choice, weight) in choices {
            match drawn.checked_sub(*weight) {
                Some(rest) => drawn = rest,
                None => return choice,
            }
        }
        &choices[0].0
    }
}
