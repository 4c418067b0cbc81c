//! The value of information, within 80 columns.

use super::run::paragraph;
use super::study::{fitted, heading, label};
use crate::analysis::{Population, Voi, VoiRow, is_beyond_chance};
use crate::model::{Euros, Model};
use crate::report::Manifest;
use crate::report::digits::{error, euro, percent, rounded, significant};
use crate::report::grid::{Align, grid};
use crate::report::words::Noun;
use crate::sim::REPLICATES;
use crate::stats::Estimate;
use crate::text::Lang;

/// Inputs, or groups of them.
const GROUP: Noun = Noun::new(
    ["input or group", "inputs or groups"],
    ["parameter of groep", "parameters of groepen"],
);
/// Groups that are shown.
const SHOWN: usize = 15;

/// What the tables are made of.
#[derive(Clone, Copy, Debug)]
pub struct VoiReport<'a> {
    /// The language.
    pub lang: Lang,
    /// The case.
    pub model: &'a Model,
    /// What was done.
    pub manifest: &'a Manifest,
    /// The results.
    pub voi: &'a Voi,
    /// EVPPI that is known without sampling: inputs, value.
    pub exact: &'a [(Vec<usize>, f64)],
    /// How many decisions the information serves, if that was said.
    pub population: Option<Population>,
}

impl VoiReport<'_> {
    /// The exact EVPPI of a group, where it is known.
    pub(in crate::report) fn exact_of(&self, row: &VoiRow) -> Option<f64> {
        let found = self
            .exact
            .iter()
            .find(|(inputs, _)| *inputs == row.group.inputs);
        found.map(|(_, value)| *value)
    }
}

/// EVPI, and EVPPI by group.
#[must_use]
pub fn voi_text(report: VoiReport<'_>) -> String {
    let lang = report.lang;
    let mut text = heading(lang, report.model, report.manifest);
    text += "\n";
    text += &paragraph(&evpi(report));
    if !report.voi.rows.is_empty() {
        text += "\n";
        text += &table(report);
    }
    text + "\n" + &paragraph(&scale(report))
}

fn evpi(report: VoiReport<'_>) -> String {
    let (lang, voi) = (report.lang, report.voi);
    let threshold = &voi.threshold;
    let implement = threshold.frontier == 1;
    let choice = if implement {
        lang.pick("to implement", "invoeren")
    } else {
        lang.pick("not to implement", "niet invoeren")
    };
    let right = percent(lang, threshold.ceaf());
    // Where it is wrong in no draw, these draws do not tell how often and by how much it might be.
    let value = if threshold.evpi.value == 0.0 {
        "≈ 0 (EVPI)".to_owned()
    } else {
        let of = error(lang, threshold.evpi.standard_error);
        format!("{} (EVPI, MCSE {of})", euro(lang, threshold.evpi))
    };
    let euros = match voi.euros {
        Euros::All => "",
        Euros::Hard => lang.pick(" counting hard euros only", " met alleen harde euro's"),
    };
    let [nothing, programme] = [&threshold.options[0], &threshold.options[1]];
    let lead = programme.incremental.value - nothing.incremental.value;
    if lead.abs() <= 1.96 * programme.incremental.standard_error {
        return lang.pick(
            format!(
                "The draws do not tell whether implementing is the best choice{euros}: expected net benefit is zero within its Monte \
                 Carlo error. Never to be wrong would be worth {value}."
            ),
            format!(
                "De trekkingen laten niet zien of invoeren de beste keuze is{euros}: de verwachte netto baten zijn nul binnen hun \
                 Monte-Carlo-fout. Altijd de juiste keuze maken zou {value} waard zijn."
            ),
        );
    }
    lang.pick(
        format!(
            "The best choice{euros}, given what is known, is {choice}; in {right} of the draws it is the right one. Never to be wrong \
             would be worth {value}."
        ),
        format!(
            "Wat nu bekend is pleit{euros} voor {choice}; in {right} van de trekkingen is dat de juiste keuze. Altijd de juiste \
             keuze maken zou {value} waard zijn."
        ),
    )
}

