//! What kind of slip turns one number into another.

/// A slip of the pen or the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slip {
    /// 369 and 396: two neighbouring digits are transposed.
    Transposed,
    /// 17,970 and 19,970: one digit differs.
    OneDigit,
    /// 12 and −12.
    Sign,
    /// 1,200 and 120: a digit 0 too many or too few, or the decimal point moved.
    PowerOfTen,
}

/// The slip that turns `right` into `wrong`, both written with so many decimals.
///
/// ```
/// use sroi::analysis::{Slip, slip};
///
/// assert_eq!(slip(396.0, 369.0, 0), Some(Slip::Transposed));
/// assert_eq!(slip(19_970.0, 17_970.0, 0), Some(Slip::OneDigit));
/// assert_eq!(slip(500.0, 369.0, 0), None);
/// ```
#[must_use]
pub fn slip(wrong: f64, right: f64, decimals: usize) -> Option<Slip> {
    let text = |number: f64| format!("{:.decimals$}", number.abs());
    let (printed, needed) = (text(wrong), text(right));
    let signs_differ = (wrong < 0.0) != (right < 0.0);
    if printed == needed {
        return (signs_differ && right != 0.0).then_some(Slip::Sign);
    }
    if signs_differ || wrong == 0.0 || right == 0.0 {
        return None;
    }
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).collect::<Vec<_>>();
    let (printed, needed) = (digits(&printed), digits(&needed));
    let trimmed = |digits: &[u8]| {
        let text = String::from_utf8_lossy(digits);
        text.trim_matches('0').to_owned()
    };
    if trimmed(&printed) == trimmed(&needed) {
        return Some(Slip::PowerOfTen);
    }
    if printed.len() != needed.len() {
        return None;
    }
    let differ: Vec<usize> = (0..printed.len())
        .filter(|&i| printed[i] != needed[i])
        .collect();
    match differ.as_slice() {
        [_] => Some(Slip::OneDigit),
        &[i, j] if j == i + 1 && printed[i] == needed[j] && printed[j] == needed[i] => {
            Some(Slip::Transposed)
        }
        _ => None,
    }
}

/// How many decimals a number is printed with, six at most.
pub(super) fn decimals(number: f64) -> usize {
    let text = format!("{number:.6}");
    let text = text.trim_end_matches('0');
    text.split_once('.')
        .map_or(0, |(_, decimals)| decimals.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_told_apart() {
        assert_eq!(slip(24_905.0, 24_904.0, 0), Some(Slip::OneDigit));
        assert_eq!(slip(1.53, 1.35, 2), Some(Slip::Transposed));
        assert_eq!(slip(-36_136.0, 36_136.0, 0), Some(Slip::Sign));
        assert_eq!(slip(-19_970.0, -17_970.0, 0), Some(Slip::OneDigit));
        assert_eq!(slip(1_200.0, 120.0, 0), Some(Slip::PowerOfTen));
        assert_eq!(slip(12.34, 1.234, 3), Some(Slip::PowerOfTen));
        assert_eq!(slip(396.0, 963.0, 0), None, "three digits");
        assert_eq!(slip(312.0, 213.0, 0), None, "two, but not neighbours");
        assert_eq!(slip(-15.0, 16.0, 0), None);
        assert_eq!(slip(0.0, 7.0, 0), None);
        assert_eq!(slip(99.0, 100.0, 0), None);
    }

    #[test]
    fn decimals_as_printed() {
        assert_eq!(decimals(17_970.0), 0);
        assert_eq!(decimals(0.63), 2);
        assert_eq!(decimals(0.1 + 0.2), 1);
    }
}
