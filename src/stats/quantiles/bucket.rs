//! Divide the floating-point line into buckets.
//!
//! The upper 23 bits of a double are its sign, its exponent and the 11 leading bits of its mantissa; they
//! number the buckets. All doubles of one sign and exponent, an *octave*, share a page of 2048 buckets.
//!
//! ```text
//!  63   62 ........ 52 51 .......... 41 40 ............ 0
//! ┌────┬──────────────┬────────────────┬─────────────────┐
//! │sign│   exponent   │ upper mantissa │ not looked at   │
//! └────┴──────────────┴────────────────┴─────────────────┘
//!  └──── page: 12 ───┘ └── slot: 11 ──┘
//! ```

/// Mantissa bits that tell buckets apart.
const SLOT_BITS: u32 = 11;

/// Bits of a double that do not matter.
const DROPPED: u32 = f64::MANTISSA_DIGITS - 1 - SLOT_BITS;

/// Buckets of one octave.
pub(super) const SLOTS: usize = 1 << SLOT_BITS;

/// Octaves, of both signs, those of zeros and of infinities included.
pub(super) const PAGES: usize = 1 << 12;

/// The first bucket of values with a minus sign.
#[allow(clippy::cast_possible_truncation, reason = "it is 2^22")]
const SIGN: u32 = (PAGES / 2 * SLOTS) as u32;

/// The bucket of zero, which it shares with the subnormal numbers of both signs.
pub(super) const ZERO: Bucket = Bucket(0);

/// Greatest width of a bucket of the sketch relative to the values in it: 2⁻¹¹.
pub const SKETCH_WIDTH: f64 = 1.0 / 2048.0;

/// The number of a bucket: the upper bits of the doubles in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bucket(u32);

impl Bucket {
    /// The bucket of a value.
    #[inline(always)]
    #[allow(clippy::cast_possible_truncation, reason = "23 bits are left")]
    pub(super) const fn of(value: f64) -> Self {
        Self((value.to_bits() >> DROPPED) as u32)
    }

    /// The bucket at a place of a page.
    #[inline(always)]
    #[allow(clippy::cast_possible_truncation, reason = "both are below 4096")]
    pub(super) const fn at(page: usize, slot: usize) -> Self {
        Self((page << SLOT_BITS | slot) as u32)
    }

    /// The number of the bucket of the positive values of its size.
    #[inline(always)]
    pub(super) const fn magnitude(self) -> u32 {
        self.0 % SIGN
    }

    /// Whether its values have a minus sign.
    #[inline(always)]
    pub(super) const fn is_negative(self) -> bool {
        self.0 >= SIGN
    }

    /// A number that grows with the values of the bucket.
    pub(super) const fn order(self) -> i64 {
        let magnitude = self.magnitude() as i64;
        if self.is_negative() {
            -magnitude
        } else {
            magnitude
        }
    }

    /// The octave of the bucket, below [`PAGES`].
    #[inline(always)]
    pub(super) const fn page(self) -> usize {
        (self.0 >> SLOT_BITS) as usize % PAGES
    }

    /// The place of the bucket in its octave, below [`SLOTS`].
    #[inline(always)]
    pub(super) const fn slot(self) -> usize {
        self.0 as usize % SLOTS
    }

    /// The least and the greatest value of the bucket, the greater magnitude itself excluded (it belongs
    /// to the next bucket). The bucket of zero is the point 0.
    pub(super) fn edges(self) -> (f64, f64) {
        if self == ZERO {
            return (0.0, 0.0);
        }
        let near = f64::from_bits(u64::from(self.0) << DROPPED);
        let far = f64::from_bits(u64::from(self.0 + 1) << DROPPED).clamp(-f64::MAX, f64::MAX);
        if near < 0.0 { (far, near) } else { (near, far) }
    }
}
