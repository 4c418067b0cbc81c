//! What joint priors and correlations have in common: inputs that belong to one group, and to no other.

use super::inputs::{self, Input, Kind};
use super::names::Names;
use crate::case::{self, Case, PriorText, Spanned};
use crate::text::{Diagnostic, Diagnostics, Span};

/// What kind of group an input belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GroupKind {
    Correlation,
    Dirichlet,
    MultivariateNormal,
}

impl GroupKind {
    /// The stable word of its mistakes.
    fn code(self) -> &'static str {
        match self {
            Self::Correlation => "correlation",
            Self::Dirichlet => "dirichlet",
            Self::MultivariateNormal => "multivariate-normal",
        }
    }

    /// How messages call it.
    fn what(self) -> &'static str {
        match self {
            Self::Correlation => "correlation",
            Self::Dirichlet => "Dirichlet",
            Self::MultivariateNormal => "multivariate normal",
        }
    }
}

/// The group an input belongs to, and where that is said.
#[derive(Clone, Debug)]
pub(super) struct Membership {
    kind: GroupKind,
    group: String,
    place: Span,
}

/// The groups that inputs already belong to, by input.
#[derive(Debug)]
pub(super) struct Memberships(Vec<Option<Membership>>);

impl Memberships {
    pub(super) fn new(inputs: usize) -> Self {
        Self(vec![None; inputs])
    }

    /// Enters an input into a group; reports why it cannot.
    pub(super) fn claim(
        &mut self,
        index: usize,
        name: &Spanned<String>,
        (kind, group): (GroupKind, &Spanned<String>),
        diagnostics: &mut Diagnostics,
    ) -> bool {
        if let Some(earlier) = &self.0[index] {
            diagnostics.push(earlier.refusal(name, kind, &group.value));
            return false;
        }
        self.0[index] = Some(Membership {
            kind,
            group: group.value.clone(),
            place: name.span,
        });
        true
    }
}

impl Membership {
    /// Why an input of this group cannot belong to another.
    fn refusal(&self, name: &Spanned<String>, kind: GroupKind, group: &str) -> Diagnostic {
        let (input, own) = (&name.value, &self.group);
        let error = |message: String| Diagnostic::error(kind.code(), message).at(name.span, "");
        match (self.kind, kind) {
            (own_kind, kind) if own_kind == kind && own == group => {
                error(format!("`{input}` is listed twice"))
            }
            (GroupKind::Correlation, _) => error(format!(
                "`{input}` is already correlated, in `{own}`"
            ))
            .help("put inputs that depend on each other into one group with a matrix"),
            (GroupKind::Dirichlet, GroupKind::Correlation) => error(format!(
                "`{input}` is a share of `{own}`, so it cannot be correlated"
            ))
            .and(self.place, "a share here")
            .note("shares that sum to one depend on each other already, in the way the Dirichlet says"),
            (GroupKind::MultivariateNormal, GroupKind::Correlation) => error(format!(
                "`{input}` belongs to the multivariate normal `{own}`, so it cannot be correlated further"
            ))
            .and(self.place, "drawn here")
            .help("put all quantities that depend on each other into the multivariate normal"),
            (own_kind, _) => error(format!(
                "`{input}` is already drawn, by the {} `{own}`",
                own_kind.what()
            ))
            .and(self.place, "drawn here"),
        }
    }
}

/// What the checks of joint priors share.
pub(super) struct Joint<'a> {
    pub(super) case: &'a Case,
    pub(super) names: &'a Names,
    /// The inputs; joint priors give them their marginal ones.
    pub(super) inputs: &'a mut [Option<Input>],
    pub(super) taken: &'a mut Memberships,
    pub(super) diagnostics: &'a mut Diagnostics,
}

