//! Count values per bucket of the floating-point line.

use super::bucket::{Bucket, PAGES, SLOTS, ZERO};

/// Says in the table that an octave has no page yet.
const NONE: u16 = u16::MAX;

/// The octaves whose values all count as zero: zeros and subnormals of either sign.
const ZEROS: [usize; 2] = [0, PAGES / 2];

/// The octaves of infinities and NaN of either sign.
const NON_FINITE: [usize; 2] = [PAGES / 2 - 1, PAGES - 1];

/// The counts of one octave.
type Page = [u64; SLOTS];

/// A histogram over the floating-point line whose pages are made when first needed.
#[derive(Clone, Debug)]
pub(super) struct Sketch {
    /// For every octave the index of its page.
    table: Box<[u16; PAGES]>,
    pages: Vec<Box<Page>>,
    min: f64,
    max: f64,
}

impl Sketch {
    /// A histogram of nothing.
    pub(super) fn new() -> Self {
        Self {
            table: Box::new([NONE; PAGES]),
            pages: Vec::new(),
            min: f64::INFINITY,
            max: f64::NEG_INFINITY,
        }
    }

    /// Counts values.
    #[inline]
    pub(super) fn update(&mut self, values: &[f64]) {
        self.extend_range(values);
        for &value in values {
            let bucket = Bucket::of(value);
            match self.pages.get_mut(usize::from(self.table[bucket.page()])) {
                Some(page) => page[bucket.slot()] += 1,
                None => self.count_first(bucket),
            }
        }
    }

    /// Counts the first value of an octave.
    #[cold]
    fn count_first(&mut self, bucket: Bucket) {
        self.page_mut(bucket.page())[bucket.slot()] = 1;
    }

    /// Counts values that are not finite, without being shown them.
    pub(super) fn add_non_finite(&mut self, count: u64) {
        if count > 0 {
            self.page_mut(NON_FINITE[0])[0] += count;
        }
    }

    /// The page of an octave, made if need be.
    fn page_mut(&mut self, octave: usize) -> &mut Page {
        let mut index = usize::from(self.table[octave]);
        if index >= self.pages.len() {
            index = self.pages.len();
            #[allow(clippy::cast_possible_truncation, reason = "there are 4096 octaves")]
            let entry = index as u16;
            self.table[octave] = entry;
            #[allow(clippy::large_stack_arrays, reason = "32 KiB, once per octave")]
            self.pages.push(Box::new([0; SLOTS]));
        }
        &mut self.pages[index]
    }

    /// Extends the range by the finite values, in eight lanes.
    #[inline]
    fn extend_range(&mut self, values: &[f64]) {
        const LANES: usize = 8;
        let (mut low, mut high) = ([self.min; LANES], [self.max; LANES]);
        let mut extend = |lane: usize, value: f64| {
            let finite = value.abs() <= f64::MAX;
            low[lane] = if finite && value < low[lane] {
                value
            } else {
                low[lane]
            };
            high[lane] = if finite && value > high[lane] {
                value
            } else {
                high[lane]
            };
        };
        let (blocks, rest) = values.as_chunks::<LANES>();
        for block in blocks {
            for (lane, &value) in block.iter().enumerate() {
                extend(lane, value);
            }
        }
        for (lane, &value) in rest.iter().enumerate() {
            extend(lane, value);
        }
        // Adding 0 turns −0 into 0, so that the order of the values does not matter.
        self.min = low.into_iter().fold(self.min, f64::min) + 0.0;
        self.max = high.into_iter().fold(self.max, f64::max) + 0.0;
    }

    /// Takes the counts of other values.
    pub(super) fn merge(&mut self, other: &Self) {
        for octave in 0..PAGES {
            if let Some(counts) = other.pages.get(usize::from(other.table[octave])) {
                let page = self.page_mut(octave);
                for (count, more) in page.iter_mut().zip(counts.iter()) {
                    *count += more;
                }
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
        let page = self.pages.get(usize::from(self.table[octave]));
        let counts = page.map_or(&[][..], |page| &page[..]);
        counts
            .iter()
            .enumerate()
            .map(move |(slot, &count)| (Bucket::at(octave, slot), count))
    }
}
