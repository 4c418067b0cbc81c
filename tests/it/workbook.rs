//! The workbook of a run: what its cells hold, that hostile cases stay text, and that the same results are the same bytes.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};
use sroi::analysis::{self, Findings, Reproduction, ScenarioRow, StakeholderRow, Voi};
use sroi::dist::Probability;
use sroi::model::{Euros, Family, Model, Selection, Total, Uncertainty, Variant};
use sroi::plan;
use sroi::report::{Manifest, Publication, ResearchValue, Scenarios, workbook};
use sroi::sim::{self, Settings, Silent, Simulation};
use sroi::stats::Estimate;
use sroi::text::{Diagnostic, Lang, Source};

use crate::support;

const DRAWS: u64 = 2_000;

/// A run and all that a publication shows of it.
struct Made {
    model: Model,
    variant: Variant,
    manifest: Manifest,
    simulation: Simulation,
    findings: Findings,
    reproduction: Reproduction,
    family: Option<Family>,
    rows: Vec<ScenarioRow>,
    voi: Option<Voi>,
    exact: Vec<(Vec<usize>, f64)>,
    warnings: Vec<Diagnostic>,
}

impl Made {
    fn of(model: Model, selection: &Selection, draws: u64) -> Self {
        let settings = Settings::random(draws, 1, 2);
        let variant = model.variant(selection).unwrap();
        let plan = plan::compile(&model, &variant);
        let simulation = sim::simulate(&plan, settings, &Silent).unwrap();
        let manifest = Manifest::new(&model, &variant, &plan, settings, &"ab".repeat(32));
        let manifest = manifest.completed(&simulation);
        let expected = Selection {
            predictive: false,
            ..selection.clone()
        };
        let family = model.family(&expected).ok();
        let findings = analysis::findings(&model, &variant, family.as_ref(), &simulation);
        let family = family.filter(|family| !family.others.is_empty());
        let rows = family.as_ref().map_or_else(Vec::new, |family| {
            let others: Vec<Variant> = family.others.iter().map(|(_, v)| v.clone()).collect();
            let plan = plan::compile_family(&model, &family.base, &others);
            let simulation = sim::simulate(&plan, settings, &Silent).unwrap();
            analysis::scenarios(&model, family, &simulation)
        });
        let groups = analysis::voi_groups(&model, &variant);
        let voi = analysis::voi(
            &model,
            &variant,
            Euros::All,
            &groups,
            settings,
            None,
            &Silent,
        );
        let exact = analysis::exact_evppi(&model, &variant).unwrap_or_default();
        let exact = exact
            .iter()
            .map(|one| (vec![one.input], one.of(Euros::All)));
        Self {
            exact: exact.collect(),
            voi: voi.ok().filter(|_| !variant.predictive),
            reproduction: analysis::reproduce(&model),
            warnings: Vec::new(),
            model,
            variant,
            manifest,
            simulation,
            findings,
            family,
            rows,
        }
    }

    fn publication(&self, lang: Lang) -> Publication<'_> {
        let ratios = [Total::Roi, Total::HardRoi];
        Publication {
            lang,
            model: &self.model,
            variant: &self.variant,
            manifest: &self.manifest,
            simulation: &self.simulation,
            findings: &self.findings,
            reproduction: &self.reproduction,
            at_points: plan::totals(&self.model, &self.variant, &self.variant.points, ratios),
            scenarios: self.family.as_ref().map(|family| Scenarios {
                family,
                manifest: &self.manifest,
                rows: &self.rows,
            }),
            voi: self.voi.as_ref().map(|voi| ResearchValue {
                voi,
                exact: &self.exact,
            }),
            carried: None,
            warnings: &self.warnings,
        }
    }

    fn workbook(&self, lang: Lang) -> Vec<u8> {
        workbook(&self.publication(lang)).unwrap()
    }
}

fn shipped(name: &str, draws: u64) -> Made {
    let text = support::text(&format!("priors/{name}.toml"));
    let source = Source::new("case", &text);
    let (case, mut diagnostics) = sroi::case::read(&source);
    let model = sroi::model::check(&case.unwrap(), &mut diagnostics).unwrap();
    let warnings = diagnostics.sorted();
    Made {
        warnings,
        ..Made::of(model, &Selection::default(), draws)
    }
}

