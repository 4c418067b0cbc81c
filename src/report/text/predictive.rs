//! What a predictive run says of itself: that it is one, and where its spread comes from.

use crate::analysis::SpreadRow;
use crate::model::Model;
use crate::report::Manifest;
use crate::report::digits::{error, euro, percent};
use crate::report::grid::{Align, grid, wrapped};
use crate::text::Lang;

const WIDTH: usize = 80;

/// What is predicted: "the next 100 clients".
pub(in crate::report) fn next(lang: Lang, model: &Model) -> String {
    let unnamed = match model.per_text.as_str() {
        "1" => lang.pick("the next case", "het volgende geval").to_owned(),
        per => lang.pick(format!("the next `{per}`"), format!("de volgende `{per}`")),
    };
    model.next.or(lang, &unnamed).to_owned()
}

/// Lines of the heading; none in an ordinary run.
pub(super) fn heading(lang: Lang, model: &Model, manifest: &Manifest) -> Option<String> {
    let next = next(lang, model);
    let text = lang.pick(
        format!(
            "PREDICTIVE: {next}. Chance among them is drawn as well as the parameters, so this is not how sure the expected \
             result is: run without `--predictive` for that."
        ),
        format!(
            "VOORSPELLING: {next}. Naast de parameters is ook het toeval daarin getrokken; dit is dus niet hoe zeker het \
             verwachte resultaat is: zie daarvoor een run zonder `--predictive`."
        ),
    );
    manifest.predictive.then(|| wrapped(&text, WIDTH, ""))
}

/// For whom benefits exceed costs: words after "the probability that benefits exceed costs"; none in an ordinary run.
pub(in crate::report) fn for_whom(lang: Lang, model: &Model, manifest: &Manifest) -> String {
    if manifest.predictive {
        let next = next(lang, model);
        lang.pick(format!(" for {next}"), format!(" voor {next}"))
    } else {
        String::new()
    }
}

/// The block "Where the spread comes from"; nothing in an ordinary run.
pub(super) fn spread_text(lang: Lang, model: &Model, rows: &[SpreadRow]) -> String {
    let wanted = [
        ("net_benefit", lang.pick("net benefit", "saldo")),
        ("benefits", lang.pick("benefits", "baten")),
        ("costs", lang.pick("costs", "kosten")),
    ];
    let columns = [
        ("", Align::Left),
        ("sd", Align::Right),
        ("MCSE", Align::Right),
        (
            lang.pick("sd, parameters only", "sd, alleen parameters"),
            Align::Right,
        ),
        (lang.pick("of variance", "van variantie"), Align::Right),
        ("MCSE", Align::Right),
    ];
    let find = |metric: &str| rows.iter().find(|row| row.metric == metric);
    let cells = wanted.into_iter().filter_map(|(metric, title)| {
        let row = find(metric)?;
        let share = row.parameter_share;
        Some(vec![
            title.to_owned(),
            euro(lang, row.predictive.sd),
            error(lang, row.predictive.sd.standard_error),
            euro(lang, row.parameter.sd),
            share.map_or_else(|| "–".to_owned(), |share| percent(lang, share)),
            share.map_or_else(String::new, |share| {
                error(lang, share.standard_error * 100.0)
            }),
        ])
    });
    let cells: Vec<Vec<String>> = cells.collect();
    if cells.is_empty() {
        return String::new();
    }
    let title = lang.pick(
        "Where the spread comes from",
        "Waar de spreiding vandaan komt",
    );
    let next = next(lang, model);
    let remark = lang.pick(
        format!(
            "The share of variance that is uncertainty of the parameters is what a larger study would reduce; the rest is \
             chance among {next}, which it would not."
        ),
        format!(
            "Het deel van de variantie dat onzekerheid over de parameters is, zou een grotere studie verkleinen; de rest is \
             toeval in {next}, dat blijft."
        ),
    );
    format!(
        "\n{title}\n{}{}\n",
        grid(&columns, cells),
        wrapped(&remark, WIDTH, "")
    )
}
