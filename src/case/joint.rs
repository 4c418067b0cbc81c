//! Reads what is drawn jointly: correlations, Dirichlet and multivariate normal priors.

use toml::de::DeValue;

use super::table::{Table, span_of};
use super::{
    Correlation, CorrelationValue, Dirichlet, DirichletChange, MultivariateNormal, Spanned,
};

pub(super) fn dirichlet(name: &Spanned<String>, table: Table<'_>) -> Option<Dirichlet> {
    let (inputs, numbers) = (table.texts("inputs"), dirichlet_change(name, table));
    let (inputs, numbers) = (inputs?, numbers?);
    Some(Dirichlet {
        name: numbers.name,
        inputs,
        counts: numbers.counts,
        pseudo_count: numbers.pseudo_count,
        alpha: numbers.alpha,
    })
}

/// The numbers of a Dirichlet, all of which may be left out.
pub(super) fn dirichlet_change(
    name: &Spanned<String>,
    table: Table<'_>,
) -> Option<DirichletChange> {
    let numbers = |key: &str| written(table, key, vector(table, key));
    let (counts, alpha) = (numbers("counts"), numbers("alpha"));
    let pseudo_count = written(table, "pseudo_count", table.number("pseudo_count"));
    Some(DirichletChange {
        name: name.clone(),
        counts: counts?,
        pseudo_count: pseudo_count?,
        alpha: alpha?,
    })
}

pub(super) fn multivariate_normal(
    name: &Spanned<String>,
    table: Table<'_>,
) -> Option<MultivariateNormal> {
    let (inputs, mean) = (table.texts("inputs"), vector(table, "mean"));
    let covariance = written(table, "covariance", matrix(table, "covariance"));
    let sd = written(table, "sd", vector(table, "sd"));
    let correlation = correlation_value(table, "correlation");
    let correlation = written(table, "correlation", correlation);
    Some(MultivariateNormal {
        name: name.clone(),
        inputs: inputs?,
        mean: mean?,
        covariance: covariance?,
        sd: sd?,
        correlation: correlation?,
    })
}

pub(super) fn correlation(name: &Spanned<String>, table: Table<'_>) -> Option<Correlation> {
    let inputs = table.texts("inputs");
    let value = |key: &str| written(table, key, correlation_value(table, key));
    let (rank, normal_score) = (value("rank"), value("normal_score"));
    Some(Correlation {
        name: name.clone(),
        inputs: inputs?,
        rank: rank?,
        normal_score: normal_score?,
    })
}

fn correlation_value(table: Table<'_>, key: &str) -> Option<Spanned<CorrelationValue>> {
    let value = table.value(key)?;
    let DeValue::Array(rows) = value.get_ref() else {
        let number = table.number(key)?;
        return Some(Spanned::new(
            CorrelationValue::Common(number.value),
            number.span,
        ));
    };
    let matrix: Option<Vec<Vec<f64>>> = rows.iter().map(|row| table.numbers_of(key, row)).collect();
    Some(Spanned::new(
        CorrelationValue::Matrix(matrix?),
        span_of(value),
    ))
}

/// What is there must be readable; what is absent is the business of the next stage.
#[allow(
    clippy::option_option,
    reason = "the outer one says whether the whole table can be read"
)]
fn written<T>(table: Table<'_>, key: &str, read: Option<T>) -> Option<Option<T>> {
    match read {
        None if table.value(key).is_some() || table.misspells(key) => None,
        read => Some(read),
    }
}

fn vector(table: Table<'_>, key: &str) -> Option<Spanned<Vec<f64>>> {
    let value = table.value(key)?;
    let numbers = table.numbers_of(key, value)?;
    Some(Spanned::new(numbers, span_of(value)))
}

fn matrix(table: Table<'_>, key: &str) -> Option<Spanned<Vec<Vec<f64>>>> {
    let value = table.value(key)?;
    let DeValue::Array(rows) = value.get_ref() else {
        // Not a list at all: said as for any list of numbers.
        return table.numbers_of(key, value).and(None);
    };
    let rows: Option<Vec<Vec<f64>>> = rows.iter().map(|row| table.numbers_of(key, row)).collect();
    Some(Spanned::new(rows?, span_of(value)))
}
