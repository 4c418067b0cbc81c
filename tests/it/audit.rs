//! Printed tables: the slips of shipped cases are found without being told, and one wrong cell of any consistent table is.

use proptest::prelude::*;
use sroi::analysis::{
    Check, Reproduction, Slip, Suspicion, TableAudit, Verdict, audit, headline, reproduce,
};
use sroi::model::{Model, PrintedTable, Total};
use sroi::plan::totals;
use sroi::report::audit_text;
use sroi::text::Lang;

use crate::program::{Folder, outcome, sroi};
use crate::support::{assert_close, parse, path, run, scenario, text};

/// The four arrangements of welfare and care, with investment, value and printed ratio.
const ARRANGEMENTS: [(&str, f64, f64, f64); 4] = [
    ("mentorproject", 41_364.0, 81_145.0, 1.96),
    ("samenoud", 462_000.0, 759_975.0, 1.64),
    ("meer_kracht_minder_zorg", 96_000.0, 284_654.0, 2.97),
    ("thuisbegeleiding", 45_760.0, 84_390.0, 1.84),
];

fn shipped(name: &str) -> Model {
    parse(&text(&format!("priors/{name}.toml")))
}

/// A shipped case without the errata of its table.
fn without_errata(name: &str) -> TableAudit {
    let whole = text(&format!("priors/{name}.toml"));
    let (before, rest) = whole
        .split_once("[tables.social_value.errata]")
        .unwrap_or((&whole, ""));
    let after = rest.find("[[published]]").map_or("", |at| &rest[at..]);
    only(audit(&parse(&format!("{before}{after}"))))
}

fn only(mut audits: Vec<TableAudit>) -> TableAudit {
    assert_eq!(audits.len(), 1);
    audits.remove(0)
}

/// `row.column` of a cell.
fn cell_name(table: &PrintedTable, cell: sroi::model::CellAddress) -> String {
    let row = table.rows.get(cell.row).map_or("total", |row| &row.name);
    format!("{row}.{}", table.columns[cell.column].name)
}

/// The cells of a suspicion with what is printed, what is needed, and the slip.
fn told(audit: &TableAudit, suspicion: &Suspicion) -> Vec<(String, f64, f64, Option<Slip>)> {
    let changes = suspicion.changes.iter();
    changes
        .map(|c| (cell_name(&audit.table, c.cell), c.from, c.to, c.slip))
        .collect()
}

fn verdicts(reproduction: &Reproduction) -> [usize; 4] {
    [
        Verdict::Reproduced,
        Verdict::ErratumExplained,
        Verdict::NotReproduced,
        Verdict::ErratumUnfounded,
    ]
    .map(|verdict| reproduction.count(verdict))
}

#[test]
fn every_shipped_case_reproduces_its_publication() {
    let mut count = 0;
    for entry in std::fs::read_dir(path("priors")).unwrap() {
        let file = entry.unwrap().path();
        if file.extension().is_some_and(|e| e == "toml") {
            let model = parse(&std::fs::read_to_string(&file).unwrap());
            assert!(reproduce(&model).is_fine(), "{}", file.display());
            count += 1;
        }
    }
    assert!(count >= 5, "{count}");
}

#[test]
fn the_arrangements_as_published() {
    let expected = [[17, 4, 0, 0], [23, 0, 0, 0], [20, 1, 0, 0], [13, 1, 0, 0]];
    for ((name, costs, benefits, ratio), expected) in ARRANGEMENTS.into_iter().zip(expected) {
        let model = shipped(name);
        let base = model.base();
        let wanted = [Total::Costs, Total::Benefits, Total::Roi];
        let [c, b, roi] = totals(&model, &base, &base.points, wanted);
        assert_eq!([c, b], [costs, benefits], "{name}");
        assert!((roi - ratio).abs() <= 0.005, "{name}: {roi}");
        assert_eq!(verdicts(&reproduce(&model)), expected, "{name}");
    }
}

