//! Numbers by chance that come again with the same seed, so that a trial that fails can be run again as it was.

/// A stream of numbers. SplitMix64: short, and good enough to choose moments with.
#[derive(Debug, Clone)]
pub(crate) struct Seeded(u64);

impl Seeded {
    /// The stream of a seed.
    pub(crate) fn of(seed: u64) -> Self {
        Self(seed)
    }

    /// Another stream, for the part of this number.
    pub(crate) fn part(&self, number: u64) -> Self {
        let mut own = Self(self.0 ^ number.wrapping_mul(0xd1b5_4a32_d192_ed03));
        own.next();
        own
    }

    /// The next number.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below a bound; 0 where the bound is 0.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.next().checked_rem(bound).unwrap_or(0)
    }

    /// Yes, so many times in a hundred.
    pub(crate) fn in_a_hundred(&mut self, times: u64) -> bool {
        self.below(100) < times
    }
}
