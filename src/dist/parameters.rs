//! Hold the parameters of a prior as its author wrote them, and say what is wrong with them.

use super::family::build;
use super::prior::Prior;

/// The value of one parameter.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// One number.
    Number(f64),
    /// A list of numbers, for `values`, `probabilities`, `weights`, `interval95` and the like.
    List(Vec<f64>),
    /// A prior, by family and parameters, for the `of` of `truncated`.
    Prior(String, Parameters),
    /// A list of priors, for the `of` of `mixture`.
    Priors(Vec<(String, Parameters)>),
}

impl From<(String, Parameters)> for Value {
    fn from((family, parameters): (String, Parameters)) -> Self {
        Value::Prior(family, parameters)
    }
}

/// The parameters of one prior, in the order in which they were written.
///
/// # Example
///
/// ```
/// use sroi::dist::{Parameters, Value, build};
/// let mut parameters = Parameters::new();
/// parameters.push("mean", Value::Number(0.055));
/// parameters.push("sd", Value::Number(0.035));
/// assert_eq!(build("normal", &parameters).unwrap().to_string(), "Normal(0.055, sd 0.035)");
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parameters {
    entries: Vec<(String, Value)>,
}

impl Parameters {
    /// No parameters.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a parameter. A key given twice is kept twice and refused by [`super::build`].
    pub fn push(&mut self, key: impl Into<String>, value: Value) {
        self.entries.push((key.into(), value));
    }

    /// The first value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.iter()
            .find_map(|(k, value)| (k == key).then_some(value))
    }

    /// Keys and values in the order of writing.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.entries
            .iter()
            .map(|(key, value)| (key.as_str(), value))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether a key is present.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// The finite number under a key.
    pub(crate) fn number(&self, key: &str) -> Result<f64, PriorError> {
        match self.get(key) {
            Some(Value::Number(x)) => super::check::finite(key, *x),
            Some(Value::List(_)) => Err(PriorError::at(
                key,
                format!("`{key}` must be one number, not a list"),
            )),
            Some(Value::Prior(..) | Value::Priors(_)) => Err(PriorError::at(
                key,
                format!("`{key}` must be one number, not a prior"),
            )),
            None => Err(PriorError::whole(format!("`{key}` is missing"))),
        }
    }

    /// The list of finite numbers under a key.
    pub(crate) fn list(&self, key: &str) -> Result<&[f64], PriorError> {
        match self.get(key) {
            Some(Value::List(xs)) => {
                for x in xs {
                    super::check::finite(key, *x)?;
                }
                Ok(xs)
            }
            Some(_) => Err(PriorError::at(
                key,
                format!("`{key}` must be a list of numbers"),
            )),
            None => Err(PriorError::whole(format!("`{key}` is missing"))),
        }
    }

    /// The prior under a key.
    pub(crate) fn prior(&self, key: &str) -> Result<Prior, PriorError> {
        match self.get(key) {
            Some(Value::Prior(family, parameters)) => {
                build(family, parameters).map_err(|error| error.inside(key))
            }
            Some(_) => Err(
                PriorError::at(key, format!("`{key}` must be one prior")).help(format!(
                    "write `{key} = {{ normal = {{ mean = 1, sd = 0.2 }} }}`"
                )),
            ),
            None => Err(PriorError::whole(format!("`{key}` is missing"))),
        }
    }

    /// The priors under a key. Mistakes in the one at index i are at `key[i]`.
    pub(crate) fn priors(&self, key: &str) -> Result<Vec<Prior>, PriorError> {
        match self.get(key) {
            Some(Value::Priors(priors)) => priors
                .iter()
                .enumerate()
                .map(|(i, (family, parameters))| {
                    build(family, parameters).map_err(|error| error.inside(&format!("{key}[{i}]")))
                })
                .collect(),
            Some(_) => Err(
                PriorError::at(key, format!("`{key}` must be a list of priors")).help(format!(
                    "write `{key} = [{{ normal = {{ mean = 1, sd = 0.2 }} }}, …]`"
                )),
            ),
            None => Err(PriorError::whole(format!("`{key}` is missing"))),
        }
    }

    /// How deep priors are nested in it.
    pub(crate) fn depth(&self) -> usize {
        let inner = |(_, value): (&str, &Value)| match value {
            Value::Number(_) | Value::List(_) => 0,
            Value::Prior(_, parameters) => 1 + parameters.depth(),
            Value::Priors(priors) => {
                let depths = priors.iter().map(|(_, parameters)| parameters.depth());
                1 + depths.max().unwrap_or(0)
            }
        };
        self.iter().map(inner).max().unwrap_or(0)
    }
}

impl<K: Into<String>> FromIterator<(K, Value)> for Parameters {
    fn from_iter<I: IntoIterator<Item = (K, Value)>>(iter: I) -> Self {
        Self {
            entries: iter
                .into_iter()
                .map(|(key, value)| (key.into(), value))
                .collect(),
        }
    }
}

/// Why parameters do not make a prior.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{message}")]
pub struct PriorError {
    /// The parameter at fault; absent when it is the set as a whole. In nested priors it is a path: `of.sd`, `of[1].sd`.
    pub key: Option<String>,
    /// What is wrong: the value and the rule it breaks, in lower case without a full stop.
    pub message: String,
    /// A way out, when there is a sure one.
    pub help: Option<String>,
}

impl PriorError {
    /// An error in one parameter.
    pub(crate) fn at(key: &str, message: impl Into<String>) -> Self {
        Self {
            key: Some(key.to_owned()),
            message: message.into(),
            help: None,
        }
    }

    /// An error in the set of parameters.
    pub(crate) fn whole(message: impl Into<String>) -> Self {
        Self {
            key: None,
            message: message.into(),
            help: None,
        }
    }

    /// The same error, seen from the prior that holds the one at fault under `place`.
    fn inside(mut self, place: &str) -> Self {
        self.key = Some(match self.key {
            Some(key) => format!("{place}.{key}"),
            None => place.to_owned(),
        });
        self
    }

    /// The same error with a way out.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
