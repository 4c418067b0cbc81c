//! Tables, sentences and the checklist of a publication: numbers are those of the run, texts of a case stay texts in every format.

use sroi::model::Selection;
use sroi::report::{
    Cell, Publication, PublicationTable, checklist, csv, latex, markdown, methods,
    publication_tables, sentence, table_files, word,
};
use sroi::text::Lang;

use crate::made::{Made, made, made_of};
use crate::readme::shipped_cases;
use crate::support::{settings, text};

/// Words that mean something else than what a probabilistic analysis finds.
const FORBIDDEN: [&str; 12] = [
    "confidence interval",
    "betrouwbaarheidsinterval",
    "significan",
    "cost-effective",
    "cost effective",
    "kosteneffectief",
    "programme works",
    "programma werkt",
    "proves",
    "bewijst",
    "iteration",
    "simulations",
];

/// What a case may try: markup, formulas, commands, quotes, new lines, and characters that fonts lack.
const HOSTILE: &str = "<script>alert(1)</script> & \\\\input{/etc/passwd} $x_1^2$ | `code` **b** \\\"quoted\\\" 'q' # % ~ {a}\\n\\n\
    # heading\\n- item 😀 \u{202e}evil\u{202c} Ω≥≤→Δ₁ [l](javascript:x) ]]> --- \u{ffff}";

fn hostile() -> String {
    let formula = "=HYPERLINK(\\\"http://x\\\",\\\"y\\\")";
    format!(
        r#"
[case]
name = "hostile"
title.en = "{HOSTILE}"
per = "team·year"
units = ["team"]
independence = "+cmd|' /C calc'!A0 {HOSTILE}"
scenario = "low"

[sources.s_1]
title = "{HOSTILE}"
author = "{formula}"
url = "javascript:alert(1)"
note = "@SUM(1)"

[stakeholders.all]
label.en = "{HOSTILE}"
[stakeholders.others]
label.en = "{formula}"

[inputs.gain_x]
label.en = "{formula}"
unit = "EUR / team / year"
point = 110
prior.normal = {{ mean = 110, sd = 30 }}
kind = "parameter"
basis = "assumption"
source = [{{ ref = "s_1", where = "{HOSTILE}" }}]
[inputs.cost_x]
label.en = "-1+1"
unit = "EUR / team / year"
point = 100
prior.gamma = {{ mean = 100, sd = 10 }}
kind = "parameter"
[inputs.judgement]
label.en = "[a] * b"
unit = "1"
point = 1
kind = "value"
range = [0.5, 2]

[lines.benefit]
label.en = "{HOSTILE}"
side = "benefit"
amount = "gain_x * judgement"
to = "all"
euro = "soft"
[lines.cost]
label.en = "{formula}"
side = "cost"
amount = "cost_x"
to = "others"
euro = "hard"

[memo.pm]
label.en = "{formula}"
side = "benefit"
sign = "-"
note = "{HOSTILE}"

[scenarios.low]
label.en = "{HOSTILE}"
set = {{ judgement = 0.6 }}

[[published]]
where = "{HOSTILE}"
label = "{formula}"
quantity = "gain_x"
value = 110
tolerance = 0.5
note = "{HOSTILE}"
"#
    )
}

/// All tables and the checklist.
fn all_tables(publication: &Publication<'_>) -> Vec<PublicationTable> {
    let mut tables = publication_tables(publication);
    tables.push(checklist(publication));
    tables
}

#[track_caller]
fn table<'a>(tables: &'a [PublicationTable], name: &str) -> &'a PublicationTable {
    let found = tables.iter().find(|table| table.name == name);
    found.unwrap_or_else(|| panic!("no table {name}"))
}

/// The number of a cell in the row that begins so.
#[track_caller]
fn number(table: &PublicationTable, row: &str, column: usize) -> f64 {
    let mut rows = table.rows.iter();
    let found = rows.find(|cells| cells[0].shown() == row);
    let found = found.unwrap_or_else(|| panic!("no row {row} in {:#?}", table.rows));
    match &found[column] {
        Cell::Number { value, .. } => *value,
        other => panic!("{row}, {column}: {other:?}"),
    }
}

