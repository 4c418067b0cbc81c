//! Reads predictive tables: which derived quantities, and the one law that draws them.

use toml::de::DeValue;

use super::keys::{self, Section};
use super::table::{Table, span_of};
use super::{Expr, Predictive, PredictiveLaw, Spanned};
use crate::text::{Diagnostic, Span, listed};

/// The laws, with their arguments.
const LAWS: [(&str, &Section); 4] = [
    ("binomial", &keys::BINOMIAL),
    ("multinomial", &keys::MULTINOMIAL),
    ("poisson", &keys::POISSON),
    ("mean_of", &keys::MEAN_OF),
];

pub(super) fn predictive(name: &Spanned<String>, table: Table<'_>) -> Option<Predictive> {
    let given: Vec<_> = LAWS
        .into_iter()
        .filter(|(law, _)| table.value(law).is_some())
        .collect();
    let [(word, section)] = given.as_slice() else {
        // A misspelled law was reported as an unknown key.
        if !(given.is_empty() && table.has_unknown_key()) {
            refuse_number_of_laws(name, table, given.iter().map(|(law, _)| *law));
        }
        return None;
    };
    let quantities = quantities(name, table, word);
    let arguments = table.section(word, section)?;
    let law = match *word {
        "binomial" => {
            let (trials, probability) = (
                arguments.expression("trials"),
                arguments.expression("probability"),
            );
            PredictiveLaw::Binomial {
                trials: trials?,
                probability: probability?,
            }
        }
        "multinomial" => multinomial(arguments)?,
        "mean_of" => {
            let (number, sd) = (arguments.expression("number"), arguments.expression("sd"));
            PredictiveLaw::MeanOf {
                number: number?,
                sd: sd?,
                family: arguments.choice("family", keys::SPREADS),
            }
        }
        _ => PredictiveLaw::Poisson,
    };
    Some(Predictive {
        name: name.clone(),
        quantities: quantities?,
        law,
        span: arguments.span,
    })
}

fn refuse_number_of_laws<'n>(
    name: &Spanned<String>,
    table: Table<'_>,
    given: impl ExactSizeIterator<Item = &'n str>,
) {
    let message = if given.len() == 0 {
        format!("`{}` does not say how it is drawn", name.value)
    } else {
        let laws: Vec<String> = given.map(|law| format!("`{law}`")).collect();
        format!(
            "`{}` is drawn by one law, not by {}",
            name.value,
            laws.join(" and ")
        )
    };
    let all = listed(LAWS.map(|(law, _)| law));
    table.report(
        Diagnostic::error("predictive", message)
            .at(table.span, "")
            .help(format!("give one of {all}")),
    );
}

/// `quantities` of a multinomial, `quantity` of all other laws.
fn quantities(name: &Spanned<String>, table: Table<'_>, law: &str) -> Option<Vec<Spanned<String>>> {
    let (wanted, other) = if law == "multinomial" {
        ("quantities", "quantity")
    } else {
        ("quantity", "quantities")
    };
    if table.value(other).is_some() {
        let message = format!("`{law}` has `{wanted}`, not `{other}`");
        table.report(Diagnostic::error("predictive", message).at(table.span, ""));
        return None;
    }
    if table.value(wanted).is_none() {
        if !table.misspells(wanted) {
            let message = format!("`{}` needs `{wanted}`", name.value);
            table.report(
                Diagnostic::error("missing", message)
                    .at(table.span, "")
                    .help("name what is drawn: quantities under `[derived]`"),
            );
        }
        return None;
    }
    if law == "multinomial" {
        table.texts(wanted)
    } else {
        table.text(wanted).map(|quantity| vec![quantity])
    }
}

fn multinomial(arguments: Table<'_>) -> Option<PredictiveLaw> {
    let trials = arguments.expression("trials");
    let key = "probabilities";
    let value = arguments.value(key)?;
    let mut items = arguments.items_of(key, "a list of expressions", value)?;
    let mut rest: Option<Span> = None;
    if let Some((last, others)) = items.split_last()
        && let DeValue::String(word) = last.get_ref()
        && word.as_ref() == "rest"
    {
        (rest, items) = (Some(span_of(last)), others);
    }
    let read = items.iter().map(|item| arguments.expression_of(key, item));
    let probabilities: Vec<Option<Expr>> = read.collect();
    Some(PredictiveLaw::Multinomial {
        trials: trials?,
        probabilities: probabilities.into_iter().collect::<Option<_>>()?,
        rest,
    })
}
