//! Student's t distribution.

use super::check;
use super::curve::{Curve, student_tail};
use super::distribution::{Distribution, Draw, public_methods};
use super::notation::number;
use super::parameters::{Parameters, PriorError};
use super::probability::Probability;
use super::quantiles::Pair;
use super::sampler::Place;
use super::table::Shape;
use std::fmt;

/// A difference estimated from few observations, `StudentT(mean, se, df)`: effects of small trials.
///
/// The estimate plus `se` times Student's t: its 95 % interval is the one that a paper prints as estimate ± t·se.
/// With many degrees of freedom it is the [`super::Normal`].
///
/// # Parameters
///
/// mean: any number, the estimate; se > 0, its standard error, in the unit of the quantity; 2 < df ≤ 1e7, the degrees of
/// freedom of the standard error. `se` is the scale of the t, not the sd of this prior, which is wider. Also df with two
/// quantiles, for instance the 95 % interval.
///
/// # Moments
///
/// mean, sd = se·√(df/(df − 2)). Up to 2 degrees of freedom there is no sd: such priors are refused.
///
/// # Quantile
///
/// mean + se·t(p), by the quantile of the beta of t²/(df + t²); tabulated for sampling with |F(x) − u| below 1e-10.
///
/// # Errors
///
/// se ≤ 0; df ≤ 2 or above 1e7; numbers that are not finite; quantiles out of order.
///
/// # Example
///
/// ```
/// use sroi::dist::{Probability, StudentT};
/// let gain = StudentT::new(0.055, 0.035, 22.0).unwrap();
/// let low = gain.quantile(Probability::new(0.025));
/// assert!((low - (0.055 - 2.073_873_068 * 0.035)).abs() < 1e-10);
/// ```
///
/// # References
///
/// Student (1908), The probable error of a mean, Biometrika 6.
#[derive(Clone, Debug, PartialEq)]
pub struct StudentT {
    mean: f64,
    se: f64,
    df: f64,
}

impl StudentT {
    /// The distribution of `mean` + `se`·t with `df` degrees of freedom.
    ///
    /// # Errors
    ///
    /// Unless se > 0, 2 < df ≤ 1e7 and all are finite.
    pub fn new(mean: f64, se: f64, df: f64) -> Result<Self, PriorError> {
        let mean = check::finite("mean", mean)?;
        let se = check::spread("se", se)?;
        let df = check_df(df)?;
        Ok(Self { mean, se, df })
    }

    pub(crate) fn build(parameters: &Parameters) -> Result<Self, PriorError> {
        let df = check_df(parameters.number("df")?)?;
        if parameters.has("mean") {
            return Self::new(parameters.number("mean")?, parameters.number("se")?, df);
        }
        let pair = Pair::read(parameters)?;
        let [t1, t2] = pair.p.map(|p| standard(df, Probability::new(p)));
        let [q1, q2] = pair.q;
        let (mean, se) = (
            (q1 * t2 - q2 * t1) / (t2 - t1),
            check::positive(&pair.keys[1], (q2 - q1) / (t2 - t1))?,
        );
        let fit = Self::new(mean, se, df)?;
        pair.hit("student_t", |x| fit.cdf(x))?;
        Ok(fit)
    }

    /// The mean: the estimate.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// The scale: the standard error of the estimate.
    #[must_use]
    pub fn se(&self) -> f64 {
        self.se
    }

    /// The degrees of freedom.
    #[must_use]
    pub fn df(&self) -> f64 {
        self.df
    }

    /// The standard deviation, se·√(df/(df − 2)).
    #[must_use]
    pub fn sd(&self) -> f64 {
        self.se * (self.df / (self.df - 2.0)).sqrt()
    }

    /// P(X ≤ x).
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        student_tail(self.df, (x - self.mean) / self.se)
    }

    /// P(X > x).
    #[must_use]
    pub fn sf(&self, x: f64) -> f64 {
        student_tail(self.df, (self.mean - x) / self.se)
    }

    /// The x with P(X ≤ x) = p.
    #[must_use]
    pub fn quantile(&self, p: Probability) -> f64 {
        self.mean + self.se * standard(self.df, p)
    }

    /// All real numbers.
    #[must_use]
    pub fn support(&self) -> (f64, f64) {
        (f64::NEG_INFINITY, f64::INFINITY)
    }
}

/// The quantile of t with these degrees of freedom.
fn standard(df: f64, p: Probability) -> f64 {
    let t = if p.tail() > 0.0 {
        Curve::Student { df }.solve(p.tail(), None).x
    } else {
        f64::NEG_INFINITY
    };
    if p.is_upper() { -t } else { t }
}

fn check_df(df: f64) -> Result<f64, PriorError> {
    let df = check::positive("df", df)?;
    if !(df > 2.0) {
        let message = format!("`df` is {df}: up to 2 degrees of freedom there is no sd");
        return Err(PriorError::at("df", message)
            .help("so few observations need a prior with bounds, such as a pert"));
    }
    if !(df <= 1e7) {
        let message = format!("`df` is {df:e}: above 1e7 the t is the normal");
        return Err(PriorError::at("df", message).help("use `normal`"));
    }
    Ok(df)
}

impl Distribution for StudentT {
    fn family(&self) -> &'static str {
        "student_t"
    }

    public_methods!();

    fn scaled(&self, factor: f64) -> Self {
        Self {
            mean: self.mean * factor,
            se: self.se * factor,
            df: self.df,
        }
    }

    fn draw(&self) -> Draw {
        let (low, high) = self.support();
        Draw::Table(
            Shape::Student(self.df),
            Place {
                shift: self.mean,
                scale: self.se,
                low,
                high,
            },
        )
    }
}

impl fmt::Display for StudentT {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [mean, se, df] = [self.mean, self.se, self.df].map(number);
        write!(f, "Student t({mean}, se {se}, df {df})")
    }
}
