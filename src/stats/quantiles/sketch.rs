//! Count values per bucket of the floating-point line.

use super::bucket::{Bucket, PAGES, SLOTS, ZERO};
use crate::simd::{self, Kernel};

/// Says that an octave has no page yet: beyond any page, also with a slot added.
const NONE: u32 = u32::MAX - SLOTS as u32;

/// The octaves whose values all count as zero: zeros and subnormals of either sign.
const ZEROS: [usize; 2] = [0, PAGES / 2];

/// The octaves of infinities and NaN of either sign.
const NON_FINITE: [usize; 2] = [PAGES / 2 - 1, PAGES - 1];

/// A histogram over the floating-point line whose pages are made when first needed.
#[derive(Clone, Debug)]
pub(super) struct Sketch {
    /// For every octave where its page begins in `counts`.
    starts: Box<[u32; PAGES]>,
    /// The pages one after the other. A quarter of the width of the totals, so that four times as much stays in the
    /// cache.
    counts: Vec<u16>,
    /// What overflowed out of `counts`; as long as `counts` was when the last bucket did.
    moved: Vec<u64>,
    min: f64,
    max: f64,
}

impl Sketch {
    /// A histogram of nothing.
    pub(super) fn new() -> Self {
        Self {
            starts: Box::new([NONE; PAGES]),
            counts: Vec::new(),
            moved: Vec::new(),
            min: f64::INFINITY,
            max: f64::NEG_INFINITY,
        }
    }

    /// Counts values.
    pub(super) fn update(&mut self, values: &[f64]) {
        (self.min, self.max) = simd::widest(Range {
            values,
            min: self.min,
            max: self.max,
        });
        simd::wide(Count {
            sketch: self,
            values,
        });
    }

    /// Counts the first value of an octave.
    #[cold]
    fn count_first(&mut self, bucket: Bucket) {
        let place = self.page(bucket.page()) + bucket.slot();
        self.counts[place] += 1;
    }

    /// Notes that the count at a place has run over.
    #[cold]
    fn run_over(&mut self, place: usize) {
        self.moved.resize(self.counts.len(), 0);
        self.moved[place] += 1 << u16::BITS;
    }

    /// Counts values that are not finite, without being shown them.
    pub(super) fn add_non_finite(&mut self, count: u64) {
        self.add(Bucket::at(NON_FINITE[0], 0), count);
    }

    /// Counts a finite value many times.
    pub(super) fn add_value(&mut self, value: f64, count: u64) {
        (self.min, self.max) = extend(self.min, self.max, value);
        self.add(Bucket::of(value), count);
    }

    /// Where the page of an octave begins; it is made if need be.
    fn page(&mut self, octave: usize) -> usize {
        if self.starts[octave] == NONE {
            #[allow(clippy::cast_possible_truncation, reason = "at most 2^24 buckets")]
            let start = self.counts.len() as u32;
            self.starts[octave] = start;
            self.counts.resize(self.counts.len() + SLOTS, 0);
        }
        self.starts[octave] as usize
    }

    /// Adds any number to a bucket.
    fn add(&mut self, bucket: Bucket, count: u64) {
        if count > 0 {
            let place = self.page(bucket.page()) + bucket.slot();
            self.moved.resize(self.counts.len(), 0);
            self.moved[place] += count;
        }
    }

    /// Takes the counts of other values.
    pub(super) fn merge(&mut self, other: &Self) {
        for octave in 0..PAGES {
            for (bucket, count) in other.octave(octave) {
                self.add(bucket, count);
            }
        }
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
    }

    /// The least and the greatest finite value; reversed infinities if there is none.
    pub(super) const fn range(&self) -> (f64, f64) {
        (self.min, self.max)
    }

    /// The number of values that are not finite.
    pub(super) fn non_finite(&self) -> u64 {
        self.total(NON_FINITE)
    }

    /// The buckets of finite values that are not empty, with their counts, by increasing value.
    pub(super) fn buckets(&self) -> impl Iterator<Item = (Bucket, u64)> {
        // Octaves with the sign bit come last in the table and run away from zero.
        let negative = (ZEROS[1] + 1..NON_FINITE[1])
            .rev()
            .flat_map(|o| self.octave(o).rev());
        let positive = (ZEROS[0] + 1..NON_FINITE[0]).flat_map(|o| self.octave(o));
        let zero = std::iter::once((ZERO, self.total(ZEROS)));
        negative
            .chain(zero)
            .chain(positive)
            .filter(|&(_, count)| count > 0)
    }

    /// The number of values in two octaves.
    fn total(&self, octaves: [usize; 2]) -> u64 {
        octaves
            .into_iter()
            .flat_map(|octave| self.octave(octave))
            .map(|(_, count)| count)
            .sum()
    }

    /// The buckets of one octave, by increasing magnitude.
    fn octave(&self, octave: usize) -> impl DoubleEndedIterator<Item = (Bucket, u64)> {
        let start = self.starts[octave] as usize;
        let page = self.counts.get(start..start + SLOTS).unwrap_or(&[]);
        page.iter().enumerate().map(move |(slot, &count)| {
            let moved = self.moved.get(start + slot).copied().unwrap_or(0);
            (Bucket::at(octave, slot), u64::from(count) + moved)
        })
    }
}

/// Counts values of octaves that mostly have their pages.
struct Count<'a> {
    sketch: &'a mut Sketch,
    values: &'a [f64],
}

impl Kernel for Count<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        const BLOCK: usize = 64;
        let mut buckets = [ZERO; BLOCK];
        for values in self.values.chunks(BLOCK) {
            // Numbering a block and counting it are loops of their own: the first becomes vector code.
            for (bucket, &value) in buckets.iter_mut().zip(values) {
                *bucket = Bucket::of(value);
            }
            for &bucket in &buckets[..values.len()] {
                let place = self.sketch.starts[bucket.page()] as usize + bucket.slot();
                match self.sketch.counts.get_mut(place) {
                    Some(count) => {
                        *count = count.wrapping_add(1);
                        if *count == 0 {
                            self.sketch.run_over(place);
                        }
                    }
                    None => self.sketch.count_first(bucket),
                }
            }
        }
    }
}

/// Extends a range by the finite values, in sixteen lanes.
struct Range<'a> {
    values: &'a [f64],
    min: f64,
    max: f64,
}

impl Kernel for Range<'_> {
    type Output = (f64, f64);

    #[inline(always)]
    fn run(self) -> (f64, f64) {
        const LANES: usize = 16;
        let (mut low, mut high) = ([self.min; LANES], [self.max; LANES]);
        let (blocks, rest) = self.values.as_chunks::<LANES>();
        for block in blocks {
            for lane in 0..LANES {
                (low[lane], high[lane]) = extend(low[lane], high[lane], block[lane]);
            }
        }
        for (lane, &value) in rest.iter().enumerate() {
            (low[lane], high[lane]) = extend(low[lane], high[lane], value);
        }
        // Adding 0 turns −0 into 0, so that the order of the values does not matter.
        let min = low.into_iter().fold(self.min, f64::min) + 0.0;
        let max = high.into_iter().fold(self.max, f64::max) + 0.0;
        (min, max)
    }
}

#[inline(always)]
fn extend(low: f64, high: f64, value: f64) -> (f64, f64) {
    // Subnormal numbers count as zero, here as in the buckets.
    let value = if value.abs() < f64::MIN_POSITIVE {
        0.0
    } else {
        value
    };
    let finite = value.abs() <= f64::MAX;
    let low = if finite && value < low { value } else { low };
    let high = if finite && value > high { value } else { high };
    (low, high)
}
