//! Write numbers as a paper's parameter table prints them.

use crate::math;

/// A number with at least four significant digits: no trailing zeros, no digit before the point rounded
/// away, and no powers of ten between 1e-4 and 1e9.
pub(crate) fn number(x: f64) -> String {
    let size = x.abs();
    if x == 0.0 || !x.is_finite() {
        return format!("{}", if x == 0.0 { 0.0 } else { x });
    }
    if !(1e-4..1e9).contains(&size) {
        let text = format!("{x:.3e}");
        return match text.split_once('e') {
            Some((mantissa, exponent)) => format!("{}e{exponent}", trimmed(mantissa)),
            None => text,
        };
    }
    let magnitude = math::log10(size).floor();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 7"
    )]
    let decimals = (3.0 - magnitude).clamp(0.0, 8.0) as usize;
    trimmed(&format!("{x:.decimals$}")).to_owned()
}

fn trimmed(digits: &str) -> &str {
    if digits.contains('.') {
        digits.trim_end_matches('0').trim_end_matches('.')
    } else {
        digits
    }
}
