//! The one source of ids and generated secrets. Whoever runs the engine makes it: from the
//! operating system's randomness in earnest, from a number where a run has to repeat.

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use uuid::Uuid;

/// A stream of cryptographically strong random numbers.
#[derive(Debug, Clone)]
pub struct Entropy(ChaCha12Rng);

impl Entropy {
    /// The stream of this seed: 32 bytes of the operating system's randomness.
    pub fn from_bytes(seed: [u8; 32]) -> Self {
        Self(ChaCha12Rng::from_seed(seed))
    }

    /// The stream of a number, the same at every run. For demos and tests (`--seed`).
    pub fn from_seed(seed: u64) -> Self {
        Self(ChaCha12Rng::seed_from_u64(seed))
    }

    /// A stream of its own for one purpose, numbered `stream`: what is drawn from it does not
    /// depend on how much was drawn here. A preview can thus be made any number of times and the
    /// plan that is saved is still the one of that revision.
    #[must_use]
    pub fn fork(&self, stream: u64) -> Self {
        let mut rng = self.0.clone();
        rng.set_word_pos(0);
        rng.set_stream(stream);
        Self(rng)
    }

    /// A random (version 4) UUID.
    pub fn uuid(&mut self) -> Uuid {
        uuid::Builder::from_random_bytes(self.bytes()).into_uuid()
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.fill_bytes(&mut bytes);
        bytes
    }

    /// One character of `alphabet`, each equally likely. `alphabet` is ASCII and not empty.
    pub fn pick(&mut self, alphabet: &[u8]) -> char {
        let count = u32::try_from(alphabet.len()).unwrap_or(u32::MAX).max(1);
        // Numbers at or above the largest multiple of `count` would favour the first letters.
        let fair = u32::MAX - u32::MAX % count;
        loop {
            let number = self.0.next_u32();
            if number < fair {
                return alphabet
                    .get((number % count) as usize)
                    .map_or(' ', |&letter| letter as char);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_and_a_fork_does_not_depend_on_what_was_drawn() {
        let mut first = Entropy::from_seed(7);
        let second = Entropy::from_seed(7);
        let drawn = first.uuid();
        assert_eq!(drawn, second.clone().uuid());
        assert_eq!(first.fork(3).uuid(), second.fork(3).uuid());
        assert_ne!(first.fork(3).uuid(), second.fork(4).uuid());
    }
}
