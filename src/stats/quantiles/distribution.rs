//! Answer questions about a collected distribution.

use super::bucket::{Bucket, ZERO};
use super::few::Few;
use super::real;
use super::sketch::Sketch;
use super::sort::sorted;
use crate::stats::{Estimate, Proportion};

/// The distribution of one column, ready to be asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution {
    order: Order,
    count: u64,
    non_finite: u64,
    min: f64,
    max: f64,
}

/// The values in their order.
#[derive(Clone, Debug, PartialEq)]
enum Order {
    /// All of them.
    Values(Vec<f64>),
    /// The different values, and how many lie up to each.
    Few {
        values: Vec<f64>,
        cumulative: Vec<u64>,
    },
    /// The buckets that are not empty, and how many values lie in each and in all those before it.
    Counts {
        buckets: Vec<Bucket>,
        cumulative: Vec<u64>,
    },
}

impl Distribution {
    /// Sorts finite values.
    pub(super) fn from_values(values: Vec<f64>, non_finite: u64) -> Self {
        let values = sorted(values);
        Self {
            count: values.len() as u64,
            non_finite,
            min: values.first().copied().unwrap_or(f64::NAN),
            max: values.last().copied().unwrap_or(f64::NAN),
            order: Order::Values(values),
        }
    }

    /// Adds up the counts of values that are few.
    pub(super) fn from_few(few: &Few) -> Self {
        let values: Vec<f64> = few.counts.iter().map(|(value, _)| *value).collect();
        let mut count = 0;
        let cumulated = few.counts.iter().map(|(_, more)| {
            count += more;
            count
        });
        let cumulative = cumulated.collect();
        Self {
            count,
            non_finite: few.non_finite,
            min: values.first().copied().unwrap_or(f64::NAN),
            max: values.last().copied().unwrap_or(f64::NAN),
            order: Order::Few { values, cumulative },
        }
    }

    /// Adds up the counts of a sketch.
    pub(super) fn from_sketch(sketch: &Sketch) -> Self {
        let (mut buckets, mut cumulative, mut count) = (Vec::new(), Vec::new(), 0);
        sketch.buckets().for_each(|(bucket, more)| {
            count += more;
            buckets.push(bucket);
            cumulative.push(count);
        });
        let (min, max) = if count == 0 {
            (f64::NAN, f64::NAN)
        } else {
            sketch.range()
        };
        let order = Order::Counts {
            buckets,
            cumulative,
        };
        Self {
            order,
            count,
            non_finite: sketch.non_finite(),
            min,
            max,
        }
    }

    /// The number of finite values.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// The number of values that are not finite; they take no part in anything else.
    #[must_use]
    pub const fn non_finite(&self) -> u64 {
        self.non_finite
    }

    /// The least value, exact in either mode; NaN if there is none.
    #[must_use]
    pub const fn min(&self) -> f64 {
        self.min
    }

    /// The greatest value, exact in either mode; NaN if there is none.
    #[must_use]
    pub const fn max(&self) -> f64 {
        self.max
    }

    /// The quantile at `p`: linear interpolation between the order statistics around (n − 1)p, counted
    /// from 0 (type 7 of Hyndman & Fan 1996; "linear" in numpy and polars).
    ///
    /// A sketch knows the bucket of every order statistic and takes those of one bucket as spread evenly
    /// over it, so that the relative error of an order statistic is below
    /// [`SKETCH_WIDTH`](super::SKETCH_WIDTH) always, and far less where values are dense. The ends are
    /// exact.
    ///
    /// # Error
    ///
    /// Half the distance between the quantiles δ = √(np(1 − p)) ranks below and above: the number of
    /// draws below the true quantile is binomial with that standard deviation, so the two ranks bound a
    /// 68 % interval without any density estimate (Conover 1999, "Practical nonparametric statistics";
    /// David & Nagaraja 2003, "Order statistics"). δ is taken as 1 if it is
    /// less, and where one of the ranks falls outside the sample the other distance stands alone; that far
    /// in the tail the error is a mere order of magnitude.
    ///
    /// Unknown if there are no values and if `p` is not in \[0, 1\]; the error is NaN with one value.
    #[must_use]
    pub fn quantile(&self, p: f64) -> Estimate {
        self.quantile_among(p, self.count)
    }

    /// The quantile at `p` of all values, where those that are not finite count as the largest: infinite, with an
    /// unknown error, from the first of them on.
    ///
    /// # Error
    ///
    /// As for [`quantile`](Self::quantile), n being the number of all values.
    #[must_use]
    pub fn quantile_of_all(&self, p: f64) -> Estimate {
        self.quantile_among(p, self.count + self.non_finite)
    }

