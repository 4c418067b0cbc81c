//! Checks correlation groups.

use super::copula::{Matrix, cholesky, score_of_rank};
use super::inputs::{self, Input, Kind};
use super::joint::{GroupKind, Memberships};
use super::names::Names;
use crate::case::{self, CorrelationValue, Spanned};
use crate::math;
use crate::text::{Diagnostic, Diagnostics};

/// Inputs drawn jointly through a Gaussian copula.
#[derive(Clone, Debug, PartialEq)]
pub struct Correlation {
    /// Its name.
    pub name: String,
    /// Indices of the inputs.
    pub members: Vec<usize>,
    /// Correlations of the normal scores.
    pub scores: Matrix,
    /// What the case states, for readers: "rank correlation 0.6".
    pub statement: String,
    /// The correlations as the case states them, where they are more than one number.
    pub stated: Option<Matrix>,
}

/// How a correlation is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scale {
    Rank,
    NormalScore,
}

/// Checks one group; `taken` knows the inputs that already belong to a group.
pub(super) fn check(
    group: &case::Correlation,
    inputs: &[Option<Input>],
    names: &Names,
    taken: &mut Memberships,
    diagnostics: &mut Diagnostics,
) -> Option<Correlation> {
    let members = members(group, inputs, names, taken, diagnostics);
    let (value, scale) = match (&group.rank, &group.normal_score) {
        (Some(value), None) => (value, Scale::Rank),
        (None, Some(value)) => (value, Scale::NormalScore),
        (None, None) => {
            let message = format!("`{}` needs `rank` or `normal_score`", group.name.value);
            diagnostics.push(Diagnostic::error("missing", message).at(group.name.span, ""));
            return None;
        }
        (Some(_), Some(score)) => {
            let message = "a correlation is stated on one scale, `rank` or `normal_score`";
            diagnostics
                .push(Diagnostic::error("correlation", message).at(score.span, "the second scale"));
            return None;
        }
    };
    let scores = matrix(value, scale, group.inputs.len(), diagnostics)?;
    let members = members?;
    if cholesky(&scores).is_none() {
        diagnostics.push(not_positive_definite(value, scale, group.inputs.len()));
        return None;
    }
    let statement = statement(&value.value, scale);
    Some(Correlation {
        name: group.name.value.clone(),
        members,
        scores,
        statement,
        stated: match &value.value {
            CorrelationValue::Common(_) => None,
            CorrelationValue::Matrix(rows) => Some(rows.clone()),
        },
    })
}

fn statement(value: &CorrelationValue, scale: Scale) -> String {
    let scale = match scale {
        Scale::Rank => "rank correlation",
        Scale::NormalScore => "correlation of normal scores",
    };
    match value {
        CorrelationValue::Common(r) => format!("{scale} {r}"),
        CorrelationValue::Matrix(_) => format!("{scale}: a matrix"),
    }
}

