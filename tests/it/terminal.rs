//! The summary of a run on a terminal: its histogram, its order, its colours.

use sroi::analysis::{HistogramOf, histogram};

use crate::program::{Folder, SMALL, netwerkzorg, outcome, root, run, sroi};
use crate::support::{case, parse, run as simulated};

/// The lines of the histogram of a summary.
fn lines(summary: &str) -> Vec<&str> {
    let all = summary.lines();
    let from = all.skip_while(|line| !line.contains("interval "));
    from.take_while(|line| !line.is_empty()).collect()
}

/// Bins and sides are what the distribution says.
#[test]
fn bins_hold_the_draws_between_their_edges() {
    for (model, of, break_even) in [
        (parse(SMALL), HistogramOf::Ratio, 1.0),
        (case("family"), HistogramOf::Ratio, 1.0),
        (case("negative_costs"), HistogramOf::NetBenefit, 0.0),
        (case("truncation"), HistogramOf::NetBenefit, 0.0),
    ] {
        let simulation = simulated(&model, &model.base(), 50_000);
        let found = histogram(&simulation).unwrap();
        assert_eq!((found.of, found.break_even), (of, break_even));
        let sum: f64 = found.bins.iter().map(|bin| bin.share).sum();
        assert!((0.99..=1.0 + 1e-12).contains(&sum), "{sum}");
        assert_eq!(found.short.value + found.beyond.value, 1.0);
        let (below, above) = found.bins.split_at(usize::try_from(found.below).unwrap());
        assert!(below.iter().all(|bin| bin.high <= break_even), "{found:?}");
        assert!(above.iter().all(|bin| bin.low >= break_even), "{found:?}");
        let share: f64 = above.iter().map(|bin| bin.share).sum();
        let beyond = found.beyond.value;
        assert!(
            (beyond - 0.006..=beyond + 1e-9).contains(&share),
            "{share} of {beyond}"
        );
        assert!(
            found
                .bins
                .windows(2)
                .all(|pair| pair[0].high == pair[1].low)
        );
        let [low, high] = found.interval;
        assert!(low.value < found.median.value && found.median.value < high.value);
    }
    let nothing = case("years");
    let simulation = simulated(&nothing, &nothing.base(), 1_000);
    assert!(
        histogram(&simulation).is_none(),
        "what does not vary has none"
    );
}

/// The line stands in one column, below the words of its sides, above its value and its name.
#[test]
fn the_line_is_where_benefits_equal_costs() {
    let folder = Folder::new();
    let shown = |case: &str, lang: &str| {
        let arguments = [
            "run", case, "--draws", "20000", "--force", "--out", "out", "--lang", lang,
        ];
        let (code, out, error) = run(folder.path(), &arguments);
        assert_eq!(code, 0, "{error}");
        let lines = lines(&out).join("\n");
        assert!(
            lines.lines().all(|line| line.chars().count() <= 80),
            "{lines}"
        );
        lines
    };
    let small = folder.write("small.toml", SMALL);
    let negative = root().join("tests/cases/negative_costs.toml");
    let multiplicative = root().join("tests/cases/multiplicative.toml");
    for (path, lang, break_even, sides) in [
        (&small, "en", "1", ["% below │ ", "% above"]),
        (&small, "nl", "1", ["% eronder │ ", "% erboven"]),
        (&negative, "en", "€ 0", ["51 % below │ ", "49 % above"]),
        (
            &multiplicative,
            "nl",
            "€ 0",
            ["< 0,015 % eronder │ ", "> 99,99 % erboven"],
        ),
    ] {
        let text = shown(path.to_str().unwrap(), lang);
        let all: Vec<&str> = text.lines().collect();
        let axis = all.iter().position(|line| line.contains('┼')).unwrap();
        let column = |line: &str, mark| line.chars().position(|c| c == mark);
        let place = column(all[axis], '┼').unwrap();
        for line in &all[axis - 9..axis] {
            assert_eq!(column(line, '│'), Some(place), "{text}");
        }
        for side in sides {
            assert!(all[axis - 9].contains(side), "{side}\n{text}");
        }
        let under = |line: &str, label: &str| {
            let text: String = line
                .chars()
                .skip(place - label.chars().count() / 2)
                .collect();
            text.starts_with(label)
        };
        assert!(under(all[axis + 1], break_even), "{text}");
        assert!(under(all[axis + 2], "break-even"), "{text}");
        let highest = all[axis - 8].contains('█') || all[axis - 8].contains('▇');
        assert!(highest, "the highest bin has all rows: {text}");
    }
    let far = root().join("tests/cases/beta.toml");
    let text = shown(far.to_str().unwrap(), "en");
    assert!(!text.contains(['│', '┼']), "{text}");
    assert!(
        text.contains("Break-even, at 0, is to the left of the axis: < 0.015 % below"),
        "{text}"
    );
    assert!(
        text.contains("€ 2      € 2.5      € 3"),
        "round values along the axis: {text}"
    );
}