impl Joint<'_> {
    /// The members of a joint prior, in its order; `None` after reporting why some cannot be.
    pub(super) fn members(
        &mut self,
        (kind, group): (GroupKind, &Spanned<String>),
        listed: &[Spanned<String>],
    ) -> Option<Vec<usize>> {
        if listed.len() < 2 {
            let message = format!(
                "the {} `{}` needs at least two inputs",
                kind.what(),
                group.value
            );
            let error = Diagnostic::error(kind.code(), message).at(group.span, "");
            self.diagnostics.push(error);
            return None;
        }
        let mut members = Vec::new();
        for name in listed {
            let found = inputs::resolve(self.names, name, self.diagnostics);
            if let Some(index) = found
                && self
                    .taken
                    .claim(index, name, (kind, group), self.diagnostics)
                && self.may_join(index, name, kind)
            {
                members.push(index);
            }
        }
        (members.len() == listed.len()).then_some(members)
    }

    /// Whether an input is one that a joint prior can draw.
    fn may_join(&mut self, index: usize, name: &Spanned<String>, kind: GroupKind) -> bool {
        let written = &self.case.inputs[index];
        if let Some(place) = own_prior(written) {
            let message = format!(
                "`{}` has a prior of its own, and is drawn by a {}",
                name.value,
                kind.what()
            );
            let error = Diagnostic::error(kind.code(), message).at(place, "leave this out");
            self.diagnostics
                .push(error.and(name.span, "or take it out here"));
            return false;
        }
        let Some(input) = &self.inputs[index] else {
            return false;
        };
        if input.kind != Kind::Parameter {
            let message = format!(
                "`{}` is of kind `{}`, which is never drawn",
                name.value,
                input.kind.name()
            );
            let mut error = Diagnostic::error("kind", message).at(name.span, "");
            if let Some(kind) = &written.kind {
                error = error.and(kind.span, "its kind");
            }
            self.diagnostics
                .push(error.help("only inputs of kind `parameter` are drawn"));
            return false;
        }
        true
    }
}

/// Where the prior of an input stands, if it has one that can be read.
fn own_prior(input: &case::Input) -> Option<Span> {
    match input.prior.as_ref()? {
        PriorText::Family { span, .. } => Some(*span),
        PriorText::Shared(name) => Some(name.span),
        PriorText::Unread => None,
    }
}

/// Names of groups that two kinds of group have: results list them by name.
pub(super) fn check_names(case: &Case, diagnostics: &mut Diagnostics) {
    let correlations = case.correlations.iter().map(|group| &group.name);
    let shares = case.dirichlet.iter().map(|group| &group.name);
    let normals = case.multivariate_normal.iter().map(|group| &group.name);
    let mut seen: Vec<&Spanned<String>> = Vec::new();
    for name in correlations.chain(shares).chain(normals) {
        if let Some(earlier) = seen.iter().find(|known| known.value == name.value) {
            let message = format!("two groups are called `{}`", name.value);
            diagnostics.push(
                Diagnostic::error("name", message)
                    .at(name.span, "")
                    .and(earlier.span, "the other one")
                    .help("choose another name"),
            );
        }
        seen.push(name);
    }
}

/// Why a scenario cannot replace the correlation of a group that is a joint prior.
pub(super) fn not_a_correlation(case: &Case, name: &Spanned<String>) -> Option<Diagnostic> {
    let among = |mut names: std::slice::Iter<'_, &Spanned<String>>| {
        names.any(|known| known.value == name.value)
    };
    let shares: Vec<_> = case.dirichlet.iter().map(|group| &group.name).collect();
    let normals: Vec<_> = case
        .multivariate_normal
        .iter()
        .map(|group| &group.name)
        .collect();
    let kind = if among(shares.iter()) {
        GroupKind::Dirichlet
    } else if among(normals.iter()) {
        GroupKind::MultivariateNormal
    } else {
        return None;
    };
    let message = format!(
        "`{}` is a {}, whose correlations a scenario cannot replace",
        name.value,
        kind.what()
    );
    Some(
        Diagnostic::error(kind.code(), message)
            .at(name.span, "")
            .help("fix its inputs with `set`"),
    )
}
