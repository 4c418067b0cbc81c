//! List the families once, and build priors from parameters by that list.

use super::parameters::{Parameters, PriorError};
use super::prior::Prior;
use super::quantiles;
use super::{
    Beta, BetaBinomial, Binomial, Discrete, Empirical, Fixed, Gamma, Histogram, LogLogistic,
    LogNormal, Metalog, Mixture, Normal, Pert, Poisson, StudentT, Triangular, Truncated, Uniform,
    Weibull,
};

/// Stands in [`Family::forms`] for two quantiles, or a 95 % interval.
const QUANTILES: &str = "quantiles";
/// Stands in [`Family::forms`] for three to ten quantiles.
const MANY_QUANTILES: &str = "many_quantiles";
/// Priors may be nested this deep.
const DEPTH_MAX: usize = 4;

/// What a parameter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A number.
    Number,
    /// A list of numbers.
    Numbers,
    /// A prior.
    Prior,
    /// A list of priors.
    Priors,
}

/// One family of distributions: what checking, schema and reference page are made from.
#[derive(Debug)]
pub struct Family {
    /// Its name in case files.
    pub name: &'static str,
    /// What quantities it describes.
    pub summary: &'static str,
    /// The accepted sets of parameters; `quantiles` stands for two quantiles, `many_quantiles` for three to ten.
    pub forms: &'static [&'static [&'static str]],
    /// Parameters that may join any form.
    pub optional: &'static [&'static str],
    build: fn(&Parameters) -> Result<Prior, PriorError>,
}

/// All families.
pub static FAMILIES: &[Family] = &[
    Family {
        name: "normal",
        summary: "differences and well-estimated means: utility gains, risk differences",
        forms: &[
            &["mean", "sd"],
            &["mean", "se"],
            &["mean", "cv"],
            &[QUANTILES],
        ],
        optional: &[],
        build: |p| Normal::build(p).map(Prior::Normal),
    },
    Family {
        name: "lognormal",
        summary: "positive quantities known up to a factor: relative risks, costs",
        forms: &[
            &["mean", "sd"],
            &["mean", "se"],
            &["mean", "cv"],
            &["median", "cv"],
            &["meanlog", "sdlog"],
            &[QUANTILES],
        ],
        optional: &[],
        build: |p| LogNormal::build(p).map(Prior::LogNormal),
    },
    Family {
        name: "gamma",
        summary: "positive means: costs, hours, numbers of contacts",
        forms: &[
            &["mean", "sd"],
            &["mean", "se"],
            &["mean", "cv"],
            &["shape", "scale"],
            &[QUANTILES],
        ],
        optional: &[],
        build: |p| Gamma::build(p).map(Prior::Gamma),
    },
    Family {
        name: "beta",
        summary: "proportions: probabilities, shares, effect fractions",
        forms: &[
            &["alpha", "beta"],
            &["mean", "sd"],
            &["mean", "se"],
            &["mean", "cv"],
            &["count", "of", "pseudo_count"],
            &[QUANTILES],
        ],
        optional: &[],
        build: |p| Beta::build(p).map(Prior::Beta),
    },
    Family {
        name: "uniform",
        summary: "quantities of which only two bounds are known",
        forms: &[&["min", "max"], &[QUANTILES]],
        optional: &[],
        build: |p| Uniform::build(p).map(Prior::Uniform),
    },
    Family {
        name: "triangular",
        summary: "quantities with bounds and a most likely value",
        forms: &[&["min", "mode", "max"]],
        optional: &[],
        build: |p| Triangular::build(p).map(Prior::Triangular),
    },
    Family {
        name: "pert",
        summary: "expert estimates by bounds and a most likely value, smooth",
        forms: &[&["min", "mode", "max"]],
        optional: &["lambda"],
        build: |p| Pert::build(p).map(Prior::Pert),
    },
    Family {
        name: "student_t",
        summary: "differences estimated from few observations: effects of small trials",
        forms: &[&["mean", "se", "df"], &["df", QUANTILES]],
        optional: &[],
        build: |p| StudentT::build(p).map(Prior::StudentT),
    },
    Family {
        name: "weibull",
        summary: "durations and times to an event, by a rising or falling hazard",
        forms: &[
            &["mean", "sd"],
            &["mean", "se"],
            &["mean", "cv"],
            &["shape", "scale"],
            &[QUANTILES],
        ],
        optional: &[],
        build: |p| Weibull::build(p).map(Prior::Weibull),
    },
    Family {
        name: "log_logistic",
        summary: "positive quantities with a heavy upper tail: durations, costs",
        forms: &[&["shape", "scale"], &[QUANTILES]],
        optional: &[],
        build: |p| LogLogistic::build(p).map(Prior::LogLogistic),
    },
    Family {
        name: "metalog",
        summary: "quantities of which three or more quantiles are known",
        forms: &[&[MANY_QUANTILES]],
        optional: &["min", "max"],
        build: |p| Metalog::build(p).map(Prior::Metalog),
    },
    Family {
        name: "truncated",
        summary: "another prior between bounds; moves its mean, which is reported",
        forms: &[&["of", "min"], &["of", "max"], &["of", "min", "max"]],
        optional: &[],
        build: |p| Truncated::build(p).map(Prior::Truncated),
    },
    Family {
        name: "mixture",
        summary: "several priors with weights: the opinions of experts",
        forms: &[&["of"]],
        optional: &["weights"],
        build: |p| Mixture::build(p).map(Prior::Mixture),
    },
    Family {
        name: "discrete",
        summary: "a few alternative values with probabilities",
        forms: &[&["values", "probabilities"]],
        optional: &[],
        build: |p| Discrete::build(p).map(Prior::Discrete),
    },
    Family {
        name: "empirical",
        summary: "listed observations as they are: the spread between them, not the uncertainty of their mean",
        forms: &[&["values"]],
        optional: &["weights"],
        build: |p| Empirical::build(p).map(Prior::Empirical),
    },
    Family {
        name: "histogram",
        summary: "observations in classes: the spread between them, not the uncertainty of their mean",
        forms: &[&["edges", "counts"], &["edges", "probabilities"]],
        optional: &[],
        build: |p| Histogram::build(p).map(Prior::Histogram),
    },
    Family {
        name: "binomial",
        summary: "the number of events among trials with a known probability",
        forms: &[&["trials", "probability"]],
        optional: &[],
        build: |p| Binomial::build(p).map(Prior::Binomial),
    },
    Family {
        name: "beta_binomial",
        summary: "the number of events among the next trials, predicted from earlier counts",
        forms: &[
            &["trials", "alpha", "beta"],
            &["trials", "count", "of", "pseudo_count"],
        ],
        optional: &[],
        build: |p| BetaBinomial::build(p).map(Prior::BetaBinomial),
    },
    Family {
        name: "poisson",
        summary: "the number of events in a period, at a known rate",
        forms: &[&["mean"]],
        optional: &[],
        build: |p| Poisson::build(p).map(Prior::Poisson),
    },
    Family {
        name: "fixed",
        summary: "known values",
        forms: &[&["value"]],
        optional: &[],
        build: |p| Fixed::build(p).map(Prior::Fixed),
    },
];

