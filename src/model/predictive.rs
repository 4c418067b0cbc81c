//! What a predictive run draws besides the parameters: derived quantities, around their expected values.
//!
//! An ordinary run asks how sure the mean result of a programme is; its derived quantities are expected values given the
//! parameters of a draw. A predictive run asks what the next so many clients will bring: the number of events among them is
//! drawn as well.

use super::formula::Formula;
use super::infer::{Scope, Type};
use super::names::{Names, unknown};
use super::predictive_values::{self, Part};
use super::{Model, Variant};
use crate::case::{self, BinaryOp, Case, Expr, PredictiveLaw, Spanned};
use crate::text::{Diagnostic, Diagnostics, Span};
use crate::unit::Unit;

/// Derived quantities that are drawn together around their expected values, in predictive runs only.
#[derive(Clone, Debug)]
pub struct Prediction {
    /// Its name: part of the address of its uniforms.
    pub name: String,
    /// The derived quantities, by index.
    pub quantities: Vec<usize>,
    /// How they are drawn.
    pub law: Law,
    /// What is drawn, in words.
    pub statement: String,
}

/// How a derived quantity is drawn around its expected value. Arguments are in base units.
#[derive(Clone, Debug, PartialEq)]
pub enum Law {
    /// A number of events among independent trials.
    Binomial {
        /// How many there are.
        trials: Formula,
        /// The probability of an event in each.
        probability: Formula,
    },
    /// Numbers in exclusive categories.
    Multinomial {
        /// How many there are.
        trials: Formula,
        /// The probability of each category, all of them: as many as quantities, or one more that no quantity counts.
        probabilities: Vec<Formula>,
    },
    /// A number of independent events whose mean is the quantity itself.
    Poisson,
    /// The mean of so many values that differ between individuals.
    MeanOf {
        /// How many individuals.
        number: Formula,
        /// Standard deviation between them.
        sd: Formula,
        /// The family of the mean.
        spread: Spread,
    },
}

/// The family of a mean of individual values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// Positive by its nature: costs, hours.
    Gamma,
    /// Of any sign: differences.
    Normal,
}

impl Law {
    /// As the case language writes it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Binomial { .. } => "binomial",
            Self::Multinomial { .. } => "multinomial",
            Self::Poisson => "poisson",
            Self::MeanOf { .. } => "mean_of",
        }
    }

    /// The formulas of its arguments.
    #[must_use]
    pub fn arguments(&self) -> Vec<&Formula> {
        match self {
            Self::Binomial {
                trials,
                probability,
            } => vec![trials, probability],
            Self::Multinomial {
                trials,
                probabilities,
            } => std::iter::once(trials).chain(probabilities).collect(),
            Self::Poisson => Vec::new(),
            Self::MeanOf { number, sd, .. } => vec![number, sd],
        }
    }

    /// The number of trials, where there are any.
    #[must_use]
    pub fn trials(&self) -> Option<&Formula> {
        match self {
            Self::Binomial { trials, .. } | Self::Multinomial { trials, .. } => Some(trials),
            Self::Poisson | Self::MeanOf { .. } => None,
        }
    }

    /// How many uniforms it takes. The last category of a multinomial is what the others leave.
    #[must_use]
    pub fn uniforms(&self) -> usize {
        match self {
            Self::Multinomial { probabilities, .. } => probabilities.len() - 1,
            _ => 1,
        }
    }
}

impl Prediction {
    /// The name under which its uniforms are drawn. No input can have it, because of the blanks.
    #[must_use]
    pub fn address(&self, uniform: usize) -> String {
        format!("predictive {} {uniform}", self.name)
    }
}

impl Model {
    /// The prediction that draws a derived quantity, by index, and its place among the quantities of that prediction.
    #[must_use]
    pub fn prediction_of(&self, derived: usize) -> Option<(usize, usize)> {
        let mut all = self.predictions.iter().enumerate();
        all.find_map(|(index, prediction)| {
            let mut quantities = prediction.quantities.iter();
            let place = quantities.position(|&quantity| quantity == derived)?;
            Some((index, place))
        })
    }
}

