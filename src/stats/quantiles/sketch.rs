//! Count values per bucket of the floating-point line.

use super::bucket::{Bucket, PAGES, SLOTS, ZERO};
use crate::chunk::CHUNK;
use crate::simd::{self, Kernel};

/// Says that an octave has no page yet: beyond any page, also with a slot added.
const NONE: u32 = u32::MAX - SLOTS as u32;

/// The octaves whose values all count as zero: zeros and subnormals of either sign.
const ZEROS: [usize; 2] = [0, PAGES / 2];

/// The octaves of infinities and NaN of either sign.
const NON_FINITE: [usize; 2] = [PAGES / 2 - 1, PAGES - 1];

/// At most so many octaves of one sign lie in the window: nearly all values of most columns.
const WINDOW: u32 = 12;

/// Says that a value is not in the window: this and all beyond.
const FAR: u32 = 1 << 31;

/// A histogram over the floating-point line whose pages are made when first needed.
#[derive(Clone, Debug)]
pub(super) struct Sketch {
    /// For every octave where its page begins in `counts`.
    starts: Box<[u32; PAGES]>,
    /// The pages one after the other. An eighth of the width of the totals, so that eight times as much stays in the
    /// cache.
    counts: Vec<u8>,
    /// What overflowed out of each page of `counts`; empty where nothing has.
    moved: Vec<Vec<u64>>,
    window: Window,
    min: f64,
    max: f64,
}

/// Octaves from some magnitude on whose pages lie in a row, the negative ones after the positive ones: the place of a
/// value in them is arithmetic, which becomes vector code, where other octaves are looked up one value at a time.
#[derive(Clone, Copy, Debug)]
struct Window {
    /// The number of the first bucket.
    floor: u32,
    /// Buckets of one sign; 0 closes the window.
    width: u32,
    /// From a positive bucket to its negative; `FAR` if there are no negative octaves.
    negative: u32,
}

impl Window {
    /// The window for values that lie between these, mostly.
    fn around(min: f64, max: f64) -> Self {
        let octave = |x: f64| Bucket::of(x.abs()).page() as u32;
        let (low, high) = if min > 0.0 || max < 0.0 {
            let ends = [octave(min), octave(max)];
            (ends[0].min(ends[1]), ends[0].max(ends[1]))
        } else {
            (0, octave(min).max(octave(max)))
        };
        // One octave more on either side, but for zeros and what is not finite.
        let top = (high + 2).min(NON_FINITE[0] as u32);
        let bottom = low.saturating_sub(1).max(top.saturating_sub(WINDOW)).max(1);
        let width = top.saturating_sub(bottom) * SLOTS as u32;
        Self {
            floor: bottom * SLOTS as u32,
            width,
            negative: if min < 0.0 { width } else { FAR },
        }
    }

    /// Where a value is counted if it lies in the window, else `FAR` or beyond.
    #[inline(always)]
    fn place(self, value: f64) -> u32 {
        let bucket = Bucket::of(value);
        let inside = bucket.magnitude().wrapping_sub(self.floor);
        let sign = if bucket.is_negative() {
            self.negative
        } else {
            0
        };
        if inside < self.width {
            inside + sign
        } else {
            FAR
        }
    }
}

impl Sketch {
    /// A histogram of nothing, for values of which the most lie between these.
    pub(super) fn new(min: f64, max: f64) -> Self {
        let window = Window::around(min, max);
        let mut sketch = Self {
            starts: Box::new([NONE; PAGES]),
            counts: Vec::new(),
            moved: Vec::new(),
            window,
            min: f64::INFINITY,
            max: f64::NEG_INFINITY,
        };
        let octaves = || (window.floor..window.floor + window.width).step_by(SLOTS);
        for first in octaves() {
            sketch.page(first as usize / SLOTS);
        }
        if window.negative == window.width {
            for first in octaves() {
                sketch.page(PAGES / 2 + first as usize / SLOTS);
            }
        }
        sketch
    }

