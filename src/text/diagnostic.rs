//! What is wrong, where, and what to do about it.

use std::collections::{HashMap, HashSet};

use super::Span;

/// How bad a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The case cannot be used.
    Error,
    /// The case can be used, but a reader should know.
    Warning,
}

/// A place with a remark.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// The remark; may be empty.
    pub text: String,
}

/// One mistake or remark.
///
/// Messages are lower case, without full stop, with names in backticks; they say what was expected and what was
/// found. A help line is given only where it is sure.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// A stable word for the kind of mistake: `unit`, `prior`, `name` …
    pub code: &'static str,
    /// The sentence.
    pub message: String,
    /// Where it hurts; `None` for the file as a whole.
    pub primary: Option<Label>,
    /// Where it came from.
    pub secondary: Vec<Label>,
    /// Further facts, one line each.
    pub notes: Vec<String>,
    /// The way out.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error of kind `code`.
    #[must_use]
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message.into())
    }

    /// A warning of kind `code`.
    #[must_use]
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message.into())
    }

    fn new(severity: Severity, code: &'static str, message: String) -> Self {
        Self {
            severity,
            code,
            message,
            primary: None,
            secondary: Vec::new(),
            notes: Vec::new(),
            help: None,
        }
    }

    /// Points at `span` with a remark.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.primary = Some(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// Points at a further place.
    #[must_use]
    pub fn and(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// Adds a fact.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// What it says is unknown, if that is what it says.
    fn unknown_name(&self) -> Option<String> {
        let unknown = matches!(self.code, "name" | "unit") && self.message.starts_with("unknown ");
        // A quantity that expressions, scenarios and alternatives use is one name.
        let quantity = ["unknown input `", "unknown derived quantity `"];
        unknown.then(|| {
            quantity
                .into_iter()
                .fold(self.message.clone(), |message, kind| {
                    message.replacen(kind, "unknown name `", 1)
                })
        })
    }

    /// Says the way out.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says the way out, if there is one.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        if help.is_some() {
            self.help = help;
        }
        self
    }
}

/// Everything found so far; stages push, the caller decides.
///
/// What is said twice is kept once: the elements of a shared impact chain are looked at for every line, and the
/// quantity of a published row for every scenario, but a mistake in one of them is one mistake.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    said: HashSet<Diagnostic>,
}

impl Diagnostics {
    /// Adds one, unless it is there already.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self.said.insert(diagnostic.clone()) {
            self.list.push(diagnostic);
        }
    }

    /// Whether any of them is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many there are of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|d| d.severity == severity).count()
    }

    /// All of them, errors first, each kind in the order of the file.
    ///
    /// A name that nothing bears is one mistake however often it is used: its first use speaks for the others.
    #[must_use]
    pub fn sorted(mut self) -> Vec<Diagnostic> {
        let place = |d: &Diagnostic| d.primary.as_ref().map_or(0, |label| label.span.start);
        self.list.sort_by_key(|d| (d.severity, place(d)));
        let mut uses: HashMap<String, usize> = HashMap::new();
        for name in self.list.iter().filter_map(Diagnostic::unknown_name) {
            *uses.entry(name).or_default() += 1;
        }
        self.list.retain_mut(|diagnostic| {
            let Some(name) = diagnostic.unknown_name() else {
                return true;
            };
            let count = uses.remove(&name);
            diagnostic.notes.extend(match count {
                Some(2) => Some("and in another place".to_owned()),
                Some(n) if n > 2 => Some(format!("and in {} other places", n - 1)),
                _ => None,
            });
            count.is_some()
        });
        self.list
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: T) {
        diagnostics
            .into_iter()
            .for_each(|diagnostic| self.push(diagnostic));
    }
}