/// Every publication that must read well, by name.
fn publications() -> Vec<(String, Made)> {
    let mut all: Vec<(String, Made)> = shipped_cases()
        .into_iter()
        .map(|path| (path.clone(), made(&text(&path), 400)))
        .collect();
    for name in [
        "negative_costs",
        "years",
        "payers",
        "predictive",
        "shares",
        "infinite",
    ] {
        let case = text(&format!("tests/cases/{name}.toml"));
        all.push((name.to_owned(), made(&case, 300)));
    }
    let predictive = Selection {
        predictive: true,
        ..Selection::default()
    };
    let case = text("tests/cases/predictive.toml");
    let run = made_of(&case, &predictive, settings(300, 1));
    all.push(("predictive run".to_owned(), run));
    let set = Selection {
        set: vec![("cost_x".to_owned(), 90.5)],
        scenario: Some("low".to_owned()),
        ..Selection::default()
    };
    let hostile = hostile();
    all.push(("hostile".to_owned(), made(&hostile, 300)));
    all.push(("set".to_owned(), made_of(&hostile, &set, settings(300, 1))));
    for (name, only) in [("costs only", "cost"), ("benefits only", "benefit")] {
        let case = format!(
            "[case]\nname = \"c\"\n[stakeholders.all]\n[lines.a]\nside = \"{only}\"\namount = \"1[EUR]\"\nto = \"all\"\neuro = \"hard\"\n"
        );
        all.push((name.to_owned(), made(&case, 300)));
    }
    let mut interrupted = made(&text("tests/cases/lognormal.toml"), 300);
    interrupted.manifest.interrupted = true;
    interrupted.manifest.draws_requested = 100_000;
    all.push(("interrupted".to_owned(), interrupted));
    all
}

#[test]
fn every_case_has_its_tables_in_both_languages() {
    for (name, made) in publications() {
        for lang in Lang::ALL {
            let publication = made.publication(lang);
            let tables = all_tables(&publication);
            for table in &tables {
                for row in &table.rows {
                    assert_eq!(row.len(), table.columns.len(), "{name}: {}", table.name);
                }
                assert!(!table.caption.is_empty());
            }
            for wanted in ["results", "lines", "stakeholders", "checklist"] {
                self::table(&tables, wanted);
            }
            let prose = [methods(&publication), sentence(&publication)];
            for text in prose {
                assert!(!text.is_empty() && !text.contains("NaN"), "{name}: {text}");
                let odd = ["  ", " .", " ,", "( ", "()", "..", ": ."];
                let is_hostile = ["hostile", "set"].contains(&name.as_str());
                let odd = odd.iter().find(|odd| !is_hostile && text.contains(**odd));
                assert!(odd.is_none(), "{name}: {odd:?} in {text}");
            }
        }
    }
}

#[test]
fn files_are_those_of_the_tables() {
    let made = made(&text("priors/netwerkzorg.toml"), 300);
    let publication = made.publication(Lang::En);
    let files = table_files(&publication);
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    for table in publication_tables(&publication) {
        for extension in ["md", "tex", "csv", "html"] {
            let path = format!("tables/{}.{extension}", table.name);
            assert!(names.contains(&path.as_str()), "{path}");
        }
    }
    for wanted in [
        "tables/tables.tex",
        "methods.md",
        "checklist.md",
        "checklist.csv",
    ] {
        assert!(names.contains(&wanted), "{wanted}");
    }
    let names: Vec<&str> = publication_tables(&publication)
        .iter()
        .map(|table| table.name)
        .collect();
    let order = "parameters sources results lines stakeholders perspectives scenarios tornado choices voi published memo \
                 convergence self_check";
    let expected: Vec<&str> = order
        .split(' ')
        .filter(|name| names.contains(name))
        .collect();
    assert_eq!(names, expected);
    assert!(names.len() >= 12, "{names:?}");
}

