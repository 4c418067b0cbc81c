//! What is known without drawing, beside what a run found, within 80 columns.

use super::run::paragraph;
use crate::analysis::{CheckedMoment, NotExact, Obstacle, SelfCheckRow};
use crate::model::Total;
use crate::report::digits::{euro, rounded};
use crate::report::grid::{Align, grid};
use crate::stats::Estimate;
use crate::text::Lang;

/// The totals that are shown.
const SHOWN: [Total; 3] = [Total::Benefits, Total::Costs, Total::NetBenefit];

/// The check, or why there is none.
#[must_use]
pub(super) fn self_check_text(lang: Lang, check: &Result<Vec<SelfCheckRow>, NotExact>) -> String {
    match check {
        // A predictive run says itself that it is none of the ordinary ones.
        Err(NotExact::Predictive) => String::new(),
        Err(reason) => {
            let title = lang.pick(
                "No check against exact values",
                "Geen controle met exacte waarden",
            );
            let reason = said(lang, reason);
            format!("\n{}", paragraph(&format!("{title}: {reason}.")))
        }
        Ok(rows) => format!(
            "\n{}{}{}",
            title(lang),
            table(lang, rows),
            verdict(lang, rows)
        ),
    }
}

/// Why there is no check.
pub(in crate::report) fn said(lang: Lang, reason: &NotExact) -> String {
    if lang == Lang::En {
        return reason.to_string();
    }
    match reason {
        NotExact::Predictive => "er wordt voorspeld".to_owned(),
        NotExact::NotPolynomial { line, obstacle } => format!(
            "de post `{line}` is geen veelterm in wat getrokken wordt: {}",
            obstacle_in_dutch(*obstacle)
        ),
        NotExact::Power { line, input } => {
            format!("de post `{line}` heeft een hogere macht van `{input}`")
        }
        NotExact::SharedBlock {
            line,
            inputs: [a, b],
            block,
        } => format!(
            "de post `{line}` vermenigvuldigt `{a}` en `{b}`, die samenhangen door `{block}`"
        ),
        NotExact::TooManyTerms { line, most } => {
            format!("met de post `{line}` zijn er meer dan {most} termen")
        }
        NotExact::NotFinite { line } => format!("de post `{line}` is niet eindig"),
        NotExact::Moments { input } => {
            format!(
                "de verdeling van `{input}` heeft geen eindig gemiddelde en geen eindige spreiding"
            )
        }
        NotExact::Correlation { inputs: [a, b] } => format!(
            "de correlatie tussen `{a}` en `{b}` is uit hun verdelingen niet tot op 1e-10 te berekenen"
        ),
    }
}

fn obstacle_in_dutch(obstacle: Obstacle) -> String {
    match obstacle {
        Obstacle::Divisor => "hij deelt door iets dat getrokken wordt".to_owned(),
        Obstacle::Condition => "een trekking beslist over een `if`".to_owned(),
        Obstacle::Comparison(op) => {
            format!("hij heeft `{}` op iets dat getrokken wordt", op.symbol())
        }
        Obstacle::Exponent => "hij heeft een macht van of tot iets dat getrokken wordt".to_owned(),
        Obstacle::Function(function) => {
            format!(
                "hij heeft `{}` van iets dat getrokken wordt",
                function.name()
            )
        }
        Obstacle::Negation => "hij heeft `not` voor iets dat getrokken wordt".to_owned(),
        Obstacle::Result => "hij gebruikt een uitkomst van de business case".to_owned(),
    }
}

fn title(lang: Lang) -> &'static str {
    lang.pick(
        "Self-check: computed from the priors without sampling, and as estimated\n",
        "Zelfcontrole: uit de verdelingen berekend zonder trekkingen, en zoals geschat\n",
    )
}

fn table(lang: Lang, rows: &[SelfCheckRow]) -> String {
    let columns = [
        ("", Align::Left),
        (lang.pick("exact mean", "exact gem."), Align::Right),
        (lang.pick("estimate", "schatting"), Align::Right),
        ("z", Align::Right),
        (lang.pick("exact sd", "exacte sd"), Align::Right),
        (lang.pick("estimate", "schatting"), Align::Right),
        ("z", Align::Right),
    ];
    let of = |total: Total, moment: CheckedMoment| {
        rows.iter()
            .find(|row| row.total == total && row.moment == moment)
    };
    let lines = SHOWN.iter().map(|&total| {
        let mut cells = vec![name(lang, total).to_owned()];
        for moment in [CheckedMoment::Mean, CheckedMoment::Sd] {
            cells.extend(of(total, moment).map_or_else(
                || vec![String::new(); 3],
                |row| {
                    vec![
                        euro(lang, Estimate::exact(row.exact)),
                        euro(lang, row.estimate),
                        rounded(lang, row.z, 1),
                    ]
                },
            ));
        }
        cells
    });
    grid(&columns, lines.collect())
}

fn name(lang: Lang, total: Total) -> &'static str {
    match total {
        Total::Benefits => lang.pick("benefits", "baten"),
        Total::Costs => lang.pick("costs", "kosten"),
        _ => lang.pick("net benefit", "netto baten"),
    }
}

fn verdict(lang: Lang, rows: &[SelfCheckRow]) -> String {
    let off = rows.iter().filter(|row| row.agrees == Some(false)).count();
    if off == 0 {
        return paragraph(lang.pick(
            "z: deviation in standard errors; all are within what chance explains.",
            "z: afwijking in standaardfouten; alle passen bij toeval.",
        ));
    }
    paragraph(&lang.pick(
        format!(
            "WARNING: {off} of {} estimates are further from their exact values than chance explains (exact.parquet). Take more \
             draws; if that does not help, do not use these results, and report the case.",
            rows.len()
        ),
        format!(
            "LET OP: {off} van de {} schattingen wijken verder van hun exacte waarde af dan toeval verklaart (exact.parquet). Neem \
             meer trekkingen; helpt dat niet, gebruik deze resultaten dan niet en meld de business case.",
            rows.len()
        ),
    ))
}