/// The answer first, then what it rests on, then who it is for.
#[test]
fn the_summary_is_in_order() {
    let folder = Folder::new();
    let case = netwerkzorg();
    let (_, out, _) = run(folder.path(), &["run", case.to_str().unwrap()]);
    let parts = [
        "100,000 draws",
        "Each euro is expected to return",
        "P(benefits > costs)",
        "MCSE: ",
        "B/C: median 1.15, 95 % uncertainty interval 0.33 to 3.0",
        "40 % below │ 60 % above",
        "Self-check",
        "What moves net benefit most",
        "Who gains and who pays",
        "(the wrong pocket)",
        "From whose perspective",
        "Not counted (P.M.)",
        "Not assessed",
        "results: results/netwerkzorg",
    ];
    let places: Vec<usize> = parts.map(|part| out.find(part).expect(part)).to_vec();
    assert!(places.is_sorted(), "{out}");
    let drivers = out.split("What moves net benefit most").nth(1).unwrap();
    let drivers = drivers.split("more in tornado.parquet").next().unwrap();
    assert_eq!(
        drivers.matches('…').count() - drivers.matches("…  ").count(),
        6,
        "{drivers}"
    );
}

/// Colours are for a terminal that wants them, and change nothing else.
#[test]
fn colours_are_never_in_a_pipe() {
    let folder = Folder::new();
    let case = folder.write("small.toml", SMALL);
    let printed = |variables: &[&str]| {
        let mut command = sroi();
        command
            .current_dir(folder.path())
            .arg("run")
            .arg(&case)
            .args(["--draws", "2000", "--force"]);
        command.envs(variables.iter().map(|name| (*name, "1")));
        outcome(&command.output().unwrap()).1
    };
    let plain = printed(&[]);
    assert!(!plain.contains('\u{1b}'), "{plain}");
    assert_eq!(printed(&["NO_COLOR"]), plain);
    assert_eq!(printed(&["NO_COLOR", "CLICOLOR_FORCE"]), plain);
    let coloured = printed(&["CLICOLOR_FORCE"]);
    for (colour, side) in [("\u{1b}[31m", "red, left"), ("\u{1b}[32m", "green, right")] {
        assert!(coloured.contains(colour), "{side}: {coloured:?}");
    }
    let stripped = ["\u{1b}[31m", "\u{1b}[32m", "\u{1b}[0m"];
    let stripped = stripped
        .iter()
        .fold(coloured.clone(), |text, code| text.replace(code, ""));
    assert_eq!(stripped, plain);
    for line in coloured
        .lines()
        .filter(|line| line.contains('│') && line.contains('\u{1b}'))
    {
        let (left, right) = line.split_once('│').unwrap();
        assert!(
            !left.contains("[32m") && !right.contains("[31m"),
            "{line:?}"
        );
    }
}
