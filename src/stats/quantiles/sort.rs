//! Sort numbers by their bits.

/// Bits that one pass looks at.
const DIGIT: u32 = 8;

/// Values of a digit.
const VALUES: usize = 1 << DIGIT;

/// Passes over all bits of a double.
const PASSES: usize = (u64::BITS / DIGIT) as usize;

/// Below so many numbers, comparing them is faster.
const FEW: usize = 512;

/// Sorts in the order of [`f64::total_cmp`].
///
/// A radix sort from the lowest digit on: as many passes as there are digits that differ, whatever the numbers, where
/// comparing takes log₂ n steps of which half are mispredicted.
pub(super) fn sorted(mut values: Vec<f64>) -> Vec<f64> {
    if values.len() < FEW {
        values.sort_unstable_by(f64::total_cmp);
        return values;
    }
    let mut keys: Vec<u64> = values.iter().map(|&x| key(x)).collect();
    let mut spare = vec![0; keys.len()];
    let mut counts = [[0_usize; VALUES]; PASSES];
    for &key in &keys {
        for (pass, counts) in counts.iter_mut().enumerate() {
            counts[digit(key, pass)] += 1;
        }
    }
    for (pass, mut places) in counts.into_iter().enumerate() {
        if places.contains(&keys.len()) {
            continue;
        }
        let mut before = 0;
        for place in &mut places {
            before += std::mem::replace(place, before);
        }
        for &key in &keys {
            let place = &mut places[digit(key, pass)];
            spare[*place] = key;
            *place += 1;
        }
        std::mem::swap(&mut keys, &mut spare);
    }
    for (value, &key) in values.iter_mut().zip(&keys) {
        *value = from_key(key);
    }
    values
}

/// A number that grows with the double: the sign bit is turned over, and with it all others of negative numbers.
#[inline]
fn key(x: f64) -> u64 {
    let bits = x.to_bits();
    let negative = 0_u64.wrapping_sub(bits >> 63);
    bits ^ (negative | 1 << 63)
}

#[inline]
fn from_key(key: u64) -> f64 {
    let negative = (key >> 63).wrapping_sub(1);
    f64::from_bits(key ^ (negative | 1 << 63))
}

#[inline]
fn digit(key: u64, pass: usize) -> usize {
    (key >> (DIGIT as usize * pass)) as usize % VALUES
}

#[cfg(test)]
mod tests {
    use super::{FEW, sorted};

    /// Longer than what is compared.
    const MANY: usize = 2 * FEW;

    /// Around zero, of one exponent, of few values, over all magnitudes; up to and beyond the length that is compared.
    #[test]
    fn the_order_is_that_of_comparing() {
        let irregular = |i: usize| (i as f64 * 0.618_033_988_749_894_9).fract();
        let uniforms: Vec<f64> = (0..MANY).map(irregular).collect();
        let columns: [fn(f64) -> f64; 5] = [
            |u| u - 0.5,
            |u| 1.0 + u,
            |u| (8.0 * u).floor() - 3.0,
            |u| (u - 0.5) * crate::math::pow(10.0, 600.0 * u - 300.0),
            |_| 7.0,
        ];
        for column in columns {
            for length in [0, 1, FEW - 1, FEW, MANY] {
                let values: Vec<f64> = uniforms[..length].iter().map(|&u| column(u)).collect();
                let mut expected = values.clone();
                expected.sort_by(f64::total_cmp);
                let bits = |xs: &[f64]| xs.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
                assert_eq!(bits(&sorted(values)), bits(&expected));
            }
        }
    }
}