#[test]
fn numbers_are_those_of_the_run() {
    let made = made(&text("priors/netwerkzorg.toml"), 3_000);
    let (all, hard) = (&made.findings.headline.all, &made.findings.headline.hard);
    let tables = publication_tables(&made.publication(Lang::En));
    let results = table(&tables, "results");
    let expected = [
        (
            "Expected benefits",
            [Some(all.benefits), Some(hard.benefits)],
        ),
        ("Expected costs", [Some(made.findings.headline.costs); 2]),
        (
            "Expected net benefit",
            [Some(all.net_benefit), Some(hard.net_benefit)],
        ),
        (
            "Net benefit, 2.5 % quantile",
            [all, hard].map(|of| Some(of.net_benefit_interval[0])),
        ),
        (
            "Net benefit, 97.5 % quantile",
            [all, hard].map(|of| Some(of.net_benefit_interval[1])),
        ),
        (
            "Ratio of expectations E[B]/E[C]",
            [all.ratio_of_means, hard.ratio_of_means],
        ),
        ("B/C, median", [all.roi_median, hard.roi_median]),
        (
            "B/C, 97.5 % quantile",
            [all, hard].map(|of| of.roi_interval.map(|ends| ends[1])),
        ),
        (
            "Probability of break-even P(B > C)",
            [Some(all.p_break_even), Some(hard.p_break_even)],
        ),
        (
            "Break-even attribution E[C]/E[B]",
            [all.break_even_attribution, hard.break_even_attribution],
        ),
        ("EVPI", [all.evpi, hard.evpi]),
    ];
    for (row, pair) in expected {
        for (place, estimate) in pair.into_iter().enumerate() {
            let estimate = estimate.unwrap();
            assert_eq!(number(results, row, 1 + 2 * place), estimate.value, "{row}");
            let error = number(results, row, 2 + 2 * place);
            assert_eq!(error, estimate.standard_error, "{row}");
        }
    }
    lines_are_those_of_the_summary(&made, table(&tables, "lines"));
    let scenarios = table(&tables, "scenarios");
    assert_eq!(scenarios.rows.len(), made.rows().len());
    for (cells, row) in scenarios.rows.iter().zip(made.rows()) {
        let shown = |column: usize| match &cells[column] {
            Cell::Number { value, .. } => *value,
            other => panic!("{other:?}"),
        };
        assert_eq!(shown(1), row.counted[0].benefits.value);
        assert_eq!(shown(2), row.costs.value);
        assert_eq!(shown(6), row.counted[0].p_break_even.value);
        if let Some(difference) = row.counted[0].difference {
            assert_eq!(shown(10), difference.net_benefit.value);
        }
    }
}

fn lines_are_those_of_the_summary(made: &Made, lines: &PublicationTable) {
    let summary = &made.findings.summary;
    for line in &made.model.lines {
        let label = line.label.or(Lang::En, &line.name);
        let of = |row: &&sroi::analysis::SummaryRow| {
            row.metric == "line" && row.subject.as_deref() == Some(&line.name)
        };
        let row = summary.iter().find(of).unwrap();
        assert_eq!(number(lines, label, 4), row.mean.value, "{label}");
        assert_eq!(number(lines, label, 5), row.mean.standard_error, "{label}");
        let quantiles = row.spread.as_ref().unwrap().quantiles;
        assert_eq!(number(lines, label, 6), quantiles[0].value, "{label}");
        assert_eq!(number(lines, label, 7), quantiles[6].value, "{label}");
    }
    for (side, total) in [("benefit", "Total benefits"), ("cost", "Total costs")] {
        let of_side = lines.rows.iter().filter(|row| row[1].shown() == side);
        let shares = of_side.filter_map(|row| match &row[8] {
            Cell::Number { value, .. } => Some(*value),
            _ => None,
        });
        let sum: f64 = shares.sum();
        assert!((sum - 1.0).abs() < 1e-9, "{total}: {sum}");
    }
}