/// Builds the prior of a named family from its parameters.
///
/// # Errors
///
/// An unknown family or parameter, a missing or contradictory one, or values that break a rule of the family.
pub fn build(family: &str, parameters: &Parameters) -> Result<Prior, PriorError> {
    let Some(known) = FAMILIES.iter().find(|known| known.name == family) else {
        let names: Vec<&str> = FAMILIES.iter().map(|known| known.name).collect();
        let message = format!("`{family}` is not a family of priors");
        return Err(
            PriorError::whole(message).help(format!("the families are {}", ticked(&names, "and")))
        );
    };
    let depth = parameters.depth();
    if depth > DEPTH_MAX {
        let message = format!("priors are nested {depth} deep: up to {DEPTH_MAX} are read");
        return Err(PriorError::whole(message));
    }
    known.check_keys(parameters)?;
    (known.build)(parameters)
}

impl Family {
    /// Whether two quantiles, or a 95 % interval, are among the accepted forms.
    #[must_use]
    pub fn takes_quantiles(&self) -> bool {
        self.forms.iter().any(|form| form.contains(&QUANTILES))
    }

    /// Whether three to ten quantiles are among the accepted forms.
    #[must_use]
    pub fn takes_many_quantiles(&self) -> bool {
        self.forms.iter().any(|form| form.contains(&MANY_QUANTILES))
    }

    /// What a parameter of this family is; a quantile is a number.
    #[must_use]
    pub fn kind(&self, key: &str) -> Kind {
        match (self.name, key) {
            ("truncated", "of") => Kind::Prior,
            ("mixture", "of") => Kind::Priors,
            (_, "values" | "probabilities" | "weights" | "edges" | "counts") => Kind::Numbers,
            _ => Kind::Number,
        }
    }

    /// The accepted forms in words: "`mean` and `sd`; …; or two quantiles".
    #[must_use]
    pub fn forms_in_words(&self) -> String {
        let words: Vec<String> = self.forms.iter().map(|form| form_in_words(form)).collect();
        match words.as_slice() {
            [] => String::new(),
            [only] => only.clone(),
            [first @ .., last] => format!("{}; or {last}", first.join("; ")),
        }
    }

