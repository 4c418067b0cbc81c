//! From values to places, and round values to label.

use crate::math;
use crate::report::digits::rounded;
use crate::text::Lang;

/// A linear scale.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    /// Values at its ends.
    pub(super) domain: [f64; 2],
    /// Places of its ends.
    pub(super) range: [f64; 2],
}

/// A place on an axis with its value as it is written.
#[derive(Clone, Debug)]
pub(super) struct Tick {
    pub(super) at: f64,
    pub(super) label: String,
}

/// In what values are written: euros in thousands, shares in per cent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Written {
    /// What one of it is.
    pub(super) unit: f64,
    /// What follows every number.
    pub(super) suffix: &'static str,
}

impl Written {
    pub(super) const PLAIN: Self = Self {
        unit: 1.0,
        suffix: "",
    };
    pub(super) const PERCENT: Self = Self {
        unit: 0.01,
        suffix: " %",
    };

    /// Amounts up to so much: in euros, thousands or millions.
    pub(super) fn amounts(size: f64) -> Self {
        let unit = match size {
            size if size >= 2e6 => 1e6,
            size if size >= 1e4 => 1e3,
            _ => 1.0,
        };
        Self { unit, suffix: "" }
    }

    /// What amounts are in: "thousand euros".
    pub(super) fn euros(self, lang: Lang) -> &'static str {
        match self.unit {
            1e6 => lang.pick("million euros", "miljoen euro"),
            1e3 => lang.pick("thousand euros", "duizend euro"),
            _ => lang.pick("euros", "euro"),
        }
    }
}

impl Scale {
    /// The place of a value.
    pub(super) fn at(self, value: f64) -> f64 {
        let [low, high] = self.domain;
        let [from, to] = self.range;
        if high == low {
            return 0.5 * (from + to);
        }
        from + (value - low) / (high - low) * (to - from)
    }

    /// The place of a value, or of the end that it lies beyond.
    pub(super) fn within(self, value: f64) -> f64 {
        self.at(value.clamp(self.domain[0], self.domain[1]))
    }

    /// Round values within the domain, about so many.
    pub(super) fn ticks(self, lang: Lang, about: f64, written: Written) -> Vec<Tick> {
        let [low, high] = self.domain.map(|value| value / written.unit);
        let step = round_step((high - low) / about);
        if !step.is_finite() || step <= 0.0 {
            return Vec::new();
        }
        let decimals = (-math::log10(step).floor()).max(0.0) as i32;
        let first = (low / step - 1e-9).ceil();
        let count = ((high / step + 1e-9).floor() - first) as i64;
        let tick = |i: i64| {
            let value = (first + i as f64) * step;
            let text = rounded(lang, value, decimals.min(15));
            Tick {
                at: self.at(value * written.unit),
                label: format!("{text}{}", written.suffix),
            }
        };
        (0..=count.min(40)).map(tick).collect()
    }
}

/// The smallest 1, 2, 2.5 or 5 times a power of ten that is not below `step`.
pub(super) fn round_step(step: f64) -> f64 {
    let power = math::pow(10.0, math::log10(step).floor());
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0];
    let mut steps = steps.into_iter().map(|factor| factor * power);
    steps
        .find(|&round| round >= step * (1.0 - 1e-9))
        .unwrap_or(10.0 * power)
}

/// The least and the greatest of some values; nothing where there is no finite one.
pub(super) fn extent(values: impl Iterator<Item = f64>) -> Option<[f64; 2]> {
    let finite = values.filter(|value| value.is_finite());
    finite.fold(None, |extent, value| {
        let [low, high] = extent.unwrap_or([value, value]);
        Some([low.min(value), high.max(value)])
    })
}

/// A little room at both ends.
pub(super) fn padded([low, high]: [f64; 2], part: f64) -> [f64; 2] {
    let room = part * (high - low);
    if room == 0.0 {
        let room = 0.5 * low.abs().max(1.0);
        return [low - room, high + room];
    }
    [low - room, high + room]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        for domain in [
            [0.0, 1.0],
            [-3.2e5, 9.1e5],
            [0.31, 3.3],
            [1e-9, 3e-9],
            [1e12, 4e12],
        ] {
            let scale = Scale {
                domain,
                range: [10.0, 200.0],
            };
            let ticks = scale.ticks(Lang::En, 5.0, Written::PLAIN);
            assert!(
                (2..=9).contains(&ticks.len()),
                "{domain:?}: {}",
                ticks.len()
            );
            assert!(ticks.iter().all(|tick| (9.99..=200.01).contains(&tick.at)));
            let labels: Vec<&String> = ticks.iter().map(|tick| &tick.label).collect();
            let mut other = labels.clone();
            other.dedup();
            assert_eq!(labels, other, "{domain:?}");
        }
        let none = Scale {
            domain: [2.0, 2.0],
            range: [0.0, 1.0],
        };
        assert!(none.ticks(Lang::En, 5.0, Written::PLAIN).is_empty());
        assert_eq!(none.at(2.0), 0.5);
    }
}