fn table(report: VoiReport<'_>) -> String {
    let lang = report.lang;
    let rows = &report.voi.rows;
    let nested = rows.iter().any(|row| row.nested.is_some());
    let exact = rows.iter().any(|row| report.exact_of(row).is_some());
    let mut header = vec![
        (
            lang.pick("Knowing this (EVPPI)", "Dit weten (EVPPI)"),
            Align::Left,
        ),
        (lang.pick("regression", "regressie"), Align::Right),
        ("MCSE", Align::Right),
    ];
    if nested {
        header.push((lang.pick("nested", "genest"), Align::Right));
        header.push(("MCSE", Align::Right));
    }
    if exact {
        header.push((lang.pick("exact", "exact"), Align::Right));
    }
    let worth = |row: &&VoiRow| {
        let nested = row
            .nested
            .as_ref()
            .is_some_and(|nested| nested.distinguishable);
        row.regression.distinguishable || nested
    };
    let known: Vec<&VoiRow> = rows.iter().filter(worth).collect();
    let lines = known.iter().take(SHOWN).map(|row| {
        let regression = &row.regression;
        let mut cells = vec![
            name(lang, report.model, row),
            amount(lang, regression.value, regression.distinguishable),
            error(lang, regression.value.standard_error),
        ];
        if nested {
            let found = row.nested.as_ref();
            cells.push(found.map_or("–".to_owned(), |n| {
                amount(lang, n.value, n.distinguishable)
            }));
            let known = found
                .map(|n| n.value.standard_error)
                .filter(|e| !e.is_nan());
            cells.push(known.map_or("–".to_owned(), |e| error(lang, e)));
        }
        if exact {
            let value = report.exact_of(row);
            cells.push(value.map_or("–".to_owned(), |x| euro(lang, Estimate::exact(x))));
        }
        cells
    });
    let lines: Vec<Vec<String>> = lines.collect();
    let mut text = if lines.is_empty() {
        String::new()
    } else {
        grid(&header, fitted(&header, lines))
    };
    let more = known.len().saturating_sub(SHOWN);
    if more > 0 {
        text += &lang.pick(
            format!("  and {more} more in evppi.parquet\n"),
            format!("  en nog {more} in evppi.parquet\n"),
        );
    }
    text += &beyond_chance(report);
    let nothing = rows.len() - known.len();
    if nothing > 0 {
        let inputs = GROUP.counted(lang, nothing as u64);
        text += &paragraph(&lang.pick(
            format!("Of {inputs} the value is not distinguishable from zero (evppi.parquet)."),
            format!("Van {inputs} is de waarde niet van nul te onderscheiden (evppi.parquet)."),
        ));
    }
    text
}

/// How many estimates are not what is known without sampling.
fn beyond_chance(report: VoiReport<'_>) -> String {
    let lang = report.lang;
    let off = report.voi.rows.iter().map(|row| {
        let Some(exact) = report.exact_of(row) else {
            return 0;
        };
        let (found, error) = (&row.regression, row.regression.value.standard_error);
        let regression = Estimate::new(found.raw - found.bias, error);
        let nested = row.nested.as_ref();
        let nested = nested.map(|nested| Estimate::new(nested.raw, nested.value.standard_error));
        let off = found.distinguishable && is_beyond_chance(regression, exact, 1);
        usize::from(off)
            + usize::from(nested.is_some_and(|e| is_beyond_chance(e, exact, REPLICATES)))
    });
    let off: usize = off.sum();
    if off == 0 {
        return String::new();
    }
    paragraph(&lang.pick(
        format!("WARNING: {off} estimates are further from their exact values than chance explains; take the exact ones."),
        format!("LET OP: {off} schattingen wijken verder van hun exacte waarde af dan toeval verklaart; neem de exacte."),
    ))
}

fn amount(lang: Lang, value: Estimate, distinguishable: bool) -> String {
    if distinguishable {
        euro(lang, value)
    } else {
        "≈ 0".to_owned()
    }
}

/// What a group is called.
pub(in crate::report) fn name(lang: Lang, model: &Model, row: &VoiRow) -> String {
    if let [_] = row.group.inputs[..] {
        label(lang, model, &row.group.name).to_owned()
    } else {
        let together = lang.pick("together", "samen");
        format!("{} ({} {together})", row.group.name, row.group.inputs.len())
    }
}

/// For how many decisions.
fn scale(report: VoiReport<'_>) -> String {
    let (lang, model) = (report.lang, report.model);
    let per = &model.per_text;
    let Some(population) = report.population else {
        return lang.pick(
            format!(
                "All amounts are per {per}. With `--units`, `--years` and `--discount` they are scaled to all decisions that the \
                 information serves."
            ),
            format!(
                "Alle bedragen zijn per {per}. Met `--units`, `--years` en `--discount` worden ze opgeschaald naar alle beslissingen \
                 waarvoor de informatie dient."
            ),
        );
    };
    let units = significant(lang, population.units, 6);
    let years = population.years;
    let rate = rounded(lang, 100.0 * population.rate, 2);
    let factor = significant(lang, population.factor(), 5);
    let evpi = euro(lang, population.scaled(report.voi.threshold.evpi));
    lang.pick(
        format!(
            "All amounts above are per {per}. For {units} units in each of {years} years, discounted at {rate} % a year from the second \
             on, they are to be multiplied by {factor}: EVPI {evpi}. The tables have both."
        ),
        format!(
            "Alle bedragen hierboven zijn per {per}. Voor {units} eenheden in elk van {years} jaar, met {rate} % per jaar verdisconteerd \
             vanaf het tweede, is de factor {factor}: EVPI {evpi}. De tabellen hebben beide."
        ),
    )
}
