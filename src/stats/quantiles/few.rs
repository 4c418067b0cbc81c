//! Count values that are few: outcomes of a model with discrete inputs.

/// At most so many different values are counted one by one.
pub(super) const FEW: usize = 64;

/// Different values in increasing order, with their counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Few {
    pub(super) counts: Vec<(f64, u64)>,
    pub(super) non_finite: u64,
}

impl Few {
    /// Counts a value `count` times; false when it is one value too many, which is not counted.
    pub(super) fn add(&mut self, value: f64, count: u64) -> bool {
        if !value.is_finite() {
            self.non_finite += count;
            return true;
        }
        // Adding 0 turns −0 into 0.
        let value = value + 0.0;
        let place = self.counts.partition_point(|(known, _)| *known < value);
        if let Some((known, total)) = self.counts.get_mut(place)
            && *known == value
        {
            *total += count;
            return true;
        }
        let free = self.counts.len() < FEW;
        if free {
            self.counts.insert(place, (value, count));
        }
        free
    }
}
