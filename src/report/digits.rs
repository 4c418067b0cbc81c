//! Prints numbers with the digits their error allows.
//!
//! A digit is printed when the 95 % half-width of the Monte Carlo error, 1.96 standard errors, is below one unit of it. Where
//! that would leave nothing of a number, its digits down to the leading one of the half-width are printed. Numbers without error (nothing was sampled) are printed with at most five significant digits, and whole euros.

use crate::math;
use crate::stats::Estimate;
use crate::text::Lang;

/// Half-width of a 95 % interval in standard errors.
const Z95: f64 = 1.959_963_984_540_054;

/// Decimals that an estimate allows: negative for tens, hundreds …
pub(super) fn decimals(estimate: Estimate) -> i32 {
    let half_width = Z95 * estimate.standard_error;
    let magnitude = if estimate.value == 0.0 {
        0
    } else {
        math::log10(estimate.value.abs()).floor() as i32
    };
    if half_width > 0.0 {
        let allowed = (-math::log10(half_width)).floor() as i32;
        let unit = math::pow(10.0, f64::from(-allowed));
        if estimate.value.abs() < unit {
            allowed + 1
        } else {
            allowed
        }
    } else if half_width.is_nan() {
        1 - magnitude
    } else {
        4 - magnitude
    }
}

/// A number with thousands separators.
#[must_use]
pub fn number(lang: Lang, estimate: Estimate) -> String {
    rounded(lang, estimate.value, decimals(estimate).clamp(-12, 6))
}

/// An amount in euros; cents are never printed for amounts of € 100 or more.
#[must_use]
pub fn euro(lang: Lang, estimate: Estimate) -> String {
    let limit = if estimate.value.abs() >= 100.0 { 0 } else { 2 };
    let digits = if estimate.standard_error == 0.0 {
        limit
    } else {
        decimals(estimate).clamp(-12, limit)
    };
    let text = rounded(lang, estimate.value, digits);
    match text.strip_prefix('−') {
        Some(positive) => format!("−€ {positive}"),
        None => format!("€ {text}"),
    }
}

/// A ratio as a percentage, which may be more than 100 %.
#[must_use]
pub fn percentage(lang: Lang, estimate: Estimate) -> String {
    let scaled = Estimate::new(estimate.value * 100.0, estimate.standard_error * 100.0);
    let most = if scaled.standard_error == 0.0 { 2 } else { 4 };
    format!(
        "{} %",
        rounded(lang, scaled.value, decimals(scaled).clamp(-12, most))
    )
}

/// A share as a percentage: one between none and all is never printed as either.
#[must_use]
pub fn percent(lang: Lang, estimate: Estimate) -> String {
    let scaled = Estimate::new(estimate.value * 100.0, estimate.standard_error * 100.0);
    // None or all of the draws: the 95 % limit is 3/n (rule of three), and the error stands for 1/n.
    let limit = 3.0 * scaled.standard_error;
    if limit >= 50.0 {
        return lang.pick("unknown", "onbekend").to_owned();
    }
    if limit > 0.0 && scaled.value == 0.0 {
        return format!("< {} %", error(lang, limit));
    }
    if limit > 0.0 && scaled.value == 100.0 {
        let decimals = (1.0 - math::log10(limit)).floor() as i32;
        return format!(
            "> {} %",
            rounded(lang, 100.0 - limit, decimals.clamp(0, 12))
        );
    }
    let most = if scaled.standard_error == 0.0 { 2 } else { 4 };
    let decimals = decimals(scaled).clamp(-1, most);
    // Nearly all is not all, and hardly any not none.
    let inside = 0.0 < scaled.value && scaled.value < 100.0;
    let honest = |decimals: &i32| {
        let unit = math::pow(10.0, f64::from(-*decimals));
        let text = (scaled.value / unit).round() * unit;
        !inside || (text > 0.0 && text < 100.0)
    };
    let decimals = (decimals..12).find(honest).unwrap_or(decimals);
    format!("{} %", rounded(lang, scaled.value, decimals))
}

/// A standard error with two significant digits.
#[must_use]
pub fn error(lang: Lang, standard_error: f64) -> String {
    if standard_error == 0.0 || !standard_error.is_finite() {
        return rounded(lang, standard_error, 0);
    }
    let magnitude = math::log10(standard_error).floor() as i32;
    if magnitude < -6 {
        return format!("{standard_error:.0e}");
    }
    rounded(lang, standard_error, (1 - magnitude).clamp(-12, 12))
}

