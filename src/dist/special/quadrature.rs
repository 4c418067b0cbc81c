//! Gauss–Legendre quadrature of a decaying integrand, for tails whose series would be thousands of terms.

/// Positive nodes and weights of the 16-point rule on [−1, 1].
const RULE: [(f64, f64); 8] = [
    (0.095_012_509_837_637_44, 0.189_450_610_455_068_5),
    (0.281_603_550_779_258_9, 0.182_603_415_044_923_58),
    (0.458_016_777_657_227_37, 0.169_156_519_395_002_54),
    (0.617_876_244_402_643_8, 0.149_595_988_816_576_74),
    (0.755_404_408_355_003, 0.124_628_971_255_533_88),
    (0.865_631_202_387_831_8, 0.095_158_511_682_492_79),
    (0.944_575_023_073_232_6, 0.062_253_523_938_647_894),
    (0.989_400_934_991_649_9, 0.027_152_459_411_754_096),
];

/// Panels that the interval is cut into: each sees a drop of the integrand of about e¹³.
const PANELS: i32 = 3;

/// ∫₀ᴸ f(t) dt.
///
/// With f(t) falling from 1 to e^−38 no faster than a normal tail, the relative error is about 1e-15.
pub(crate) fn integrate(length: f64, f: impl Fn(f64) -> f64) -> f64 {
    let half = 0.5 * length / f64::from(PANELS);
    let mut sum = 0.0;
    for panel in (0..PANELS).rev() {
        let centre = half * f64::from(2 * panel + 1);
        for (node, weight) in RULE {
            sum += weight * (f(centre - half * node) + f(centre + half * node));
        }
    }
    sum * half
}

/// The t > 0 at which rate·t + curvature·t² reaches 38: beyond it an integrand is lost in rounding.
pub(crate) fn reach(rate: f64, curvature: f64) -> f64 {
    let rate = rate.max(0.0);
    76.0 / (rate + (rate * rate + 152.0 * curvature).sqrt())
}