/// Found without the errata: exactly the cells that are wrong, and what they should have been.
#[test]
fn slips_are_found_without_being_told() {
    let digit = Some(Slip::OneDigit);
    let mentor = without_errata("mentorproject");
    assert!(!mentor.is_fine());
    assert_eq!(mentor.suspicions.len(), 1);
    let found = told(&mentor, &mentor.suspicions[0]);
    let expected = [
        ("kessler.net".to_owned(), 24_905.0, 24_904.0, digit),
        ("total.net".to_owned(), 39_782.0, 39_781.0, digit),
    ];
    assert_eq!(found, expected);
    assert!(mentor.suspicions[0].is_carried());
    assert!(mentor.suspicions[0].alternatives.is_empty());

    let trainees = without_errata("thuisbegeleiding");
    assert!(!trainees.is_fine());
    assert_eq!(trainees.suspicions.len(), 1);
    let found = told(&trainees, &trainees.suspicions[0]);
    let expected = [("beweging.net".to_owned(), 19_970.0, 17_970.0, digit)];
    assert_eq!(found, expected);
    assert!(trainees.suspicions[0].alternatives.is_empty());
    let failing = trainees.findings.iter().filter(|f| !f.is_explained);
    let differences: Vec<f64> = failing.map(|f| f.left - f.right).collect();
    assert_eq!(differences, [2_000.0, -2_000.0, 2_000.0]);
    let sum = trainees
        .findings
        .iter()
        .find(|f| matches!(f.check, Check::Sum { .. }));
    assert_eq!(sum.map(|f| (f.left, f.right)), Some((38_630.0, 40_630.0)));

    for clean in ["samenoud", "meer_kracht_minder_zorg"] {
        let audit = without_errata(clean);
        assert!(audit.is_fine() && audit.findings.is_empty() && audit.suspicions.is_empty());
    }
}

/// The ratio of sums is what all four return together; the mean of the ratios is what nobody gets.
#[test]
fn pooled_ratio_is_not_the_mean_of_ratios() {
    let mut sums = [0.0; 2];
    let mut ratios = 0.0;
    for (name, ..) in ARRANGEMENTS {
        let model = shipped(name);
        let base = model.base();
        let [costs, benefits] =
            totals(&model, &base, &base.points, [Total::Costs, Total::Benefits]);
        sums = [sums[0] + costs, sums[1] + benefits];
        ratios += benefits / costs / 4.0;
    }
    assert_eq!(sums, [645_124.0, 1_210_164.0]);
    assert_close(sums[1] / sums[0], 1.8759, 3e-5, "ratio of sums");
    assert_close(ratios, 2.1040, 3e-5, "mean of ratios");
}

/// Where a loss is counted changes the ratio and nothing else.
#[test]
fn a_negative_benefit_as_a_cost() {
    let model = shipped("samenoud");
    let wanted = [Total::Costs, Total::Benefits, Total::NetBenefit, Total::Roi];
    let at = |alternative: usize| {
        let variant = model.variant_of(None, &[(0, alternative)], &[]);
        totals(&model, &variant, &variant.points, wanted)
    };
    let published = at(0);
    let as_cost = at(1);
    assert_eq!(published[..3], [462_000.0, 759_975.0, 297_975.0]);
    assert_eq!(as_cost[..3], [498_136.0, 796_111.0, 297_975.0]);
    assert_close(published[3], 1.6450, 5e-5, "netted");
    assert_close(as_cost[3], 1.5982, 5e-5, "as a cost");
}

/// Priors have the published points as means; half of the value halves the ratio and leaves break-even where it is.
#[test]
fn runs_of_the_arrangements() {
    for (name, costs, benefits, _) in ARRANGEMENTS {
        let model = shipped(name);
        let base = headline(&run(&model, &model.base(), 20_000));
        let ratio = base.all.ratio_of_means.unwrap();
        crate::support::assert_within(ratio, benefits / costs, name);
        let half = headline(&run(&model, &scenario(&model, "half"), 20_000));
        let halved = half.all.ratio_of_means.unwrap();
        assert_close(halved.value, ratio.value / 2.0, 1e-12, name);
        let [at_base, at_half] = [base, half].map(|h| h.all.break_even.unwrap()[0].value);
        assert_close(at_half, at_base, 1e-12, name);
    }
}

/// A case in which nothing but tables is published.
const CASE: &str = r#"
[case]
name = "tables"
per = "year"
units = ["client"]
[stakeholders.insurer]
label.en = "Insurer"
label.nl = "Verzekeraar"
[inputs.saving]
unit = "EUR/year"
point = 369
[inputs.cost]
unit = "EUR/year"
point = 200
[lines.saving]
side = "benefit"
amount = "saving"
to = "insurer"
euro = "hard"
[lines.cost]
side = "cost"
amount = "cost"
to = "insurer"
euro = "hard"
[scenarios.low]
set = { saving = 300 }
"#;

fn table(keys: &str) -> TableAudit {
    let head = "[tables.t]\nwhere = \"Table 1\"\ntolerance = 0.5\n";
    only(audit(&parse(&format!("{CASE}{head}{keys}"))))
}

