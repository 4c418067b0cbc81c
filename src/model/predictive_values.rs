//! Whether a prediction can be drawn under a variant: its arguments at the points.

use super::formula::Formula;
use super::predictive::{Law, Prediction, Spread};
use super::values::Values;
use super::variant::{SelectionError, Uncertainty, Variant};
use super::{Kind, Model};
use crate::dist::varying::MOST_TRIALS;

/// Two statements of one expected value may differ by this share: by rounding of the arithmetic, not of people.
const TOLERANCE: f64 = 1e-9;

/// The part of a predictive table that something is said about.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part {
    /// The number of trials or individuals.
    Number,
    /// A probability, by place.
    Probability(usize),
    /// The standard deviation.
    Sd,
    /// A quantity, by place.
    Quantity(usize),
}

/// Why a prediction cannot be drawn.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    pub(super) part: Part,
    pub(super) message: String,
    pub(super) help: Option<String>,
    /// Whether the reason is that trials are drawn, which fixing them in the run resolves.
    pub(super) varies: bool,
}

impl Refusal {
    fn new(part: Part, message: String) -> Self {
        Self {
            part,
            message,
            help: None,
            varies: false,
        }
    }

    fn help(self, help: &str) -> Self {
        Self {
            help: Some(help.to_owned()),
            ..self
        }
    }
}

impl Model {
    /// Whether there is anything that a predictive run draws and an ordinary one does not.
    #[must_use]
    pub fn is_predictive(&self) -> bool {
        let mut variability = self.inputs.iter().filter(|i| i.kind == Kind::Variability);
        let drawn = variability.any(|i| i.prior.as_ref().is_some_and(|prior| !prior.is_fixed()));
        drawn || !self.predictions.is_empty()
    }

    /// Whether every prediction can be drawn under a variant.
    pub(super) fn check_predictions(&self, variant: &Variant) -> Result<(), SelectionError> {
        if !self.is_predictive() {
            return Err(SelectionError {
                message: "the case does not say what differs between the next clients".to_owned(),
                help: Some(
                    "add `[predictive.NAME]` tables, or a prior to an input of kind `variability`; or run without \
                     `--predictive`"
                        .to_owned(),
                ),
            });
        }
        for prediction in &self.predictions {
            if let Some(refusal) = refusals(self, variant, prediction).into_iter().next() {
                return Err(SelectionError {
                    message: format!("in this run, {} (`{}`)", refusal.message, prediction.name),
                    help: refusal.help,
                });
            }
        }
        Ok(())
    }
}

/// Everything that keeps a prediction from being drawn under a variant.
pub(super) fn refusals(model: &Model, variant: &Variant, prediction: &Prediction) -> Vec<Refusal> {
    let values = Values::new(&variant.points, &variant.derived, &model.derived_order);
    let mut found = Vec::new();
    if let Some(trials) = prediction.law.trials() {
        found.extend(trials_refusal(model, variant, trials, &values));
    }
    let Some(means) = means(prediction, &values, &mut found) else {
        return found;
    };
    for (place, (&derived, mean)) in prediction.quantities.iter().zip(means).enumerate() {
        let own = values.derived(derived);
        let same = (own - mean).abs() <= TOLERANCE * own.abs().max(mean.abs());
        if !same {
            let name = &model.derived[derived].name;
            let message =
                format!("`{name}` is {own} at the points, and trials times probability is {mean}");
            let help = "a quantity is drawn around its expected value: state it without rounding, or make the rounding an \
                        alternative of a switch";
            found.push(Refusal::new(Part::Quantity(place), message).help(help));
        }
    }
    found
}

/// Trials are whole, few enough, and the same in every draw; the number that another prediction draws will do as well.
fn trials_refusal(
    model: &Model,
    variant: &Variant,
    trials: &Formula,
    values: &Values<'_>,
) -> Option<Refusal> {
    if let Formula::Derived(index) = trials
        && let Some((other, _)) = model.prediction_of(*index)
        && !matches!(model.predictions[other].law, Law::MeanOf { .. })
    {
        return None;
    }
    match varying(model, variant, trials) {
        Some(Varying::Input(input)) => {
            let message = format!("the number of trials is drawn, because `{input}` is");
            let help = format!(
                "the next so many are a fixed number: run it with `--predictive --set {input}=…`"
            );
            return Some(Refusal {
                varies: true,
                ..Refusal::new(Part::Number, message).help(&help)
            });
        }
        Some(Varying::Prediction(quantity)) => {
            let message = format!("the number of trials is drawn, because `{quantity}` is");
            let help = format!(
                "trials are the same in every draw, or a predicted count by itself: `trials = \"{quantity}\"`"
            );
            return Some(Refusal::new(Part::Number, message).help(&help));
        }
        None => {}
    }
    let number = values.of(trials);
    if (0.0..=MOST_TRIALS).contains(&number) && number.fract() == 0.0 {
        return None;
    }
    let message = format!(
        "the number of trials is {number}: it must be whole and between 0 and {MOST_TRIALS}"
    );
    Some(Refusal::new(Part::Number, message).help("say how many there are, such as the next 100"))
}