    /// The quantile at `p` of `all` values, of which the finite ones are the smallest.
    fn quantile_among(&self, p: f64, all: u64) -> Estimate {
        if all == 0 || !(0.0..=1.0).contains(&p) {
            return Estimate::UNKNOWN;
        }
        let last = real(self.count) - 1.0;
        let rank = real(all - 1) * p;
        if rank > last {
            return Estimate::new(f64::INFINITY, f64::NAN);
        }
        let value = self.at_rank(rank);
        if self.count == 1 {
            return Estimate::new(value, f64::NAN);
        }
        let delta = (real(all) * p * (1.0 - p)).sqrt().max(1.0);
        let below = value - self.at_rank((rank - delta).max(0.0));
        let above = self.at_rank((rank + delta).min(last)) - value;
        let error = match (rank >= delta, rank + delta <= last) {
            (true, false) => below,
            (false, true) => above,
            _ => 0.5 * (below + above),
        };
        // Within an atom: is its end within three standard errors?
        let error = if error == 0.0 {
            let far = 3.0 * delta;
            let (low, high) = ((rank - far).max(0.0), (rank + far).min(last));
            (self.at_rank(high) - self.at_rank(low)) / 6.0
        } else {
            error
        };
        Estimate::new(value, error.hypot(self.resolution(value)))
    }

    /// What a sketch cannot tell about a value: how far the true order statistic may be from where interpolation puts it in
    /// its bucket. 0 if the values were kept.
    ///
    /// Where neighbouring buckets hold similar counts the density is nearly linear over the three, which moves values by at most
    /// an eighth of the bucket times its relative slope. A bucket that stands out may be an atom, or the whole column: then it is
    /// half of the bucket.
    #[must_use]
    pub fn resolution(&self, value: f64) -> f64 {
        let Order::Counts {
            buckets,
            cumulative,
        } = &self.order
        else {
            return 0.0;
        };
        if self.min.to_bits() == self.max.to_bits() || value == self.min || value == self.max {
            return 0.0;
        }
        let Some(place) = place_of(buckets, value) else {
            return 0.0;
        };
        let (low, high) = self.edges(buckets[place]);
        doubt(buckets, cumulative, place) * (high - low)
    }

    /// What a sketch cannot tell about the share of values up to `x`.
    fn share_resolution(&self, x: f64) -> f64 {
        let Order::Counts {
            buckets,
            cumulative,
        } = &self.order
        else {
            return 0.0;
        };
        if self.min.to_bits() == self.max.to_bits() || x < self.min || x >= self.max {
            return 0.0;
        }
        place_of(buckets, x).map_or(0.0, |place| {
            let own = real(count_of(cumulative, place));
            doubt(buckets, cumulative, place) * own / real(self.count)
        })
    }

    /// The share of values up to `x` inclusive, with the standard error of a [`Proportion`].
    ///
    /// A sketch counts whole buckets exactly and interpolates inside the bucket of `x`, so that it errs by
    /// no more than [`rank_error`](Self::rank_error). At 0 it is exact, hence so is the probability of a
    /// positive net benefit. Unknown if there are no values or `x` is NaN.
    #[must_use]
    pub fn cdf(&self, x: f64) -> Estimate {
        if self.count == 0 || x.is_nan() {
            return Estimate::UNKNOWN;
        }
        let hits = if x < self.min {
            0.0
        } else if x >= self.max {
            real(self.count)
        } else {
            self.values_up_to(x)
        };
        let estimate = Proportion::estimate_of(hits, real(self.count));
        let error = estimate.standard_error.hypot(self.share_resolution(x));
        Estimate::new(estimate.value, error)
    }

    /// A bound on the error of a [`cdf`](Self::cdf), and on how far the rank of a quantile may be from the
    /// one asked for, both as a share of all values: 0 if the values were kept, else the largest share of
    /// one bucket. NaN if there are no values.
    ///
    /// Zeros have a bucket of their own, which is exact and does not count; nor does a constant column.
    #[must_use]
    pub fn rank_error(&self) -> f64 {
        if self.count == 0 {
            return f64::NAN;
        }
        let Order::Counts {
            buckets,
            cumulative,
        } = &self.order
        else {
            return 0.0;
        };
        if self.min.to_bits() == self.max.to_bits() {
            return 0.0;
        }
        let mut before = 0;
        let mut largest = 0;
        for (&bucket, &after) in buckets.iter().zip(cumulative) {
            if bucket != ZERO {
                largest = largest.max(after - before);
            }
            before = after;
        }
        real(largest) / real(self.count)
    }