    /// The parameters must be one accepted form, with any of the optional ones.
    fn check_keys(&self, parameters: &Parameters) -> Result<(), PriorError> {
        let mut given: Vec<&str> = Vec::new();
        let mut as_written: Vec<&str> = Vec::new();
        let mut quantile_count = 0;
        for (key, _) in parameters.iter() {
            if as_written.contains(&key) {
                return Err(PriorError::at(key, format!("`{key}` is given twice")));
            }
            as_written.push(key);
            let role = self.role(key)?;
            quantile_count += quantiles::count(key);
            if !given.contains(&role) && !self.optional.contains(&role) {
                given.push(role);
            }
        }
        self.check_pairs(&given, &as_written)?;
        self.check_complete(&given)?;
        if given.contains(&QUANTILES) && quantile_count != 2 {
            let message = if quantile_count < 2 {
                format!("one quantile does not fix a {}: give two", self.name)
            } else {
                format!(
                    "{quantile_count} quantiles are given: a {} is fixed by two",
                    self.name
                )
            };
            return Err(PriorError::whole(message));
        }
        if given.contains(&MANY_QUANTILES) && !(3..=10).contains(&quantile_count) {
            let plural = if quantile_count == 1 { " is" } else { "s are" };
            let message = format!(
                "{quantile_count} quantile{plural} given: a {} takes three to ten",
                self.name
            );
            return Err(PriorError::whole(message));
        }
        Ok(())
    }

    /// The name under which a key stands in the forms.
    fn role<'k>(&self, key: &'k str) -> Result<&'k str, PriorError> {
        if self.optional.contains(&key)
            || self.forms.iter().any(|form| form.contains(&key))
                && ![QUANTILES, MANY_QUANTILES].contains(&key)
        {
            return Ok(key);
        }
        if quantiles::is_quantile(key) && self.takes_quantiles() {
            return Ok(QUANTILES);
        }
        if quantiles::is_quantile(key) && self.takes_many_quantiles() {
            return Ok(MANY_QUANTILES);
        }
        let message = format!(
            "`{key}` is not a parameter of `{}`, which takes {}",
            self.name,
            self.forms_in_words()
        );
        Err(PriorError::at(key, message))
    }

    /// No two parameters may belong to different forms.
    fn check_pairs(&self, given: &[&str], as_written: &[&str]) -> Result<(), PriorError> {
        for (i, second) in given.iter().enumerate() {
            for first in &given[..i] {
                let together = |form: &&&[&str]| form.contains(first) && form.contains(second);
                if self.forms.iter().any(|form| together(&form)) {
                    continue;
                }
                let written = |role: &str| {
                    let mut keys = as_written.iter().copied();
                    keys.find(|key| {
                        *key == role || role == QUANTILES && quantiles::is_quantile(key)
                    })
                    .unwrap_or_default()
                    .to_owned()
                };
                let (first, second) = (written(first), written(second));
                let message = format!(
                    "`{first}` and `{second}` are given together, but `{}` takes {}",
                    self.name,
                    self.forms_in_words()
                );
                return Err(PriorError::at(&second, message)
                    .help(format!("leave out `{first}` or `{second}`")));
            }
        }
        Ok(())
    }

    /// Some form must be there in full.
    fn check_complete(&self, given: &[&str]) -> Result<(), PriorError> {
        if given.is_empty() {
            return Err(PriorError::whole(format!(
                "`{}` needs {}",
                self.name,
                self.forms_in_words()
            )));
        }
        let mut missing: Vec<Vec<&str>> = Vec::new();
        for form in self
            .forms
            .iter()
            .filter(|form| given.iter().all(|key| form.contains(key)))
        {
            let absent: Vec<&str> = form
                .iter()
                .copied()
                .filter(|key| !given.contains(key))
                .collect();
            if absent.is_empty() {
                return Ok(());
            }
            missing.push(absent);
        }
        if missing == [["pseudo_count"]] {
            let message =
                "state the pseudo-count: 0.5 is Jeffreys, 1 is uniform, 0 needs 0 < count < of";
            return Err(PriorError::whole(message).help("add `pseudo_count = 0.5`"));
        }
        let needed = match missing.as_slice() {
            [] => self.forms_in_words(),
            [only] => ticked(only, "and"),
            several => {
                let single: Vec<&str> = several.iter().flatten().copied().collect();
                if several.iter().all(|absent| absent.len() == 1) {
                    format!("one of {}", ticked(&single, "or"))
                } else {
                    let sets: Vec<String> =
                        several.iter().map(|absent| ticked(absent, "and")).collect();
                    sets.join(", or ")
                }
            }
        };
        let message = format!(
            "`{}` with {} also needs {needed}",
            self.name,
            ticked(given, "and")
        );
        Err(PriorError::whole(message))
    }
}

fn form_in_words(form: &[&str]) -> String {
    let words: Vec<String> = form.iter().map(|name| in_words(name)).collect();
    joined(&words, "and")
}

/// A parameter, or what stands for several.
fn in_words(name: &str) -> String {
    match name {
        QUANTILES => "two quantiles".to_owned(),
        MANY_QUANTILES => "three to ten quantiles".to_owned(),
        _ => format!("`{name}`"),
    }
}

/// "`a`, `b` and `c`".
fn ticked(names: &[&str], conjunction: &str) -> String {
    let names: Vec<String> = names.iter().map(|name| in_words(name)).collect();
    joined(&names, conjunction)
}

fn joined(words: &[String], conjunction: &str) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {conjunction} {last}", first.join(", ")),
    }
}
