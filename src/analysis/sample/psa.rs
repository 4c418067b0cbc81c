//! A sample of a probabilistic sensitivity analysis, as other programs bring it.

use std::ops::Range;

use crate::text::{closest, listed};

/// Fewest draws of a sample: below, no spread is worth reporting.
const DRAWS_MIN: usize = 2;

/// A named column of draws.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// A value per draw.
    pub values: Vec<f64>,
}

impl Named {
    /// A column.
    #[must_use]
    pub fn new(name: impl Into<String>, values: Vec<f64>) -> Self {
        Self {
            name: name.into(),
            values,
        }
    }
}

/// The tables that make a sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// One column per uncertain input.
    Inputs,
    /// One column per option: effects, such as QALYs.
    Effects,
    /// One column per option: costs.
    Costs,
    /// One column per option: net benefit.
    NetBenefit,
}

impl Part {
    /// Its name in messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Inputs => "inputs",
            Self::Effects => "effects",
            Self::Costs => "costs",
            Self::NetBenefit => "net benefit",
        }
    }
}

/// Why tables do not make a sample.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PsaError {
    /// Two tables cannot belong to the same draws.
    #[error(
        "{} has {draws} rows and {} {other}: row i of every table must be draw i; bring tables of one analysis",
        .part.name(),
        .than.name()
    )]
    RowsDiffer {
        /// A table.
        part: Part,
        /// Its rows.
        draws: usize,
        /// Another table.
        than: Part,
        /// Its rows.
        other: usize,
    },
    /// No spread can be seen.
    #[error("{} has {draws} rows: at least {DRAWS_MIN} draws are needed", .part.name())]
    FewDraws {
        /// A table.
        part: Part,
        /// Its rows.
        draws: usize,
    },
    /// There is nothing to decide.
    #[error(
        "{} has {count} option: a decision needs at least two columns; add one for doing nothing, of zeros if need be",
        .part.name()
    )]
    FewOptions {
        /// A table.
        part: Part,
        /// Its columns.
        count: usize,
    },
    /// An option has effects and no costs, or the reverse.
    #[error(
        "option `{name}` is in {} and not in {}, which has {options}; both tables need the same column names",
        .part.name(),
        .lacks.name()
    )]
    OptionsDiffer {
        /// The option.
        name: String,
        /// Where it is.
        part: Part,
        /// Where it is not.
        lacks: Part,
        /// What is there instead.
        options: String,
    },
    /// A name cannot be told from another.
    #[error("{} has two columns named `{name}`; rename one", .part.name())]
    Repeated {
        /// A table.
        part: Part,
        /// The name.
        name: String,
    },
    /// Not a number.
    #[error(
        "{}, column `{name}`, draw {draw}: expected a finite number, found {value}; complete the draw or leave it out of every table",
        .part.name()
    )]
    NotFinite {
        /// A table.
        part: Part,
        /// The column.
        name: String,
        /// The draw, counted from 1.
        draw: usize,
        /// What is there.
        value: f64,
    },
    /// Inputs without uncertainty.
    #[error("{}: nothing can be learned about what does not vary; leave it out", constant(.inputs))]
    ConstantInputs {
        /// The inputs and their values.
        inputs: Vec<(String, f64)>,
    },
    /// No option of that name.
    #[error("there is no option `{name}`{}; expected {options}", suggestion(.close.as_deref()))]
    UnknownOption {
        /// What was asked for.
        name: String,
        /// What may have been meant.
        close: Option<String>,
        /// The options.
        options: String,
    },
    /// No input of that name.
    #[error("there is no input `{name}`{}; expected {inputs}", suggestion(.close.as_deref()))]
    UnknownInput {
        /// What was asked for.
        name: String,
        /// What may have been meant.
        close: Option<String>,
        /// The inputs.
        inputs: String,
    },
}

fn constant(inputs: &[(String, f64)]) -> String {
    let each = inputs
        .iter()
        .map(|(name, value)| format!("input `{name}` is {value} in every draw"));
    each.collect::<Vec<_>>().join(", ")
}

/// Names in a message: not all of them when there are many.
fn some<'a>(names: impl Iterator<Item = &'a str>) -> String {
    const SHOWN: usize = 12;
    let names: Vec<&str> = names.collect();
    match names.get(..SHOWN) {
        Some(first) if names.len() > SHOWN => {
            format!("`{}`, … ({} columns)", first.join("`, `"), names.len())
        }
        _ => listed(names),
    }
}

fn suggestion(close: Option<&str>) -> String {
    close.map_or_else(String::new, |close| format!(", did you mean `{close}`?"))
}