/// The likely slip of a table that has one.
fn suspected(audit: &TableAudit) -> Vec<(String, f64, f64, Option<Slip>)> {
    assert_eq!(audit.suspicions.len(), 1, "{:?}", audit.suspicions);
    told(audit, &audit.suspicions[0])
}

#[test]
fn transposed_digits_are_recognised() {
    let audit = table(
        "rows = [\"a\", \"b\", \"c\"]\n\
         columns.count = [3, 2, 5]\n\
         columns.price = [123, 50, 10]\n\
         columns.amount = [396, 100, 50]\n\
         totals = { amount = 519 }\n\
         identities = [\"amount = count * price\"]\n",
    );
    let expected = ("a.amount".to_owned(), 396.0, 369.0, Some(Slip::Transposed));
    assert_eq!(suspected(&audit), [expected]);
    assert_eq!(audit.checks.identities, 3, "products do not hold of totals");
    let nl = audit_text(Lang::Nl, std::slice::from_ref(&audit));
    assert!(
        nl.contains("a, amount: 396 moet zijn 369 (cijfers verwisseld)"),
        "{nl}"
    );
    assert!(nl.contains("amount = count × price"), "{nl}");
    let en = audit_text(Lang::En, &[audit]);
    assert!(
        en.contains("a, amount: 396 should be 369 (digits transposed)"),
        "{en}"
    );
}

/// In a row without total nothing tells which cell is wrong: the computed one is likeliest, the others are told.
#[test]
fn what_cannot_be_told_is_said() {
    let keys = "rows = [\"a\", \"b\"]\ncolumns.value = [10, 20]\ncolumns.cost = [4, 5]\n\
                columns.net = [7, 15]\nidentities = [\"net = value - cost\"]\n";
    let audit = table(keys);
    assert_eq!(
        suspected(&audit),
        [("a.net".to_owned(), 7.0, 6.0, Some(Slip::OneDigit))]
    );
    assert_eq!(audit.suspicions[0].alternatives.len(), 2);
    let text = audit_text(Lang::En, &[audit]);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        text.contains("it could as well be a, value: 10 should be 11"),
        "{text}"
    );
}

/// Two slips, neither in the row nor in the column of the other.
#[test]
fn independent_slips_are_both_found() {
    let audit = table(
        "rows = [\"a\", \"b\", \"c\"]\ncolumns.value = [10, 20, 37]\ncolumns.cost = [4, 5, 6]\n\
         columns.net = [9, 15, 24]\ntotals = { value = 60, cost = 15, net = 45 }\n\
         identities = [\"net = value - cost\"]\n",
    );
    let mut found: Vec<_> = audit
        .suspicions
        .iter()
        .flat_map(|s| told(&audit, s))
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    let expected = [
        ("a.net".to_owned(), 9.0, 6.0, Some(Slip::OneDigit)),
        ("c.value".to_owned(), 37.0, 30.0, Some(Slip::OneDigit)),
    ];
    assert_eq!(found, expected);
}

/// Slips in three rows that were all carried into the total.
#[test]
fn slips_that_meet_in_a_total_are_told_together() {
    let audit = table(
        "rows = [\"a\", \"b\", \"c\"]\ncolumns.value = [10, 20, 30]\ncolumns.cost = [1, 2, 3]\n\
         columns.net = [8, 17, 26]\ntotals = { value = 60, cost = 6, net = 51 }\n\
         identities = [\"net = value - cost\"]\n",
    );
    let found = suspected(&audit).into_iter();
    let found: Vec<_> = found.map(|(cell, from, to, _)| (cell, from, to)).collect();
    let expected = [
        ("a.net", 8.0, 9.0),
        ("b.net", 17.0, 18.0),
        ("c.net", 26.0, 27.0),
        ("total.net", 51.0, 54.0),
    ];
    assert_eq!(
        found,
        expected.map(|(cell, from, to)| (cell.to_owned(), from, to))
    );
    assert_eq!(audit.unlocated, 0);
}

/// An identity that is not linear in its column says what is wrong, but not what would be right.
#[test]
fn what_no_cell_explains_is_said() {
    let audit =
        table("rows = [\"a\"]\ncolumns.side = [10]\nidentities = [\"side * side = 500\"]\n");
    assert!(audit.suspicions.is_empty() && audit.unlocated == 1 && !audit.is_fine());
    let [en, nl] = Lang::ALL.map(|lang| audit_text(lang, std::slice::from_ref(&audit)));
    assert!(en.contains("no single cell explains this"), "{en}");
    assert!(nl.contains("geen enkele cel verklaart dit"), "{nl}");
}