/// A number without error, with at least so many significant digits: nothing before the decimal point is rounded away.
#[must_use]
pub fn significant(lang: Lang, value: f64, digits: i32) -> String {
    if value == 0.0 || !value.is_finite() {
        return rounded(lang, value, 0);
    }
    let magnitude = math::log10(value.abs()).floor() as i32;
    let text = rounded(lang, value, (digits - 1 - magnitude).clamp(0, 12));
    let point = lang.pick('.', ',');
    if text.contains(point) {
        text.trim_end_matches('0')
            .trim_end_matches(point)
            .to_owned()
    } else {
        text
    }
}

/// A number rounded to so many decimals, with thousands separators and a true minus sign, as the language writes it.
#[must_use]
pub fn rounded(lang: Lang, value: f64, decimals: i32) -> String {
    if value.is_nan() {
        return lang.pick("unknown", "onbekend").to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "∞" } else { "−∞" }.to_owned();
    }
    let text = if decimals >= 0 {
        format!("{:.*}", decimals.unsigned_abs() as usize, value.abs())
    } else {
        let unit = (0..decimals.unsigned_abs()).fold(1.0, |product, _| product * 10.0);
        format!("{:.0}", (value.abs() / unit).round() * unit)
    };
    let (comma, point) = lang.pick((',', '.'), ('.', ','));
    let (whole, fraction) = text
        .split_once('.')
        .map_or((text.as_str(), None), |(w, f)| (w, Some(f)));
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            grouped.push(comma);
        }
        grouped.push(digit);
    }
    if let Some(fraction) = fraction {
        grouped.push(point);
        grouped.push_str(fraction);
    }
    let is_zero = !grouped.contains(|c: char| c.is_ascii_digit() && c != '0');
    if value < 0.0 && !is_zero {
        format!("−{grouped}")
    } else {
        grouped
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Lang::{En, Nl};

    #[test]
    fn prints_what_the_error_allows() {
        assert_eq!(number(En, Estimate::new(1.2284, 0.0012)), "1.23");
        assert_eq!(number(En, Estimate::new(1.2284, 0.000_12)), "1.228");
        assert_eq!(euro(En, Estimate::new(305_106.23, 400.0)), "€ 305,000");
        assert_eq!(euro(En, Estimate::new(-305_106.23, 3.0)), "−€ 305,110");
        assert_eq!(euro(En, Estimate::exact(241_580.95)), "€ 241,581");
        assert_eq!(euro(En, Estimate::exact(14.86)), "€ 14.86");
        assert_eq!(percent(En, Estimate::new(0.6431, 0.0015)), "64 %");
        assert_eq!(percent(En, Estimate::new(0.6431, 0.000_15)), "64.3 %");
        assert_eq!(number(En, Estimate::new(3.1437, 0.043)), "3.1");
        assert_eq!(number(En, Estimate::new(3.1437, 0.06)), "3");
        assert_eq!(euro(En, Estimate::new(-677.0, 61.0)), "−€ 700");
        assert_eq!(percent(En, Estimate::new(2e-5, 1.4e-5)), "0.002 %");
    }

    #[test]
    fn no_share_is_printed_as_none_or_all() {
        assert_eq!(percent(En, Estimate::new(0.0, 1e-5)), "< 0.0030 %");
        assert_eq!(percent(En, Estimate::new(1.0, 1e-5)), "> 99.997 %");
        assert_eq!(percent(En, Estimate::exact(0.0)), "0.00 %");
    }

    #[test]
    fn dutch_numbers_have_a_decimal_comma() {
        assert_eq!(euro(Nl, Estimate::new(-305_106.23, 3.0)), "−€ 305.110");
        assert_eq!(euro(Nl, Estimate::exact(14.86)), "€ 14,86");
        assert_eq!(significant(Nl, 1_137.248, 5), "1.137,2");
        assert_eq!(significant(Nl, 2_000.0, 5), "2.000");
    }

    #[test]
    fn odd_numbers_are_said() {
        assert_eq!(rounded(En, f64::NAN, 2), "unknown");
        assert_eq!(rounded(En, f64::INFINITY, 2), "∞");
        assert_eq!(rounded(En, -0.001, 1), "0.0", "no minus zero");
        assert_eq!(significant(En, 0.069_96, 3), "0.07");
        assert_eq!(significant(En, 137.248, 5), "137.25");
        assert_eq!(significant(En, 0.0, 3), "0");
    }
}