const SHIPPED: [&str; 7] = [
    "meer_kracht_minder_zorg",
    "mentorproject",
    "netwerkzorg",
    "samenoud",
    "snv",
    "template",
    "thuisbegeleiding",
];

/// The sheets of a workbook, by name.
fn read(bytes: Vec<u8>) -> BTreeMap<String, Range<Data>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    book.worksheets().into_iter().collect()
}

/// The rows of the table with this title in its first column, up to the first empty one.
#[track_caller]
fn rows<'a>(sheet: &'a Range<Data>, title: &str) -> Vec<&'a [Data]> {
    nth_rows(sheet, title, 0)
}

/// The same of one of several tables whose first columns have the same title.
#[track_caller]
fn nth_rows<'a>(sheet: &'a Range<Data>, title: &str, table: usize) -> Vec<&'a [Data]> {
    let all: Vec<&[Data]> = sheet.rows().collect();
    let starts = all
        .iter()
        .enumerate()
        .filter(|(_, row)| row[0] == Data::String(title.to_owned()));
    let start = starts.map(|(place, _)| place).nth(table);
    let start = start.unwrap_or_else(|| panic!("no table begins with `{title}`"));
    let below = all[start + 1..].iter().copied();
    below
        .take_while(|row| row.iter().any(|cell| *cell != Data::Empty))
        .collect()
}

/// A cell as a number; what is empty is none.
#[track_caller]
fn number(cell: &Data) -> f64 {
    match cell {
        Data::Float(number) => *number,
        Data::Int(number) => *number as f64,
        Data::Empty => f64::NAN,
        Data::String(text) if text == "∞" => f64::INFINITY,
        Data::String(text) if text == "−∞" => f64::NEG_INFINITY,
        other => panic!("{other:?} is no number"),
    }
}

/// Cells against the numbers that they must hold, to the last bit.
#[track_caller]
fn assert_numbers(cells: &[Data], expected: &[f64], what: &str) {
    let found: Vec<f64> = cells.iter().map(number).collect();
    let same = |a: &f64, b: &f64| a == b || (a.is_nan() && b.is_nan());
    let equal = found.iter().zip(expected).all(|(a, b)| same(a, b));
    assert!(
        equal && found.len() == expected.len(),
        "{what}: {found:?}, expected {expected:?}"
    );
}

/// An estimate and its standard error.
fn both(estimate: Estimate) -> [f64; 2] {
    [estimate.value, estimate.standard_error]
}

/// The same where there may be none.
fn maybe(estimate: Option<Estimate>) -> [f64; 2] {
    both(estimate.unwrap_or(Estimate::UNKNOWN))
}

#[test]
fn shipped_cases_have_workbooks_in_both_languages() {
    for name in SHIPPED {
        let made = shipped(name, DRAWS);
        let sheets = Lang::ALL.map(|lang| read(made.workbook(lang)));
        for (sheets, wanted) in sheets.iter().zip([
            [
                "Summary",
                "Reading guide",
                "Inputs",
                "Results",
                "Lines",
                "Stakeholders",
                "Tornado",
                "Density",
            ],
            [
                "Samenvatting",
                "Leeswijzer",
                "Parameters",
                "Resultaten",
                "Posten",
                "Belanghebbenden",
                "Tornado",
                "Dichtheid",
            ],
        ]) {
            for wanted in wanted {
                assert!(sheets.contains_key(wanted), "{name} has no sheet {wanted}");
            }
            assert!(sheets.keys().all(|name| name.chars().count() <= 31));
        }
        assert_eq!(sheets[0].len(), sheets[1].len(), "{name}");
    }
}

#[test]
fn results_are_the_findings_in_full_precision() {
    for name in SHIPPED {
        let made = shipped(name, DRAWS);
        let sheets = read(made.workbook(Lang::En));
        let found = rows(&sheets["Results"], "result");
        assert_eq!(found.len(), made.findings.summary.len(), "{name}");
        for (cells, row) in found.iter().zip(&made.findings.summary) {
            let mut expected = both(row.mean).to_vec();
            match &row.spread {
                None => expected.resize(18, f64::NAN),
                Some(spread) => {
                    expected.extend(both(spread.sd));
                    expected.extend(spread.quantiles.into_iter().flat_map(both));
                }
            }
            expected.push(row.infinite as f64);
            assert_numbers(&cells[5..], &expected, &format!("{name}: {}", row.metric));
            assert_eq!(cells[2], Data::String(row.metric.clone()));
        }
    }
}