    /// The value at a rank between 0 and n − 1, interpolated between order statistics.
    fn at_rank(&self, rank: f64) -> f64 {
        let whole = rank.floor();
        let part = rank - whole;
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "within 0..count"
        )]
        let index = whole as u64;
        let low = self.order_statistic(index);
        if part == 0.0 {
            return low;
        }
        let high = self.order_statistic(index + 1);
        // Weights instead of low + part·(high − low), whose difference might overflow.
        (low * (1.0 - part) + high * part).clamp(low, high)
    }

    /// The value with `index` values before it; the last one beyond the end.
    #[allow(clippy::cast_possible_truncation, reason = "values lie in memory")]
    fn order_statistic(&self, index: u64) -> f64 {
        let index = index.min(self.count - 1);
        let (buckets, cumulative) = match &self.order {
            Order::Values(values) => return values[index as usize],
            Order::Few { values, cumulative } => {
                return values[cumulative.partition_point(|&count| count <= index)];
            }
            Order::Counts {
                buckets,
                cumulative,
            } => (buckets, cumulative),
        };
        if index == 0 {
            return self.min;
        }
        if index == self.count - 1 {
            return self.max;
        }
        let place = cumulative.partition_point(|&count| count <= index);
        let before = if place == 0 { 0 } else { cumulative[place - 1] };
        let inside = (real(index - before) + 0.5) / real(cumulative[place] - before);
        let (low, high) = self.edges(buckets[place]);
        (low + inside * (high - low)).clamp(low, high)
    }

    /// The number of values up to an `x` between the least and the greatest value.
    fn values_up_to(&self, x: f64) -> f64 {
        let (buckets, cumulative) = match &self.order {
            Order::Values(values) => {
                return real(values.partition_point(|&value| value <= x) as u64);
            }
            Order::Few { values, cumulative } => {
                let place = values.partition_point(|&value| value <= x);
                return real(if place == 0 { 0 } else { cumulative[place - 1] });
            }
            Order::Counts {
                buckets,
                cumulative,
            } => (buckets, cumulative),
        };
        let place = buckets.partition_point(|&bucket| self.edges(bucket).1 <= x);
        let before = if place == 0 { 0 } else { cumulative[place - 1] };
        let Some((&bucket, after)) = buckets.get(place).zip(cumulative.get(place)) else {
            return real(before);
        };
        let (low, high) = self.edges(bucket);
        // `x` may lie in the gap before the bucket.
        let inside = ((x - low) / (high - low)).max(0.0);
        real(before) + inside * real(after - before)
    }

    /// The edges of a bucket, no further than the values go.
    fn edges(&self, bucket: Bucket) -> (f64, f64) {
        let (low, high) = bucket.edges();
        (low.max(self.min).min(high), high.min(self.max).max(low))
    }
}

/// The bucket of a value, unless it is empty or that of zero, which is exact.
fn place_of(buckets: &[Bucket], value: f64) -> Option<usize> {
    let bucket = Bucket::of(value);
    let found = buckets.binary_search_by_key(&bucket.order(), |known| known.order());
    found.ok().filter(|_| bucket != ZERO)
}

fn count_of(cumulative: &[u64], place: usize) -> u64 {
    let before = if place == 0 { 0 } else { cumulative[place - 1] };
    cumulative[place] - before
}

/// By how much of a bucket linear interpolation may be wrong.
fn doubt(buckets: &[Bucket], cumulative: &[u64], place: usize) -> f64 {
    let count = |place: usize| real(count_of(cumulative, place));
    let (low, high) = buckets[place].edges();
    // A neighbour counts only if nothing lies in between.
    let beside = |place: Option<usize>, edge: f64| {
        let place = place.filter(|&place| place < buckets.len());
        place.map_or(0.0, |place| {
            let (low, high) = buckets[place].edges();
            if low == edge || high == edge {
                count(place)
            } else {
                0.0
            }
        })
    };
    let own = count(place);
    let below = beside(place.checked_sub(1), low);
    let above = beside(Some(place + 1), high);
    let similar = |other: f64| (0.25 * own..=4.0 * own).contains(&other);
    if similar(below) && similar(above) {
        (above - below).abs() / (16.0 * own)
    } else {
        0.5
    }
}