fn members(
    group: &case::Correlation,
    checked: &[Option<Input>],
    names: &Names,
    taken: &mut Memberships,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<usize>> {
    let mut members = Vec::new();
    if group.inputs.len() < 2 {
        let message = format!(
            "the correlation `{}` needs at least two inputs",
            group.name.value
        );
        diagnostics.push(Diagnostic::error("correlation", message).at(group.name.span, ""));
        return None;
    }
    for name in &group.inputs {
        let Some(index) = inputs::resolve(names, name, diagnostics) else {
            continue;
        };
        let group = (GroupKind::Correlation, &group.name);
        if !taken.claim(index, name, group, diagnostics) {
            continue;
        }
        match &checked[index] {
            Some(input) if input.is_drawn() => members.push(index),
            Some(input) => {
                let message = format!("`{}` is not drawn, so it cannot be correlated", name.value);
                let help = if input.kind == Kind::Parameter {
                    "give it a prior"
                } else {
                    "only a `parameter` with a prior is drawn"
                };
                diagnostics.push(
                    Diagnostic::error("correlation", message)
                        .at(name.span, "")
                        .help(help),
                );
            }
            None => {}
        }
    }
    (members.len() == group.inputs.len()).then_some(members)
}

fn matrix(
    value: &Spanned<CorrelationValue>,
    scale: Scale,
    size: usize,
    diagnostics: &mut Diagnostics,
) -> Option<Matrix> {
    let rows = match &value.value {
        CorrelationValue::Common(r) => common(*r, size),
        CorrelationValue::Matrix(rows) => rows.clone(),
    };
    let mut refuse = |message: String| {
        diagnostics.push(Diagnostic::error("correlation", message).at(value.span, ""));
        None
    };
    if rows.len() != size || rows.iter().any(|row| row.len() != size) {
        return refuse(format!(
            "the matrix must have {size} rows of {size} numbers, one per input"
        ));
    }
    if let Some(r) = rows.iter().flatten().find(|r| !(-1.0..=1.0).contains(*r)) {
        return refuse(format!("a correlation is between -1 and 1, found {r}"));
    }
    for (i, row) in rows.iter().enumerate() {
        if row[i] != 1.0 {
            return refuse(format!(
                "the diagonal of a correlation matrix is 1, found {} in row {}",
                row[i],
                i + 1
            ));
        }
        if let Some(j) = (0..i).find(|&j| row[j] != rows[j][i]) {
            let (a, b) = (rows[j][i], row[j]);
            return refuse(format!(
                "the matrix must be symmetric: row {}, column {} is {a}, its mirror is {b}",
                j + 1,
                i + 1
            ));
        }
    }
    Some(to_scores(rows, scale))
}

fn to_scores(mut rows: Matrix, scale: Scale) -> Matrix {
    if scale == Scale::Rank {
        // 2 sin(π/6) is 1 only up to rounding, so ±1 stay as they are.
        let convert = |r: f64| if r.abs() == 1.0 { r } else { score_of_rank(r) };
        rows.iter_mut().flatten().for_each(|r| *r = convert(*r));
    }
    rows
}

fn common(r: f64, size: usize) -> Matrix {
    (0..size)
        .map(|i| (0..size).map(|j| if i == j { 1.0 } else { r }).collect())
        .collect()
}

/// The lowest correlation that `size` inputs can all have with each other: −1/(n − 1) of normal scores.
fn lowest_common(scale: Scale, size: usize) -> f64 {
    let score = -1.0 / (size as f64 - 1.0);
    match scale {
        Scale::NormalScore => score,
        Scale::Rank => 6.0 / std::f64::consts::PI * math::asin(score / 2.0),
    }
}

fn not_positive_definite(
    value: &Spanned<CorrelationValue>,
    scale: Scale,
    size: usize,
) -> Diagnostic {
    if let CorrelationValue::Common(r) = value.value {
        let lowest = lowest_common(scale, size);
        let message = format!("{size} inputs cannot all have the correlation {r} with each other");
        return Diagnostic::error("correlation", message)
            .at(value.span, format!("must be above {lowest:.3}"));
    }
    let mut error = Diagnostic::error(
        "correlation",
        "the correlation matrix is not positive definite",
    )
    .at(value.span, "no joint distribution has these correlations");
    if scale == Scale::Rank {
        error =
            error.note("rank correlations r are drawn through normal scores with 2 sin(π r / 6)");
    }
    error.help(
        "weaken the correlations that contradict each other; the matrix is never repaired silently",
    )
}

/// The matrix of Pearson's correlations of `size` inputs, which for normals are those of the normal scores.
pub(super) fn pearson(
    value: &Spanned<CorrelationValue>,
    size: usize,
    diagnostics: &mut Diagnostics,
) -> Option<Matrix> {
    matrix(value, Scale::NormalScore, size, diagnostics)
}

/// The normal-score matrix of a scenario that replaces the correlation of `size` inputs.
pub(super) fn replaced(
    rank: &Spanned<f64>,
    size: usize,
    diagnostics: &mut Diagnostics,
) -> Option<Matrix> {
    let value = Spanned::new(CorrelationValue::Common(rank.value), rank.span);
    let scores = matrix(&value, Scale::Rank, size, diagnostics)?;
    if cholesky(&scores).is_none() {
        diagnostics.push(not_positive_definite(&value, Scale::Rank, size));
        return None;
    }
    Some(scores)
}