#[test]
fn the_summary_is_the_headline() {
    let made = shipped("netwerkzorg", DRAWS);
    let sheets = read(made.workbook(Lang::Nl));
    let found = rows(&sheets["Samenvatting"], "uitkomst");
    let row = |title: &str| {
        let is_it = |row: &&&[Data]| row[0] == Data::String(title.to_owned());
        *found
            .iter()
            .find(is_it)
            .unwrap_or_else(|| panic!("no row `{title}`"))
    };
    let headline = &made.findings.headline;
    for (place, balance) in [&headline.all, &headline.hard].into_iter().enumerate() {
        let cells = |title| &row(title)[1 + 4 * place..5 + 4 * place];
        let [low, high] = balance.roi_interval.unwrap().map(|end| end.value);
        let [ratio, error] = maybe(balance.ratio_of_means);
        assert_numbers(cells("ROI = E[B]/E[K]"), &[ratio, low, high, error], "ROI");
        let [low, high] = balance.net_benefit_interval.map(|end| end.value);
        let [net, error] = both(balance.net_benefit);
        assert_numbers(
            cells("verwachte netto baten"),
            &[net, low, high, error],
            "net benefit",
        );
        let [p, error] = both(balance.p_break_even);
        assert_numbers(
            cells("kans op kostendekking"),
            &[p, f64::NAN, f64::NAN, error],
            "P",
        );
        let [evpi, error] = maybe(balance.evpi);
        assert_numbers(cells("EVPI"), &[evpi, f64::NAN, f64::NAN, error], "EVPI");
    }
    let texts = sheets["Samenvatting"].used_cells();
    let texts: Vec<String> = texts.map(|(_, _, cell)| cell.to_string()).collect();
    assert!(texts.contains(&made.manifest.case_sha256));
}

#[test]
fn curves_are_the_findings() {
    let made = shipped("netwerkzorg", DRAWS);
    let sheets = read(made.workbook(Lang::En));
    let findings = &made.findings;
    let acceptability: Vec<(bool, f64, Estimate)> = findings
        .acceptability
        .iter()
        .map(|point| (point.euros == Euros::Hard, point.threshold, point.p))
        .collect();
    let break_even = findings.break_even.iter();
    let break_even = break_even.map(|point| (point.hard, point.value, point.p_break_even));
    let break_even: Vec<_> = break_even.collect();
    for (name, points) in [("Acceptability", acceptability), ("Break-even", break_even)] {
        let titles = sheets[name]
            .rows()
            .find(|row| row[2] == Data::String("MCSE".to_owned()));
        let found = rows(&sheets[name], &titles.unwrap()[0].to_string());
        let of = |hard| points.iter().filter(move |point| point.0 == hard);
        assert_eq!(found.len(), of(false).count(), "{name}");
        for ((cells, all), hard) in found.iter().zip(of(false)).zip(of(true)) {
            let [p, error] = both(all.2);
            let [hard_p, hard_error] = both(hard.2);
            assert_numbers(&cells[..5], &[all.1, p, error, hard_p, hard_error], name);
        }
    }
    let found = rows(&sheets["Convergence"], "result");
    assert_eq!(found.len(), findings.convergence.len());
    for (cells, point) in found.iter().zip(&findings.convergence) {
        let [value, error] = both(point.estimate);
        assert_numbers(
            &cells[1..4],
            &[point.draws as f64, value, error],
            point.metric,
        );
        assert_numbers(
            &cells[6..7],
            &[point.next_digit.unwrap_or(f64::NAN)],
            "next digit",
        );
    }
    let density = &findings.density[0];
    let found = rows(&sheets["Density"], "all euros: lower edge");
    for (cells, bin) in found.iter().zip(density) {
        assert_numbers(&cells[..2], &[bin.low, bin.high], "bin");
        let expected = [both(bin.density), both(bin.cdf)].concat();
        assert_numbers(&cells[3..7], &expected, "bin");
    }
}