/// What an option brings in each draw; an entry per option.
#[derive(Clone, Debug)]
enum Outcome {
    EffectsAndCosts {
        effects: Vec<Vec<f64>>,
        costs: Vec<Vec<f64>>,
    },
    NetBenefit(Vec<Vec<f64>>),
}

/// A sample of a probabilistic sensitivity analysis: inputs and what every option brings, draw by draw.
///
/// Net benefit at willingness to pay k is NB = k·effect − cost. A sample that holds net benefits has no effects and costs, and k
/// means nothing to it.
///
/// # Example
///
/// ```
/// use sroi::analysis::sample::{Named, Psa};
///
/// let effects = vec![Named::new("usual", vec![1.0, 1.0]), Named::new("new", vec![1.2, 1.5])];
/// let costs = vec![Named::new("usual", vec![0.0, 0.0]), Named::new("new", vec![900.0, 1100.0])];
/// let psa = Psa::new(Vec::new(), effects, costs)?;
/// assert_eq!(psa.net_benefit(1, 2000.0), [1500.0, 1900.0]);
/// # Ok::<(), sroi::analysis::sample::PsaError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Psa {
    inputs: Vec<Named>,
    options: Vec<String>,
    outcome: Outcome,
    reference: usize,
    draws: usize,
}

impl Psa {
    /// A sample of effects and costs. The options stand in the order of the effects; the first is the reference.
    ///
    /// # Errors
    /// When the tables are not of the same draws and options, hold what is not a number, or leave nothing to analyse.
    pub fn new(
        inputs: Vec<Named>,
        effects: Vec<Named>,
        mut costs: Vec<Named>,
    ) -> Result<Self, PsaError> {
        check(Part::Effects, &effects)?;
        check(Part::Costs, &costs)?;
        same_draws(Part::Costs, &costs, Part::Effects, &effects)?;
        same_options(Part::Effects, &effects, Part::Costs, &costs)?;
        same_options(Part::Costs, &costs, Part::Effects, &effects)?;
        costs.sort_by_key(|column| effects.iter().position(|e| e.name == column.name));
        let (options, effects) = parted(effects);
        let (_, costs) = parted(costs);
        Self::checked(inputs, options, Outcome::EffectsAndCosts { effects, costs })
    }

    /// A sample of net benefits.
    ///
    /// # Errors
    /// As for [`Psa::new`].
    pub fn of_net_benefit(inputs: Vec<Named>, options: Vec<Named>) -> Result<Self, PsaError> {
        check(Part::NetBenefit, &options)?;
        let (options, values) = parted(options);
        Self::checked(inputs, options, Outcome::NetBenefit(values))
    }

    fn checked(
        inputs: Vec<Named>,
        options: Vec<String>,
        outcome: Outcome,
    ) -> Result<Self, PsaError> {
        let (part, draws) = match &outcome {
            Outcome::EffectsAndCosts { effects, .. } => (Part::Effects, effects[0].len()),
            Outcome::NetBenefit(values) => (Part::NetBenefit, values[0].len()),
        };
        check_names(Part::Inputs, &inputs)?;
        let mut constant = Vec::new();
        for input in &inputs {
            if input.values.len() != draws {
                return Err(PsaError::RowsDiffer {
                    part: Part::Inputs,
                    draws: input.values.len(),
                    than: part,
                    other: draws,
                });
            }
            check_finite(Part::Inputs, input)?;
            let value = input.values[0];
            if input.values.iter().all(|x| *x == value) {
                constant.push((input.name.clone(), value));
            }
        }
        if !constant.is_empty() {
            return Err(PsaError::ConstantInputs { inputs: constant });
        }
        Ok(Self {
            inputs,
            options,
            outcome,
            reference: 0,
            draws,
        })
    }

    /// The same sample with another option as the reference of increments.
    ///
    /// # Errors
    /// When there is no option of that name.
    pub fn with_reference(mut self, name: &str) -> Result<Self, PsaError> {
        self.reference = self.option(name)?;
        Ok(self)
    }

    /// Number of draws.
    #[must_use]
    pub const fn draws(&self) -> usize {
        self.draws
    }

    /// The inputs.
    #[must_use]
    pub fn inputs(&self) -> &[Named] {
        &self.inputs
    }

    /// The names of the options.
    #[must_use]
    pub fn options(&self) -> &[String] {
        &self.options
    }

    /// The option that increments are taken against.
    #[must_use]
    pub const fn reference(&self) -> usize {
        self.reference
    }

    /// The options other than the reference.
    pub fn others(&self) -> impl Iterator<Item = usize> + use<> {
        let reference = self.reference;
        (0..self.options.len()).filter(move |option| *option != reference)
    }

    /// Whether effects and costs are known, so that willingness to pay means something.
    #[must_use]
    pub const fn has_effects(&self) -> bool {
        matches!(self.outcome, Outcome::EffectsAndCosts { .. })
    }