    /// Counts values.
    pub(super) fn update(&mut self, values: &[f64]) {
        (self.min, self.max) = simd::widest(Range {
            values,
            min: self.min,
            max: self.max,
        });
        let far = simd::wide(Count {
            sketch: self,
            values,
        });
        // Looking in vain costs more than not looking: a column with many zeros, or in an unusual order.
        if far > CHUNK / 8 {
            self.window.width = 0;
        }
    }

    /// Where a bucket is counted; beyond all pages if its octave has none.
    #[inline(always)]
    fn place(&self, bucket: Bucket) -> usize {
        self.starts[bucket.page()] as usize + bucket.slot()
    }

    /// Counts the first value of an octave.
    #[cold]
    fn count_first(&mut self, value: f64) {
        self.add(Bucket::of(value), 1);
    }

    /// Notes that the count at a place has run over.
    #[cold]
    fn run_over(&mut self, place: usize) {
        self.move_on(place, 1 << u8::BITS);
    }

    /// Adds to what overflowed at a place.
    fn move_on(&mut self, place: usize, count: u64) {
        let moved = &mut self.moved[place / SLOTS];
        moved.resize(SLOTS, 0);
        moved[place % SLOTS] += count;
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

    /// Makes the page of an octave if need be.
    fn page(&mut self, octave: usize) {
        if self.starts[octave] == NONE {
            #[allow(clippy::cast_possible_truncation, reason = "at most 2^24 buckets")]
            let start = self.counts.len() as u32;
            self.starts[octave] = start;
            self.counts.resize(self.counts.len() + SLOTS, 0);
            self.moved.push(Vec::new());
        }
    }

    /// Adds any number to a bucket.
    fn add(&mut self, bucket: Bucket, count: u64) {
        if count == 0 {
            return;
        }
        self.page(bucket.page());
        let place = self.place(bucket);
        let sum = u64::from(self.counts[place]) + count;
        #[allow(clippy::cast_possible_truncation, reason = "the rest is moved")]
        let kept = sum as u8;
        self.counts[place] = kept;
        if sum > u64::from(kept) {
            self.move_on(place, sum - u64::from(kept));
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

    /// The buckets of one octave, by increasing magnitude; stretches without a count are left out.
    fn octave(&self, octave: usize) -> impl DoubleEndedIterator<Item = (Bucket, u64)> {
        const STRETCH: usize = 32;
        let start = self.starts[octave] as usize;
        let page = self.counts.get(start..start + SLOTS).unwrap_or(&[]);
        let moved = self.moved.get(start / SLOTS).map_or(&[][..], Vec::as_slice);
        let stretches = page.chunks(STRETCH).enumerate();
        let counted = stretches.filter(move |(_, counts)| {
            let any = counts.iter().fold(0, |any, count| any | count);
            any > 0 || !moved.is_empty()
        });
        counted.flat_map(move |(stretch, counts)| {
            let slots = counts.iter().enumerate();
            slots.map(move |(place, &count)| {
                let slot = stretch * STRETCH + place;
                let moved = moved.get(slot).copied().unwrap_or(0);
                (Bucket::at(octave, slot), u64::from(count) + moved)
            })
        })
    }
}

/// Counts values, of which the most lie in the window, and says how many do not.
struct Count<'a> {
    sketch: &'a mut Sketch,
    values: &'a [f64],
}

impl Kernel for Count<'_> {
    type Output = usize;

    #[inline(always)]
    fn run(self) -> usize {
        const BLOCK: usize = 64;
        let (window, mut far) = (self.sketch.window, 0);
        let mut places = [FAR; BLOCK];
        for values in self.values.chunks(BLOCK) {
            // Finding the places of a block and counting there are loops of their own: the first becomes vector code.
            for (place, &value) in places.iter_mut().zip(values) {
                *place = window.place(value);
            }
            for (&place, &value) in places.iter().zip(values) {
                let place = if place >= FAR {
                    far += 1;
                    self.sketch.place(Bucket::of(value))
                } else {
                    place as usize
                };
                match self.sketch.counts.get_mut(place) {
                    Some(count) => {
                        *count = count.wrapping_add(1);
                        if *count == 0 {
                            self.sketch.run_over(place);
                        }
                    }
                    None => self.sketch.count_first(value),
                }
            }
        }
        far
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
