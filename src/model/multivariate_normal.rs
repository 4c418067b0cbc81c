//! Checks multivariate normals: normal margins with a correlation of their normal scores, which for normals is
//! Pearson's correlation. Below this stage there is nothing new.

use super::copula::{Matrix, cholesky};
use super::correlations::{self, Correlation};
use super::joint::{GroupKind, Joint};
use crate::case::{MultivariateNormal, Spanned};
use crate::dist::{Normal, Prior};
use crate::text::{Diagnostic, Span};

/// Standard deviations in the units of the inputs, and correlations.
struct Spread {
    sds: Vec<f64>,
    correlations: Matrix,
    place: Span,
}

/// Checks one; gives its members their priors.
pub(super) fn check(group: &MultivariateNormal, joint: &mut Joint<'_>) -> Option<Correlation> {
    let kind = GroupKind::MultivariateNormal;
    let members = joint.members((kind, &group.name), &group.inputs);
    let spread = spread(group, joint);
    let size = group.inputs.len();
    if group.mean.value.len() != size {
        let message = format!(
            "`mean` must have {size} numbers, one per input, found {}",
            group.mean.value.len()
        );
        refuse(joint, group.mean.span, message);
        return None;
    }
    let (members, spread) = (members?, spread?);
    let perfect = (0..size)
        .flat_map(|i| (0..i).map(move |j| (i, j)))
        .any(|(i, j)| spread.correlations[i][j].abs() >= 1.0);
    if perfect || cholesky(&spread.correlations).is_none() {
        joint.diagnostics.push(
            Diagnostic::error(
                "multivariate-normal",
                "the covariance is not positive definite",
            )
            .at(spread.place, "no joint distribution has it")
            .help("check for rounded or mistyped numbers; the matrix is never repaired silently"),
        );
        return None;
    }
    for ((&index, &mean), &sd) in members.iter().zip(&group.mean.value).zip(&spread.sds) {
        let normal = match Normal::new(mean, sd) {
            Ok(normal) => Prior::Normal(normal),
            Err(error) => {
                let sd = error.key.as_deref() == Some("sd");
                let place = if sd { spread.place } else { group.mean.span };
                refuse(joint, place, error.message);
                return None;
            }
        };
        if let Some(input) = &mut joint.inputs[index] {
            input.prior = Some(normal.scaled(input.unit.scale()));
        }
    }
    Some(Correlation {
        name: group.name.value.clone(),
        members,
        statement: statement(&spread.correlations),
        stated: (group.inputs.len() > 2).then(|| spread.correlations.clone()),
        scores: spread.correlations,
    })
}

fn statement(correlations: &Matrix) -> String {
    match correlations.as_slice() {
        [first, _] => format!("multivariate normal, correlation {}", short(first[1])),
        _ => "multivariate normal".to_owned(),
    }
}

/// To four decimals, without zeros at the end.
fn short(r: f64) -> String {
    let rounded = (r * 1e4).round() / 1e4;
    format!("{}", if rounded == 0.0 { 0.0 } else { rounded })
}

fn refuse(joint: &mut Joint<'_>, place: Span, message: String) {
    let error = Diagnostic::error("multivariate-normal", message);
    joint.diagnostics.push(error.at(place, ""));
}

fn spread(group: &MultivariateNormal, joint: &mut Joint<'_>) -> Option<Spread> {
    match (&group.covariance, &group.sd, &group.correlation) {
        (Some(covariance), None, None) => of_covariance(covariance, group.inputs.len(), joint),
        (None, Some(sd), Some(correlation)) => {
            let size = group.inputs.len();
            let matrix = correlations::pearson(correlation, size, joint.diagnostics);
            if sd.value.len() != size {
                let found = sd.value.len();
                let message =
                    format!("`sd` must have {size} numbers, one per input, found {found}");
                refuse(joint, sd.span, message);
                return None;
            }
            if let Some(negative) = sd.value.iter().find(|sd| **sd <= 0.0) {
                let message = format!("`sd` has {negative}: it must be above 0");
                refuse(joint, sd.span, message);
                return None;
            }
            Some(Spread {
                sds: sd.value.clone(),
                correlations: matrix?,
                place: correlation.span,
            })
        }
        (covariance, sd, correlation) => {
            let given = [covariance.is_some(), sd.is_some(), correlation.is_some()];
            let message = format!(
                "`{}` needs `covariance`, or `sd` and `correlation`",
                group.name.value
            );
            let mut error = Diagnostic::error("missing", message).at(group.name.span, "");
            if given[0] {
                error.message = format!(
                    "`{}` has `covariance` or `sd` and `correlation`, not both",
                    group.name.value
                );
                error.code = "key";
            }
            joint.diagnostics.push(error);
            None
        }
    }
}

fn of_covariance(
    covariance: &Spanned<Vec<Vec<f64>>>,
    size: usize,
    joint: &mut Joint<'_>,
) -> Option<Spread> {
    let rows = &covariance.value;
    let mut fail = |message: String| {
        refuse(joint, covariance.span, message);
        None
    };
    if rows.len() != size || rows.iter().any(|row| row.len() != size) {
        return fail(format!(
            "`covariance` must have {size} rows of {size} numbers, one per input"
        ));
    }
    for (i, row) in rows.iter().enumerate() {
        if row[i] <= 0.0 {
            return fail(format!(
                "the variance in row {} is {}: it must be above 0",
                i + 1,
                row[i]
            ));
        }
        if let Some(j) = (0..i).find(|&j| row[j] != rows[j][i]) {
            return fail(format!(
                "the covariance must be symmetric: row {}, column {} is {}, its mirror is {}",
                j + 1,
                i + 1,
                rows[j][i],
                row[j]
            ));
        }
    }
    let sds: Vec<f64> = (0..size).map(|i| rows[i][i].sqrt()).collect();
    let entry = |i: usize, j: usize| {
        if i == j {
            1.0
        } else {
            rows[i][j] / (sds[i] * sds[j])
        }
    };
    let correlations: Matrix = (0..size)
        .map(|i| (0..size).map(|j| entry(i, j)).collect())
        .collect();
    Some(Spread {
        sds,
        correlations,
        place: covariance.span,
    })
}