/// What makes a formula differ between draws, by name.
enum Varying<'m> {
    /// An input that is drawn.
    Input(&'m str),
    /// A predicted quantity.
    Prediction(&'m str),
}

/// The first thing that makes a formula differ between draws.
fn varying<'m>(model: &'m Model, variant: &Variant, formula: &Formula) -> Option<Varying<'m>> {
    let mut seen = vec![false; variant.derived.len()];
    let mut pending = vec![formula];
    let mut found = None;
    while let Some(next) = pending.pop() {
        next.walk(&mut |part| match part {
            Formula::Input(index)
                if found.is_none()
                    && matches!(variant.uncertainties[*index], Uncertainty::Drawn(_)) =>
            {
                found = Some(Varying::Input(&model.inputs[*index].name));
            }
            Formula::Derived(index) if !seen[*index] => {
                seen[*index] = true;
                pending.push(&variant.derived[*index]);
                if model.prediction_of(*index).is_some() {
                    found = Some(Varying::Prediction(&model.derived[*index].name));
                }
            }
            _ => {}
        });
    }
    found
}

/// What trials and probabilities make the expected values of the quantities at the points; `None` where the quantities
/// themselves are the means.
fn means(
    prediction: &Prediction,
    values: &Values<'_>,
    found: &mut Vec<Refusal>,
) -> Option<Vec<f64>> {
    let own = |place: usize| values.derived(prediction.quantities[place]);
    match &prediction.law {
        Law::Binomial {
            trials,
            probability,
        } => {
            let share = values.of(probability);
            check_share(0, share, found)?;
            Some(vec![values.of(trials) * share])
        }
        Law::Multinomial {
            trials,
            probabilities,
        } => {
            let shares: Vec<f64> = probabilities.iter().map(|p| values.of(p)).collect();
            for (place, share) in shares.iter().enumerate() {
                check_share(place, *share, found)?;
            }
            let sum: f64 = shares.iter().sum();
            if (sum - 1.0).abs() > TOLERANCE {
                let message = format!("the probabilities sum to {sum} at the points, not to 1");
                let help = "write the last one as `\"rest\"`, which is what the others leave";
                let place = Part::Probability(shares.len() - 1);
                found.push(Refusal::new(place, message).help(help));
                return None;
            }
            let trials = values.of(trials);
            Some(shares.into_iter().map(|share| trials * share).collect())
        }
        Law::Poisson => {
            let mean = own(0);
            if mean.is_nan() || mean < 0.0 {
                let message =
                    format!("the mean of a Poisson is {mean} at the points: it is not negative");
                found.push(Refusal::new(Part::Quantity(0), message));
            }
            None
        }
        Law::MeanOf { number, sd, spread } => {
            found.extend(mean_refusals(
                own(0),
                [values.of(number), values.of(sd)],
                *spread,
            ));
            None
        }
    }
}

/// What keeps a mean of so many values with this spread from being drawn.
fn mean_refusals(mean: f64, [number, sd]: [f64; 2], spread: Spread) -> Vec<Refusal> {
    let mut found = Vec::new();
    if number.is_nan() || number <= 0.0 {
        let message = format!("a mean of {number} individuals: there must be some");
        found.push(Refusal::new(Part::Number, message));
    }
    if sd.is_nan() || sd < 0.0 {
        let message = format!("`sd` is {sd} at the points: a standard deviation is not negative");
        found.push(Refusal::new(Part::Sd, message));
    }
    if spread == Spread::Gamma && (mean.is_nan() || mean <= 0.0) {
        let message = format!("the mean of a gamma is {mean} at the points: it is positive");
        let help = "write `family = \"normal\"` for what may be 0 or negative";
        found.push(Refusal::new(Part::Quantity(0), message).help(help));
    }
    found
}

fn check_share(place: usize, share: f64, found: &mut Vec<Refusal>) -> Option<()> {
    // The rest of shares that sum to one but for rounding.
    if (-TOLERANCE..=1.0).contains(&share) {
        return Some(());
    }
    let message = format!("a probability is {share} at the points: it lies between 0 and 1");
    found.push(Refusal::new(Part::Probability(place), message));
    None
}