    /// Effects and costs of an option, where they are known.
    #[must_use]
    pub fn effect_and_cost(&self, option: usize) -> Option<(&[f64], &[f64])> {
        match &self.outcome {
            Outcome::EffectsAndCosts { effects, costs } => Some((&effects[option], &costs[option])),
            Outcome::NetBenefit(_) => None,
        }
    }

    /// The index of an option.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn option(&self, name: &str) -> Result<usize, PsaError> {
        let names = || self.options.iter().map(String::as_str);
        names()
            .position(|option| option == name)
            .ok_or_else(|| PsaError::UnknownOption {
                name: name.to_owned(),
                close: closest(name, names()).map(str::to_owned),
                options: some(names()),
            })
    }

    /// The index of an input.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn input(&self, name: &str) -> Result<usize, PsaError> {
        let names = || self.inputs.iter().map(|input| input.name.as_str());
        names()
            .position(|input| input == name)
            .ok_or_else(|| PsaError::UnknownInput {
                name: name.to_owned(),
                close: closest(name, names()).map(str::to_owned),
                inputs: some(names()),
            })
    }

    /// The net benefit of an option at willingness to pay `wtp`, in every draw.
    #[must_use]
    pub fn net_benefit(&self, option: usize, wtp: f64) -> Vec<f64> {
        let mut values = vec![0.0; self.draws];
        self.fill(option, wtp, 0..self.draws, &mut values);
        values
    }

    /// The net benefit of an option in a range of draws.
    pub(super) fn fill(&self, option: usize, wtp: f64, draws: Range<usize>, out: &mut [f64]) {
        match &self.outcome {
            Outcome::EffectsAndCosts { effects, costs } => {
                let (effects, costs) = (&effects[option][draws.clone()], &costs[option][draws]);
                for ((out, e), c) in out.iter_mut().zip(effects).zip(costs) {
                    *out = wtp * e - c;
                }
            }
            Outcome::NetBenefit(values) => out.copy_from_slice(&values[option][draws]),
        }
    }

    /// The columns that are linear in what is known, for moments: differences of effects and of costs (or of net benefits) of every
    /// option from the first.
    pub(super) fn raw(&self) -> Vec<&[Vec<f64>]> {
        match &self.outcome {
            Outcome::EffectsAndCosts { effects, costs } => vec![effects, costs],
            Outcome::NetBenefit(values) => vec![values],
        }
    }
}

fn parted(columns: Vec<Named>) -> (Vec<String>, Vec<Vec<f64>>) {
    columns
        .into_iter()
        .map(|column| (column.name, column.values))
        .unzip()
}

/// What holds for a table of options by itself.
fn check(part: Part, columns: &[Named]) -> Result<(), PsaError> {
    if columns.len() < 2 {
        return Err(PsaError::FewOptions {
            part,
            count: columns.len(),
        });
    }
    check_names(part, columns)?;
    let draws = columns[0].values.len();
    if draws < DRAWS_MIN {
        return Err(PsaError::FewDraws { part, draws });
    }
    same_draws(part, columns, part, columns)?;
    columns.iter().try_for_each(|c| check_finite(part, c))
}

fn check_names(part: Part, columns: &[Named]) -> Result<(), PsaError> {
    for (index, column) in columns.iter().enumerate() {
        if columns[..index].iter().any(|c| c.name == column.name) {
            return Err(PsaError::Repeated {
                part,
                name: column.name.clone(),
            });
        }
    }
    Ok(())
}

fn check_finite(part: Part, column: &Named) -> Result<(), PsaError> {
    match column.values.iter().position(|x| !x.is_finite()) {
        Some(index) => Err(PsaError::NotFinite {
            part,
            name: column.name.clone(),
            draw: index + 1,
            value: column.values[index],
        }),
        None => Ok(()),
    }
}

fn same_draws(part: Part, columns: &[Named], than: Part, others: &[Named]) -> Result<(), PsaError> {
    let other = others[0].values.len();
    match columns.iter().find(|column| column.values.len() != other) {
        Some(column) => Err(PsaError::RowsDiffer {
            part,
            draws: column.values.len(),
            than,
            other,
        }),
        None => Ok(()),
    }
}

fn same_options(
    part: Part,
    columns: &[Named],
    lacks: Part,
    others: &[Named],
) -> Result<(), PsaError> {
    let known = |name: &str| others.iter().any(|other| other.name == name);
    match columns.iter().find(|column| !known(&column.name)) {
        Some(column) => Err(PsaError::OptionsDiffer {
            name: column.name.clone(),
            part,
            lacks,
            options: some(others.iter().map(|other| other.name.as_str())),
        }),
        None => Ok(()),
    }
}