#[test]
fn lines_parties_scenarios_and_bars_are_the_findings() {
    for name in SHIPPED {
        let made = shipped(name, DRAWS);
        let sheets = read(made.workbook(Lang::En));
        let findings = &made.findings;
        for cells in rows(&sheets["Lines"], "line") {
            let is_it = |row: &&analysis::SummaryRow| {
                row.subject.as_deref() == Some(&cells[1].to_string()) && row.metric == "line"
            };
            let row = findings.summary.iter().find(is_it).unwrap();
            let spread = row.spread.as_ref().unwrap();
            let [low, _, _, median, _, _, high] = spread.quantiles;
            let side = usize::from(cells[2] == Data::String("cost".to_owned()));
            let [mean, error] = both(row.mean);
            assert_numbers(&cells[5 + side..=5 + side], &[mean], "line");
            let expected = [
                error,
                spread.sd.value,
                low.value,
                low.standard_error,
                median.value,
                high.value,
                high.standard_error,
            ];
            assert_numbers(&cells[7..14], &expected, "line");
            assert_numbers(
                &cells[15..17],
                &[high.value - mean, mean - low.value],
                "error bars",
            );
        }
        assert_parties(&findings.stakeholders, &sheets["Stakeholders"]);
        assert_scenarios(&made, &sheets);
        assert_bars(&made, &sheets["Tornado"]);
    }
}

/// The three tables of the stakeholders: amounts, ratios, shares.
#[track_caller]
fn assert_parties(all: &[StakeholderRow], sheet: &Range<Data>) {
    let [amounts, ratios, shares] = [0, 1, 2].map(|table| nth_rows(sheet, "stakeholder", table));
    for (place, row) in all.iter().enumerate() {
        let mut expected = [both(row.benefits), both(row.costs), both(row.net_benefit)].concat();
        expected.extend(row.net_benefit_interval.map(|end| end.value));
        expected.extend(both(row.p_net_benefit));
        assert_numbers(&amounts[place][2..12], &expected, &row.name);
        let mut expected = maybe(row.ratio_of_means).to_vec();
        expected.extend(row.roi.map_or([f64::NAN; 3], |roi| roi.map(|of| of.value)));
        expected.extend(both(row.p_wrong_pocket));
        assert_numbers(&ratios[place][2..9], &expected, &row.name);
        let mut expected = Vec::new();
        for (share, quantiles) in [
            (row.share_of_means, row.share_quantiles),
            (row.cost_share_of_means, row.cost_share_quantiles),
        ] {
            expected.extend(both(share));
            let [_, low, high] = quantiles.unwrap_or([Estimate::UNKNOWN; 3]);
            expected.extend([low.value, high.value]);
        }
        assert_numbers(&shares[place][2..10], &expected, &row.name);
    }
}

#[track_caller]
fn assert_scenarios(made: &Made, sheets: &BTreeMap<String, Range<Data>>) {
    if made.rows.is_empty() {
        assert!(!sheets.contains_key("Scenarios"));
        return;
    }
    let table = |table| nth_rows(&sheets["Scenarios"], "scenario or alternative", table);
    for (place, row) in made.rows.iter().enumerate() {
        for (euros, of) in row.counted.iter().enumerate() {
            let mut expected = [both(of.benefits), both(row.costs), both(of.net_benefit)].concat();
            expected.extend([maybe(of.ratio_of_means), both(of.p_break_even)].concat());
            expected.extend(
                of.roi_quantiles
                    .map_or([f64::NAN; 3], |all| all.map(|q| q.value)),
            );
            expected.extend([row.at_points.roi[euros], row.at_points.break_even[euros]]);
            assert_numbers(&table(euros)[place][3..18], &expected, "scenario");
            if let Some(of) = of.difference {
                let expected = [both(of.net_benefit), maybe(of.ratio), both(of.p_break_even)];
                let from = 3 + 6 * euros;
                let cells = &table(2)[place - 1][from..from + 6];
                assert_numbers(cells, &expected.concat(), "difference");
            }
        }
    }
}