/// What the tables are checked against.
pub(super) struct Check<'a> {
    pub(super) case: &'a Case,
    pub(super) names: &'a Names,
    pub(super) scope: &'a Scope<'a>,
    /// What the case is per; `None` when that could not be read.
    pub(super) per: Option<&'a Unit>,
}

impl Check<'_> {
    /// Checks all tables; `None` for those with mistakes.
    pub(super) fn all(&self, diagnostics: &mut Diagnostics) -> Vec<Option<Prediction>> {
        let mut taken: Vec<(usize, Span)> = Vec::new();
        let tables = self.case.predictive.iter();
        tables
            .map(|table| self.table(table, &mut taken, diagnostics))
            .collect()
    }

    fn table(
        &self,
        table: &case::Predictive,
        taken: &mut Vec<(usize, Span)>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Prediction> {
        let quantities: Vec<Option<usize>> = table
            .quantities
            .iter()
            .map(|name| self.quantity(name, taken, diagnostics))
            .collect();
        let law = self.law(table, &quantities, diagnostics);
        let quantities: Vec<usize> = quantities.into_iter().collect::<Option<_>>()?;
        let law = law?;
        let names = quantities.iter().map(|&index| self.name(index));
        let statement = format!("{} {}", law.name(), names.collect::<Vec<_>>().join(", "));
        Some(Prediction {
            name: table.name.value.clone(),
            quantities,
            law,
            statement,
        })
    }

    fn name(&self, derived: usize) -> &str {
        &self.case.derived[derived].name.value
    }

    /// The derived quantity of that name, which no other table draws.
    fn quantity(
        &self,
        name: &Spanned<String>,
        taken: &mut Vec<(usize, Span)>,
        diagnostics: &mut Diagnostics,
    ) -> Option<usize> {
        let Some(index) = self.names.derived(&name.value) else {
            if self.names.input(&name.value).is_some() {
                let message = format!("`{}` is an input, not a derived quantity", name.value);
                let error = Diagnostic::error("predictive", message).at(name.span, "");
                diagnostics.push(error.help(
                    "predict a quantity under `[derived]`; an input of kind `variability` is drawn from its own prior",
                ));
            } else {
                let what = ("derived quantity", "derived");
                let known = self.names.derived_names();
                diagnostics.extend(unknown(what, name, known, &self.case.unread));
            }
            return None;
        };
        if let Some((_, earlier)) = taken.iter().find(|(other, _)| *other == index) {
            let message = format!("`{}` is predicted twice", name.value);
            let error = Diagnostic::error("predictive", message).at(name.span, "");
            diagnostics.push(error.and(*earlier, "also here"));
            return None;
        }
        taken.push((index, name.span));
        Some(index)
    }

    fn law(
        &self,
        table: &case::Predictive,
        quantities: &[Option<usize>],
        diagnostics: &mut Diagnostics,
    ) -> Option<Law> {
        match &table.law {
            PredictiveLaw::Binomial {
                trials,
                probability,
            } => {
                let trials = self.count(trials, diagnostics);
                let share = self.argument(probability, diagnostics);
                let (trials, share) = (trials?, share?);
                self.product(
                    (&trials.1, &share.1),
                    (quantities, probability.span),
                    diagnostics,
                )?;
                Some(Law::Binomial {
                    trials: trials.0,
                    probability: share.0,
                })
            }
            PredictiveLaw::Multinomial {
                trials,
                probabilities,
                rest,
            } => self.multinomial(
                table,
                (trials, probabilities, *rest),
                quantities,
                diagnostics,
            ),
            PredictiveLaw::Poisson => {
                for (index, written) in quantities.iter().zip(&table.quantities) {
                    let (unit, name) = (self.unit((*index)?)?, self.name((*index)?));
                    self.is_count(unit, name, written.span, diagnostics)?;
                }
                Some(Law::Poisson)
            }
            PredictiveLaw::MeanOf { number, sd, family } => {
                let is_normal = family.as_ref().is_some_and(|word| word.value == "normal");
                let spread = if is_normal {
                    Spread::Normal
                } else {
                    Spread::Gamma
                };
                self.mean_of((number, sd), spread, quantities, diagnostics)
            }
        }
    }

    fn mean_of(
        &self,
        (number, sd): (&Expr, &Expr),
        spread: Spread,
        quantities: &[Option<usize>],
        diagnostics: &mut Diagnostics,
    ) -> Option<Law> {
        let number = self.count(number, diagnostics);
        let own = self.argument(sd, diagnostics);
        let (number, own) = (number?, own?);
        for index in quantities.iter().flatten() {
            let unit = self.unit(*index)?;
            if let Some(found) = own.1.as_ref().filter(|own| !own.same_dimension(unit)) {
                let name = self.name(*index);
                let message = format!("`sd` must be in `{unit}` like `{name}`, found `{found}`");
                let error = Diagnostic::error("unit", message);
                diagnostics.push(error.at(sd.span, format!("{found}")));
                return None;
            }
        }
        Some(Law::MeanOf {
            number: number.0,
            sd: own.0,
            spread,
        })
    }

    fn multinomial(
        &self,
        table: &case::Predictive,
        (trials, probabilities, rest): (&Expr, &[Expr], Option<Span>),
        quantities: &[Option<usize>],
        diagnostics: &mut Diagnostics,
    ) -> Option<Law> {
        let trials = self.count(trials, diagnostics);
        let shares: Vec<_> = probabilities
            .iter()
            .map(|probability| self.argument(probability, diagnostics))
            .collect();
        let categories = probabilities.len() + usize::from(rest.is_some());
        let (counted, listed) = (quantities.len(), categories);
        if counted == 0 || listed < 2 || !(listed == counted || listed == counted + 1) {
            let message =
                format!("the number of probabilities is {listed}, of quantities {counted}");
            let help = "give one probability per quantity, and one more for a category that no quantity counts; they \
                        sum to one, and the last may be `\"rest\"`";
            let error = Diagnostic::error("predictive", message).at(table.span, "");
            diagnostics.push(error.help(help));
            return None;
        }
        let (trials, shares) = (trials?, shares.into_iter().collect::<Option<Vec<_>>>()?);
        for ((share, written), quantity) in shares.iter().zip(probabilities).zip(quantities) {
            let place = (std::slice::from_ref(quantity), written.span);
            self.product((&trials.1, &share.1), place, diagnostics)?;
        }
        let mut formulas: Vec<Formula> = shares.into_iter().map(|(formula, _)| formula).collect();
        if rest.is_some() {
            let one = Formula::Constant(1.0);
            let minus = |left, right: &Formula| {
                Formula::Binary(BinaryOp::Subtract, Box::new(left), Box::new(right.clone()))
            };
            formulas.push(formulas.iter().fold(one, minus));
        }
        Some(Law::Multinomial {
            trials: trials.0,
            probabilities: formulas,
        })
    }

    /// An argument with its unit; without one when it is 0, which fits any.
    fn argument(
        &self,
        expr: &Expr,
        diagnostics: &mut Diagnostics,
    ) -> Option<(Formula, Option<Unit>)> {
        let (formula, kind) = self.scope.infer(expr, diagnostics)?;
        match kind {
            Type::Quantity(unit) => Some((formula, Some(unit))),
            Type::Zero => Some((formula, None)),
            Type::Truth => {
                let message = "expected a number, found a comparison";
                diagnostics.push(Diagnostic::error("type", message).at(expr.span, ""));
                None
            }
        }
    }

    /// An argument that says how many there are.
    fn count(&self, expr: &Expr, diagnostics: &mut Diagnostics) -> Option<(Formula, Option<Unit>)> {
        let argument = self.argument(expr, diagnostics)?;
        if let Some(unit) = &argument.1 {
            self.is_count(unit, "this", expr.span, diagnostics)?;
        }
        Some(argument)
    }

    /// Things are counted in counting units, per what the case is per or a part of it: of `visit/client` in a case per year one
    /// would draw a single client's.
    fn is_count(
        &self,
        unit: &Unit,
        what: &str,
        span: Span,
        diagnostics: &mut Diagnostics,
    ) -> Option<()> {
        const MEASURED: [&str; 6] = ["EUR", "QALY", "hour", "day", "week", "year"];
        let per = self.per?;
        let counts = unit.factors().all(|(name, power)| {
            if power > 0 {
                !MEASURED.contains(&name)
            } else {
                per.power_of(name) >= -power
            }
        });
        if counts {
            return Some(());
        }
        let what = if what == "this" {
            what.to_owned()
        } else {
            format!("`{what}`")
        };
        let message = format!("{what} must be a number of people or things, found `{unit}`");
        let of_all = if per.is_dimensionless() {
            String::new()
        } else {
            format!(" per `{per}`")
        };
        let help = format!("state how many there are of all together{of_all}, not of one");
        let error = Diagnostic::error("unit", message).at(span, format!("{unit}"));
        diagnostics.push(error.help(help));
        None
    }

    /// Trials times probability is in the unit of the quantity.
    fn product(
        &self,
        (trials, probability): (&Option<Unit>, &Option<Unit>),
        (quantities, span): (&[Option<usize>], Span),
        diagnostics: &mut Diagnostics,
    ) -> Option<()> {
        let (Some(trials), Some(probability)) = (trials, probability) else {
            return Some(());
        };
        let product = trials.times(probability);
        for index in quantities.iter().flatten() {
            let unit = self.unit(*index)?;
            if !product.same_dimension(unit) {
                let message = format!(
                    "trials times probability must be in `{unit}` like `{}`, found `{product}`",
                    self.name(*index)
                );
                let error = Diagnostic::error("unit", message);
                diagnostics.push(error.at(span, format!("{probability}")));
                return None;
            }
        }
        Some(())
    }

    /// The unit of a derived quantity; `None` when its expression has a mistake, or is 0.
    fn unit(&self, derived: usize) -> Option<&Unit> {
        match self.scope.derived_types.get(derived)?.as_ref()? {
            Type::Quantity(unit) => Some(unit),
            _ => None,
        }
    }
}