/// Every plain number is the number of its cell, to the digits that are printed, in both languages alike.
#[test]
fn plain_numbers_are_the_printed_ones() {
    let mut seen = 0;
    for path in shipped_cases() {
        let made = made(&text(&path), 1_000);
        for lang in Lang::ALL {
            for table in all_tables(&made.publication(lang)) {
                let written = csv(lang, &table);
                let records = records(written.strip_prefix('\u{feff}').unwrap());
                assert_eq!(records.len(), table.rows.len() + 1);
                for (record, row) in records[1..].iter().zip(&table.rows) {
                    for (field, cell) in record.iter().zip(row) {
                        seen += usize::from(is_as_printed(field, cell));
                    }
                }
            }
        }
    }
    assert!(seen > 1_000, "{seen}");
}

/// Whether a field is a number, which then is that of the cell.
fn is_as_printed(field: &str, cell: &Cell) -> bool {
    let Cell::Number { shown, value } = cell else {
        return false;
    };
    if !value.is_finite() {
        assert_eq!(field, "");
        return false;
    }
    let plain: f64 = field
        .parse()
        .unwrap_or_else(|_| panic!("{field} of {cell:?}"));
    // Zeros at the end may stand for digits that are not printed.
    let decimals = field.split_once('.').map_or(0, |(_, after)| after.len());
    let digits = field.replace('.', "");
    let zeros = digits.len() - digits.trim_end_matches('0').len();
    let unit = zeros as i32 - decimals as i32;
    let room = 10f64.powi(unit) * 0.5 + 1e-9 * value.abs();
    let is_bound = shown.starts_with(['<', '>', '≈']);
    assert!(
        is_bound || (plain - value).abs() <= room,
        "{field} of {cell:?}"
    );
    true
}

/// The records of a file of comma-separated values.
fn records(text: &str) -> Vec<Vec<String>> {
    let mut records = vec![vec![String::new()]];
    let mut quoted = false;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let record = records.last_mut().unwrap();
        let field = record.last_mut().unwrap();
        match c {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                field.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => record.push(String::new()),
            '\r' if !quoted => assert_eq!(characters.next(), Some('\n')),
            c => field.push(c),
        }
        if c == '\r' && !quoted && characters.peek().is_some() {
            records.push(vec![String::new()]);
        }
    }
    records
}

#[test]
fn texts_of_a_case_run_nowhere() {
    let made = made(&hostile(), 300);
    for lang in Lang::ALL {
        let publication = made.publication(lang);
        for table in all_tables(&publication) {
            let name = table.name;
            let html = word(lang, &table);
            assert!(
                !html.contains("<script") && !html.contains("href"),
                "{name}"
            );
            assert_eq!(html.matches("<tr>").count(), table.rows.len() + 1, "{name}");
            assert_eq!(
                html.matches("</td>").count(),
                table.rows.len() * table.columns.len()
            );
            check_markdown(&table, &markdown(&table));
            for record in records(csv(lang, &table).trim_start_matches('\u{feff}')) {
                assert_eq!(record.len(), table.columns.len(), "{name}");
                for field in record {
                    let is_number = field.parse::<f64>().is_ok();
                    let is_formula = field
                        .trim_start()
                        .starts_with(['=', '+', '-', '@', '\t', '\r']);
                    assert!(is_number || !is_formula, "{name}: {field}");
                }
            }
            check_latex(&table, &latex(lang, &table));
        }
        let prose = methods(&publication);
        assert!(
            !prose.contains('<') && !prose.contains('$') && !prose.contains("\n- "),
            "{prose}"
        );
    }
}

/// Every row is one line with as many cells, and no line begins a block of its own.
fn check_markdown(table: &PublicationTable, text: &str) {
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with('|')).collect();
    assert_eq!(rows.len(), table.rows.len() + 2, "{}", table.name);
    for row in rows {
        let bars = row.replace("\\\\", "").replace("\\|", "");
        assert_eq!(bars.matches('|').count(), table.columns.len() + 1, "{row}");
    }
    assert!(!text.contains('<') && !text.contains('$'), "{text}");
    let blocks = ["#", "-", "+", "=", ">", "```", "    "];
    let odd = text
        .lines()
        .find(|line| blocks.iter().any(|block| line.starts_with(block)));
    assert!(odd.is_none(), "{odd:?}");
}