#[track_caller]
fn assert_bars(made: &Made, sheet: &Range<Data>) {
    let tornado = &made.findings.tornado;
    let found = rows(sheet, "input or choice");
    let mut place = 0;
    for (outcome, of) in tornado.outcomes.iter().enumerate() {
        if !made.simulation.is_defined(of.metric) {
            continue;
        }
        let base = tornado.base[outcome];
        let mut last = f64::INFINITY;
        for bar in tornado.bars_of(outcome) {
            let cells = found[place];
            let [low, high] = [&bar.low, &bar.high].map(|end| end.outcomes[outcome]);
            let swing = bar.swing(outcome);
            assert_eq!(cells[2], Data::String(bar.name.clone()));
            assert_numbers(&cells[7..11], &[low, high, swing, base], &bar.name);
            // What the chart shows, with its sign.
            assert_numbers(&cells[13..15], &[low - base, high - base], &bar.name);
            assert!(swing <= last, "the widest on top");
            last = swing;
            place += 1;
        }
        place += made.findings.choices.len();
    }
    assert_eq!(place, found.len());
}

#[test]
fn inputs_are_as_they_were_run() {
    let made = shipped("netwerkzorg", DRAWS);
    let sheets = read(made.workbook(Lang::Nl));
    let found = rows(&sheets["Parameters"], "parameter");
    assert_eq!(found.len(), made.model.inputs.len());
    let all = made.model.inputs.iter().zip(&made.variant.uncertainties);
    for ((cells, (input, uncertainty)), point) in found.iter().zip(all).zip(&made.variant.points) {
        let own = |value: f64| input.in_own_unit(value);
        let expected = match uncertainty {
            Uncertainty::Fixed(value) => [own(*value), f64::NAN, f64::NAN],
            Uncertainty::Drawn(prior) => {
                let at = |p: f64| own(prior.quantile(Probability::new(p)));
                [own(prior.mean()), at(0.025), at(0.975)]
            }
        };
        assert_eq!(cells[0], Data::String(input.name.clone()));
        assert_numbers(&cells[2..3], &[own(*point)], &input.name);
        assert_numbers(&cells[8..11], &expected, &input.name);
    }
}

#[test]
fn the_same_results_are_the_same_bytes() {
    let made = shipped("netwerkzorg", DRAWS);
    let again = shipped("netwerkzorg", DRAWS);
    for lang in Lang::ALL {
        assert!(made.workbook(lang) == again.workbook(lang));
    }
}

/// Texts that a spreadsheet could take for something else.
const HOSTILE: [&str; 9] = [
    "=1+1",
    "=HYPERLINK(\\\"http://example.org\\\")",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "https://example.org/",
    "Results!$A$1",
    "_x0041_ <b>&amp;]]></b>",
    "a\\u001b[31m\\u0007b\\u202ec",
];

/// A case all of whose texts are this one.
fn hostile(text: &str) -> Model {
    support::parse(&format!(
        r#"
[case]
name = "hostile"
title.en = "{text}"
per = "1"
independence = "{text}"

[sources.s]
title = "{text}"
author = "{text}"
doi = "{text}"
url = "{text}"
note = "{text}"

[stakeholders.all]
label.en = "{text}"

[inputs.effect]
label.en = "{text}"
unit = "1"
point = 0.5
prior.beta = {{ mean = 0.5, sd = 0.1 }}
kind = "parameter"
note = "{text}"
source = {{ ref = "s", where = "{text}" }}

[inputs.price]
label.en = "{text}"
unit = "EUR"
point = 100
kind = "value"
range = [50, 150]

[lines.gain]
label.en = "{text}"
side = "benefit"
amount = "effect * price"
to = "all"
euro = "soft"

[lines.effort]
label.en = "{text}"
side = "cost"
amount = "40 * 1[EUR]"
to = "all"
euro = "hard"

[memo.m]
label.en = "{text}"
side = "benefit"
sign = "+"
note = "{text}"

[break_even]
inputs = ["effect"]
label.en = "{text}"

[scenarios.other]
label.en = "{text}"
set.effect = 0.3

[[published]]
where = "{text}"
label = "{text}"
quantity = "costs"
value = 40
tolerance = 0.5
note = "{text}"
"#
    ))
}