/// Checks arguments at the points of the base case; trials that are drawn there may be fixed in a run, so they are only
/// reported.
pub(super) fn check_values(case: &Case, model: &Model, diagnostics: &mut Diagnostics) {
    let base: Variant = model.predictive_variant_of(None, &[], &[]);
    for (table, prediction) in case.predictive.iter().zip(&model.predictions) {
        for refusal in predictive_values::refusals(model, &base, prediction) {
            let span = place(table, refusal.part);
            let diagnostic = if refusal.varies {
                Diagnostic::warning("predictive", refusal.message)
            } else {
                Diagnostic::error("predictive", refusal.message)
            };
            diagnostics.push(diagnostic.at(span, "").maybe_help(refusal.help));
        }
    }
}

fn place(table: &case::Predictive, part: Part) -> Span {
    let written = match (&table.law, part) {
        (
            PredictiveLaw::Binomial { trials, .. } | PredictiveLaw::Multinomial { trials, .. },
            Part::Number,
        ) => Some(trials.span),
        (PredictiveLaw::MeanOf { number, .. }, Part::Number) => Some(number.span),
        (PredictiveLaw::MeanOf { sd, .. }, Part::Sd) => Some(sd.span),
        (PredictiveLaw::Binomial { probability, .. }, Part::Probability(_)) => {
            Some(probability.span)
        }
        (
            PredictiveLaw::Multinomial {
                probabilities,
                rest,
                ..
            },
            Part::Probability(place),
        ) => probabilities.get(place).map(|expr| expr.span).or(*rest),
        (_, Part::Quantity(place)) => table.quantities.get(place).map(|name| name.span),
        _ => None,
    };
    written.unwrap_or(table.name.span)
}