/// All is ASCII or a letter, and what a case says holds no command.
fn check_latex(table: &PublicationTable, text: &str) {
    let odd = text
        .chars()
        .find(|c| !c.is_ascii() && !('À'..='ÿ').contains(c));
    assert!(odd.is_none(), "{}: {odd:?}", table.name);
    assert!(!text.contains("\\input"), "{text}");
    let mut depth = 0;
    let mut escaped = false;
    for c in text.chars() {
        match c {
            '{' if !escaped => depth += 1,
            '}' if !escaped => depth -= 1,
            _ => {}
        }
        assert!(depth >= 0);
        escaped = c == '\\' && !escaped;
    }
    assert_eq!(depth, 0, "{}", table.name);
}

/// What the program says, without what the case says: the sentences have both, the rest is titles, captions, notes and words.
#[test]
fn words_are_those_of_the_field() {
    for (name, made) in publications() {
        for lang in Lang::ALL {
            let publication = made.publication(lang);
            let mut said = format!("{}\n{}", methods(&publication), sentence(&publication));
            for table in all_tables(&publication) {
                said += &format!("\n{}\n{}", table.caption, table.notes.join("\n"));
                let titles: Vec<&str> = table.columns.iter().map(|c| c.title.as_str()).collect();
                said += &titles.join("\n");
                if table.name == "checklist" {
                    let cells = table.rows.iter().flatten();
                    said += &cells.map(Cell::shown).collect::<Vec<&str>>().join("\n");
                }
            }
            let said = said.to_lowercase();
            let found = FORBIDDEN.iter().find(|word| said.contains(**word));
            assert!(found.is_none(), "{name}: {found:?}");
        }
    }
}

#[test]
fn the_checklist_has_every_item_with_a_status() {
    for (name, made) in publications() {
        for (lang, known) in [
            (Lang::En, ["Filled in", "Not Reported", "Not Applicable"]),
            (
                Lang::Nl,
                ["Ingevuld", "Niet gerapporteerd", "Niet van toepassing"],
            ),
        ] {
            let list = checklist(&made.publication(lang));
            let cheers = list
                .rows
                .iter()
                .filter(|row| row[0].shown() == "CHEERS 2022");
            let numbers: Vec<&str> = cheers.map(|row| row[1].shown()).collect();
            let expected: Vec<String> = (1..=28).map(|number| number.to_string()).collect();
            assert_eq!(numbers, expected, "{name}");
            assert!(list.rows.len() >= 28 + 11);
            for row in &list.rows {
                let status = row[4].shown();
                assert!(known.contains(&status), "{name}: {status}");
                let is_filled = status == known[0];
                assert!(!is_filled || row[5] != Cell::Empty, "{name}: {row:?}");
            }
        }
    }
}

#[test]
fn sentences_say_what_was_found() {
    let made = made(&text("priors/netwerkzorg.toml"), 20_000);
    let (english, dutch) = (made.publication(Lang::En), made.publication(Lang::Nl));
    let answer = sentence(&english);
    assert!(
        answer.starts_with("Each euro is expected to return € 1.2"),
        "{answer}"
    );
    assert!(answer.contains("95 % uncertainty interval"), "{answer}");
    assert!(answer.contains("Monte Carlo standard error"), "{answer}");
    assert!(sentence(&dutch).contains("kans op kostendekking"));
    let prose = methods(&dutch);
    for said in [
        "20.000 trekkingen",
        "startwaarde 1",
        "onzekerheidsinterval",
        "PM",
        "harde euro's",
    ] {
        assert!(prose.contains(said), "{said} in {prose}");
    }
    let none = crate::made::made(&text("tests/cases/negative_costs.toml"), 300);
    let answer = sentence(&none.publication(Lang::En));
    assert!(
        answer.contains("no ratio is given") && answer.contains("minus costs"),
        "{answer}"
    );
    let nothing = crate::made::made(&text("tests/cases/years.toml"), 300);
    assert!(sentence(&nothing.publication(Lang::En)).starts_with("Nothing is drawn."));
    let list = checklist(&nothing.publication(Lang::En));
    assert!(
        list.rows[9][5].shown().contains("5 years, at 3 %"),
        "{:?}",
        list.rows[9]
    );
}