/// A table of thousands of rows is searched in the time a person has, and a slip in one of them found.
#[test]
fn large_tables_are_searched() {
    let rows: Vec<String> = (0..4_000).map(|i| format!("\"r{i}\"")).collect();
    let value: Vec<i32> = (0..4_000).collect();
    let mut net = value.clone();
    net[3_217] += 900;
    let totals: i32 = value.iter().sum();
    let audit = table(&format!(
        "rows = [{}]\ncolumns.value = {value:?}\ncolumns.net = {net:?}\n\
         totals = {{ value = {totals}, net = {totals} }}\nidentities = [\"net = value\"]\n",
        rows.join(", ")
    ));
    let expected = ("r3217.net".to_owned(), 4_117.0, 3_217.0, None);
    assert_eq!(suspected(&audit), [expected]);
}

#[test]
fn rounding_is_allowed_where_the_table_says_so() {
    let keys =
        "rows = [\"a\", \"b\", \"c\"]\ncolumns.share = [33, 33, 33]\ntotals = { share = 100 }\n";
    assert!(!table(keys).is_fine());
    assert!(table(&format!("{keys}sum_tolerance = 1.5\n")).is_fine());
}

#[test]
fn blank_cells_are_nothing() {
    let audit = table(
        "rows = [\"a\", \"b\", \"c\"]\ncolumns.value = [10, \"\", \"\"]\ncolumns.cost = [\"\", 4, 3]\n\
         columns.net = [10, -4, \"\"]\ntotals = { value = 10, cost = 7 }\n\
         identities = [\"net = value - cost\"]\n",
    );
    assert!(audit.is_fine() && audit.findings.is_empty());
    assert_eq!(
        audit.checks.identities, 2,
        "the third result was left blank, the total as well"
    );
    assert_eq!(audit.cells.len(), 7);
}

#[test]
fn cells_are_held_to_the_case() {
    let keys = "rows = [\"insurer\"]\ncolumns.benefit = [300]\ncolumns.net = [100]\n\
                quantities = { benefit = \"stakeholders.ROW.benefits\", net = \"stakeholders.ROW.net_benefit\" }\n";
    assert!(!table(keys).is_fine());
    let audit = table(&format!("{keys}scenario = \"low\"\n"));
    assert!(audit.is_fine(), "{audit:?}");
    let text = audit_text(Lang::Nl, &[table(keys)]);
    assert!(
        text.contains("Verzekeraar, benefit: als in de case"),
        "{text}"
    );
}

/// A table with one wrong cell; the errata under test are added to it.
const WRONG: &str = "rows = [\"a\", \"b\"]\ncolumns.value = [10, 20]\ncolumns.cost = [4, 5]\n\
                     columns.net = [9, 15]\ntotals = { value = 30, cost = 9, net = 21 }\n\
                     identities = [\"net = value - cost\"]\n[tables.t.errata]\n";

fn verdict_of(audit: &TableAudit, name: &str) -> Verdict {
    let cell = audit
        .cells
        .iter()
        .find(|c| cell_name(&audit.table, c.cell) == name);
    cell.unwrap().verdict
}

#[test]
fn errata_are_checked() {
    let erratum = |cell: &str, corrected: f64| {
        format!("{cell} = {{ corrected = {corrected}, erratum = \"why\" }}\n")
    };
    let right = table(&format!("{WRONG}{}", erratum("a.net", 6.0)));
    assert!(right.is_fine() && right.suspicions.is_empty());
    assert_eq!(verdict_of(&right, "a.net"), Verdict::ErratumExplained);
    assert_eq!(right.findings.len(), 2, "the row and the column");

    let other = table(&format!("{WRONG}{}", erratum("a.net", 7.0)));
    assert_eq!(verdict_of(&other, "a.net"), Verdict::NotReproduced);
    assert!(!other.is_fine());

    let elsewhere = table(&format!(
        "{WRONG}{}{}",
        erratum("a.net", 6.0),
        erratum("b.net", 14.0)
    ));
    assert!(!elsewhere.is_fine());
    assert_eq!(
        verdict_of(&elsewhere, "b.net"),
        Verdict::ErratumUnfounded,
        "with a.net put right nothing would fail without it"
    );
    let broken = elsewhere.findings.iter().filter(|f| f.only_corrected);
    assert_eq!(broken.count(), 1, "the row of b held before");

    let idle = table(&format!(
        "{WRONG}{}{}",
        erratum("a.net", 6.0),
        erratum("b.net", 15.0)
    ));
    assert_eq!(verdict_of(&idle, "b.net"), Verdict::ErratumUnfounded);
    assert!(!idle.is_fine());
}

