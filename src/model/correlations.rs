//! Checks correlation groups.

use super::copula::{Matrix, cholesky, score_of_rank};
use super::inputs::Input;
use super::names::{Names, unknown};
use crate::case::{self, CorrelationValue, Spanned};
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
}

/// How a correlation is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scale {
    Rank,
    NormalScore,
}

/// Checks one group; `taken` marks inputs that already belong to a group.
pub(super) fn check(
    group: &case::Correlation,
    inputs: &[Option<Input>],
    names: &Names,
    taken: &mut [Option<String>],
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
        diagnostics.push(not_positive_definite(value.span, &value.value, scale));
        return None;
    }
    let statement = statement(&value.value, scale);
    Some(Correlation {
        name: group.name.value.clone(),
        members,
        scores,
        statement,
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
    inputs: &[Option<Input>],
    names: &Names,
    taken: &mut [Option<String>],
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
        let Some(index) = names.input(&name.value) else {
            diagnostics.push(unknown("input", &name.value, name.span, names.inputs()));
            continue;
        };
        if let Some(other) = &taken[index] {
            let message = format!("`{}` is already correlated, in `{other}`", name.value);
            let help = "put inputs that depend on each other into one group with a matrix";
            diagnostics.push(
                Diagnostic::error("correlation", message)
                    .at(name.span, "")
                    .help(help),
            );
            continue;
        }
        taken[index] = Some(group.name.value.clone());
        match &inputs[index] {
            Some(input) if input.is_drawn() => members.push(index),
            Some(_) => {
                let message = format!("`{}` is not drawn, so it cannot be correlated", name.value);
                let help = "give it a prior and the kind `parameter`";
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
    for i in 0..size {
        if rows[i][i] != 1.0 {
            return refuse(format!(
                "the diagonal of a correlation matrix is 1, found {} in row {}",
                rows[i][i],
                i + 1
            ));
        }
        if let Some(j) = (0..i).find(|&j| rows[i][j] != rows[j][i]) {
            let (a, b) = (rows[j][i], rows[i][j]);
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

/// The normal-score matrix of one rank correlation for all pairs; `None` when it is not a correlation matrix.
pub(super) fn common_rank(rank: f64, size: usize) -> Option<Matrix> {
    let scores = to_scores(common(rank, size), Scale::Rank);
    ((-1.0..=1.0).contains(&rank) && cholesky(&scores).is_some()).then_some(scores)
}

fn not_positive_definite(
    span: crate::text::Span,
    value: &CorrelationValue,
    scale: Scale,
) -> Diagnostic {
    let mut error = Diagnostic::error(
        "correlation",
        "the correlation matrix is not positive definite",
    )
    .at(span, "no joint distribution has these correlations");
    if let CorrelationValue::Common(_) = value {
        error = error.note("n inputs that all correlate alike cannot do so below about -1/(n − 1)");
    } else if scale == Scale::Rank {
        error =
            error.note("rank correlations r are drawn through normal scores with 2 sin(π r / 6)");
    }
    error.help(
        "weaken the correlations that contradict each other; the matrix is never repaired silently",
    )
}