#[test]
fn hostile_texts_stay_texts() {
    let long = format!("={}", "é".repeat(40_000));
    for text in HOSTILE.into_iter().chain([long.as_str()]) {
        let made = Made::of(hostile(text), &Selection::default(), 200);
        let label = made.model.inputs[0].label.or(Lang::En, "").to_owned();
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(made.workbook(Lang::En))).unwrap();
        for name in book.sheet_names() {
            let formulas = book.worksheet_formula(&name).unwrap();
            let is_empty = formulas.used_cells().all(|(_, _, text)| text.is_empty());
            assert!(is_empty, "{text} makes a formula on {name}");
        }
        let sheets = read(made.workbook(Lang::En));
        let shown = rows(&sheets["Inputs"], "input")[0][1].clone();
        let shown = shown.to_string();
        assert!(shown.chars().all(|c| !c.is_control()));
        assert!(shown.encode_utf16().count() <= 32_767);
        if label == "a\u{1b}[31m\u{7}b\u{202e}c" {
            assert_eq!(shown, "a[31mbc");
        } else if label.chars().count() > 32_767 {
            assert!(shown.starts_with("=é") && shown.ends_with('…'));
        } else {
            assert_eq!(shown, label);
        }
    }
}

/// Lines of a case with one stakeholder and two inputs, 0.5 ± 0.1 and 0 ± 1.
fn small(lines: &str) -> Model {
    support::parse(&format!(
        r#"
[case]
name = "small"

[stakeholders.all]

[inputs.effect]
unit = "EUR"
point = 50
prior.normal = {{ mean = 50, sd = 10 }}
kind = "parameter"

[inputs.sign]
unit = "EUR"
point = 0
prior.normal = {{ mean = 0, sd = 10 }}
kind = "parameter"

{lines}
"#
    ))
}

fn line(name: &str, side: &str, amount: &str) -> String {
    format!(
        "[lines.{name}]\nside = \"{side}\"\namount = \"{amount}\"\nto = \"all\"\neuro = \"soft\"\n\n"
    )
}

/// One of many inputs, with a line.
fn another(i: u32) -> String {
    let prior = format!("{{ mean = {i}, sd = 1 }}");
    let input = format!(
        "[inputs.x{i}]\nunit = \"EUR\"\npoint = {i}\nprior.normal = {prior}\nkind = \"parameter\"\n\n"
    );
    input + &line(&format!("l{i}"), "benefit", &format!("x{i}"))
}

#[test]
fn odd_cases_have_workbooks() {
    let [gain, effort] = [
        line("gain", "benefit", "effect"),
        line("effort", "cost", "40 * 1[EUR]"),
    ];
    let any_sign = line("effort", "cost", "sign");
    let many: Vec<String> = (0..300).map(another).collect();
    let many = many.concat();
    let odd = [
        ("no ratio", small(&(gain.clone() + &any_sign))),
        ("no benefits", small(&effort)),
        ("no costs", small(&gain)),
        ("many inputs", small(&(many + &effort))),
        ("negative costs", support::case("negative_costs")),
        ("infinite", support::case("infinite")),
        ("payers", support::case("payers")),
        ("one and the other", small(&(gain + &effort))),
    ];
    for (what, model) in odd {
        for draws in [1, 300] {
            let made = Made::of(model.clone(), &Selection::default(), draws);
            for lang in Lang::ALL {
                let sheets = read(made.workbook(lang));
                assert!(sheets.len() >= 4, "{what}: {:?}", sheets.keys());
            }
        }
    }
}

#[test]
fn predictive_and_certain_runs_have_workbooks() {
    let predictive = Selection {
        predictive: true,
        ..Selection::default()
    };
    let made = Made::of(support::case("predictive"), &predictive, DRAWS);
    let sheets = read(made.workbook(Lang::Nl));
    let found = rows(&sheets["Voorspelling"], "uitkomst");
    assert_eq!(found.len(), made.findings.spreads.len());
    for (cells, row) in found.iter().zip(&made.findings.spreads) {
        let spread = |of: analysis::Spread| {
            [both(of.sd), both(of.interval[0]), both(of.interval[1])].concat()
        };
        let expected = [
            spread(row.predictive),
            spread(row.parameter),
            maybe(row.parameter_share).to_vec(),
        ];
        assert_numbers(&cells[3..], &expected.concat(), &row.metric);
    }
    // Every input at its point: nothing is drawn.
    let model = support::netwerkzorg();
    let set = model
        .inputs
        .iter()
        .map(|input| (input.name.clone(), input.in_own_unit(input.point)));
    let certain = Selection {
        set: set.collect(),
        ..Selection::default()
    };
    let made = Made::of(model, &certain, 10);
    assert!(made.manifest.drawn_inputs.is_empty());
    let sheets = read(made.workbook(Lang::En));
    assert!(!sheets.contains_key("Density"), "{:?}", sheets.keys());
}