/// Two corrections that make up for each other, where nothing was wrong.
#[test]
fn corrections_that_cancel_are_unfounded() {
    let audit = table(
        "rows = [\"a\", \"b\"]\ncolumns.value = [10, 20]\ntotals = { value = 30 }\n\
         [tables.t.errata]\na.value = { corrected = 11, erratum = \"no\" }\n\
         b.value = { corrected = 19, erratum = \"no\" }\n",
    );
    assert!(audit.findings.is_empty());
    for cell in ["a.value", "b.value"] {
        assert_eq!(verdict_of(&audit, cell), Verdict::ErratumUnfounded);
    }
    assert!(!audit.is_fine());
}

#[test]
fn a_slip_without_erratum_stops_a_run() {
    let folder = Folder::new();
    let head = "[tables.t]\nwhere = \"Table 1\"\ntolerance = 0.5\n";
    let bare = WRONG.replace("[tables.t.errata]\n", "");
    let case = folder.write("wrong.toml", &format!("{CASE}{head}{bare}"));
    let said = |command: &str| {
        let mut program = sroi();
        let program = program.current_dir(folder.path()).arg(command).arg(&case);
        outcome(&program.output().unwrap())
    };
    let (code, out, error) = said("reproduce");
    assert_eq!(code, 1);
    assert!(
        out.contains("a, net: 9 should be 6 (one digit differs)"),
        "{out}"
    );
    assert!(
        out.contains("9 published figures: 8 reproduced, 1 NOT reproduced"),
        "{out}"
    );
    assert!(
        error.contains("neither reproduced nor explained"),
        "{error}"
    );
    let (code, _, error) = said("run");
    assert_eq!(code, 1);
    assert!(error.contains("1 of 9 published figures"), "{error}");
    let erratum = "a.net = { corrected = 6, erratum = \"why\" }\n";
    folder.write("wrong.toml", &format!("{CASE}{head}{WRONG}{erratum}"));
    let (code, out, _) = said("run");
    assert_eq!(code, 0);
    assert!(
        out.contains("published figures reproduced or explained: 9 of 9"),
        "{out}"
    );
}

/// A table of values, costs and differences, with totals.
fn consistent() -> impl Strategy<Value = Vec<[i32; 3]>> {
    let row =
        (-50_000..50_000_i32, 0..50_000_i32).prop_map(|(value, cost)| [value, cost, value - cost]);
    proptest::collection::vec(row, 2..8).prop_map(|mut rows| {
        let total = |column: usize| rows.iter().map(|row| row[column]).sum();
        let totals = [total(0), total(1), total(2)];
        rows.push(totals);
        rows
    })
}

fn printed(rows: &[[i32; 3]]) -> String {
    let (totals, rows) = rows.split_last().unwrap();
    let names: Vec<String> = (0..rows.len()).map(|i| format!("\"r{i}\"")).collect();
    let mut text = format!("rows = [{}]\n", names.join(", "));
    for (column, name) in ["value", "cost", "net"].iter().enumerate() {
        let cells: Vec<String> = rows.iter().map(|row| row[column].to_string()).collect();
        text += &format!(
            "columns.{name} = [{}]\ntotals.{name} = {}\n",
            cells.join(", "),
            totals[column]
        );
    }
    text + "identities = [\"net = value - cost\"]\n"
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// One wrong cell anywhere is found, named and put right; a table without one gives nothing.
    #[test]
    fn one_wrong_cell_is_found(
        rows in consistent(),
        at in any::<prop::sample::Index>(),
        off in prop_oneof![1..20_000_i32, -20_000..0_i32],
    ) {
        let clean = table(&printed(&rows));
        prop_assert!(clean.is_fine() && clean.findings.is_empty());
        let at = at.index(rows.len() * 3);
        let mut wrong = rows.clone();
        wrong[at / 3][at % 3] += off;
        let audit = table(&printed(&wrong));
        prop_assert!(!audit.is_fine());
        let found: Vec<_> = audit.suspicions.iter().flat_map(|s| &s.changes).collect();
        prop_assert_eq!(found.len(), 1);
        prop_assert_eq!((found[0].cell.row, found[0].cell.column), (at / 3, at % 3));
        prop_assert_eq!(found[0].to, f64::from(rows[at / 3][at % 3]));
        prop_assert!(audit.suspicions[0].alternatives.is_empty());
        let unfine: Vec<_> = audit.cells.iter().filter(|cell| !cell.verdict.is_fine()).collect();
        prop_assert_eq!(unfine.len(), 1);
    }
}
