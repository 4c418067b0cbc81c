//! The shipped case of social network strengthening against its publication, and against what its counts imply in closed form.
//!
//! Methods, section 2.2. Drawn figures hold within four standard errors (false alarms 6e-5 per number; the seed is fixed), and
//! where they were printed by another program, within its rounding too.

use sroi::analysis::{Verdict, headline, perspectives, reproduce, spreads, stakeholders};
use sroi::dist::Histogram;
use sroi::model::{Model, Selection, Total, Variant};
use sroi::plan::totals;
use sroi::stats::Estimate;
use sroi::text::Source;

use crate::support::{
    MANY, assert_close, assert_within, draws, parse, prior, run, scenario, text, total,
};

/// Euros per client and how many of 41, for the shares of table 5, which exclude each other.
const PARTICIPATION: [(f64, f64); 2] = [(13_600.0, 6.0), (0.5 * 17_629.0, 1.0)];
/// The same for the kinds of care of table 8.
const CARE: [(f64, f64); 9] = [
    (3_380.0, 9.0),
    (7_700.0, 2.0),
    (54_750.0, 2.0),
    (8_000.0, 2.0),
    (6_000.0, 1.0),
    (2_600.0, 1.0),
    (500.0, 1.0),
    (960.0, 1.0),
    (40_000.0, 1.0),
];
const OF: f64 = 41.0;

fn snv() -> Model {
    parse(&text("priors/snv.toml"))
}

/// The case with the categories of table 5 drawn as if they did not exclude each other.
fn independent() -> Model {
    let case = text("priors/snv.toml");
    let start = case.find("[dirichlet.participation]").unwrap();
    let end = start + case[start..].find("\n\n").unwrap();
    let mut case = case.replace(&case[start..end], "");
    for (name, count) in [("job_kept", 6), ("study_kept", 1)] {
        let beta =
            |pseudo: &str| format!("{{ count = {count}, of = 41, pseudo_count = {pseudo} }}");
        let header = format!("[inputs.{name}]\n");
        case = case.replace(&header, &format!("{header}prior.beta = {}\n", beta("0")));
        for (scenario, pseudo) in [("jeffreys", "0.5"), ("uniform", "1")] {
            let header = format!("[scenarios.{scenario}.set]\n");
            let setting = format!("{header}{name} = {{ beta = {} }}\n", beta(pseudo));
            case = case.replace(&header, &setting);
        }
    }
    for pseudo in ["0.5", "1"] {
        let change = format!("dirichlet = {{ participation = {{ pseudo_count = {pseudo} }} }}\n");
        assert!(case.contains(&change));
        case = case.replace(&change, "");
    }
    parse(&case)
}

/// Expected benefits when a pseudo-count is added to every count, with so many categories in the table of participation.
fn expected(pseudo: f64, categories: f64) -> f64 {
    let sum = |table: &[(f64, f64)], categories: f64| -> f64 {
        let shares = table.iter();
        let shares = shares.map(|(euros, k)| 100.0 * euros * (k + pseudo));
        shares.sum::<f64>() / (OF + categories * pseudo)
    };
    sum(&PARTICIPATION, categories) + sum(&CARE, 2.0)
}

/// The variance of benefits with pseudo-counts of 0; exclusive categories are negatively correlated.
fn variance(exclusive: bool) -> f64 {
    let part = |(euros, k): &(f64, f64)| {
        let share = k / OF;
        1e4 * euros * euros * share * (1.0 - share) / (OF + 1.0)
    };
    let [(a, j), (b, k)] = PARTICIPATION;
    let covariance = -1e4 * a * b * (j / OF) * (k / OF) / (OF + 1.0);
    let independent: f64 = PARTICIPATION.iter().chain(&CARE).map(part).sum();
    independent + if exclusive { 2.0 * covariance } else { 0.0 }
}

fn chosen(model: &Model, scenario: Option<&str>, rounding: &str) -> Variant {
    let selection = Selection {
        scenario: scenario.map(str::to_owned),
        switches: vec![("rounding".to_owned(), rounding.to_owned())],
        set: Vec::new(),
        ..Selection::default()
    };
    model.variant(&selection).unwrap()
}

fn at_points<const N: usize>(model: &Model, variant: &Variant, wanted: [Total; N]) -> [f64; N] {
    totals(model, variant, &variant.points, wanted)
}

/// An estimate compared with a figure that another program printed, rounded to `half` a unit.
#[track_caller]
fn assert_printed(estimate: Estimate, printed: f64, half: f64, what: &str) {
    let room = 4.0 * estimate.standard_error + half;
    assert!(
        (estimate.value - printed).abs() <= room,
        "{what}: {} ± {}, printed {printed}",
        estimate.value,
        estimate.standard_error
    );
}

#[test]
fn every_published_figure_is_reproduced_or_explained() {
    let reproduction = reproduce(&snv());
    let cells = reproduction.cells.iter();
    let wrong = cells.filter(|cell| !cell.verdict.is_fine());
    let wrong: Vec<&str> = wrong.map(|cell| cell.label.as_str()).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert_eq!(reproduction.count(Verdict::Reproduced), 104);
    assert_eq!(reproduction.count(Verdict::ErratumExplained), 6);
}

#[test]
fn totals_with_whole_and_with_exact_clients() {
    let model = snv();
    let wanted = [Total::Benefits, Total::Costs, Total::Roi, Total::BreakEven];
    for (rounding, benefits, roi, share) in [
        ("published", 748_359.0, 2.4456, 0.408_89),
        ("exact", 760_474.390_243_9, 2.4852, 0.402_38),
    ] {
        let variant = chosen(&model, None, rounding);
        let found = at_points(&model, &variant, wanted);
        assert_close(found[0], benefits, 1e-13, rounding);
        assert_close(found[1], 306_000.0, 1e-14, rounding);
        assert_close(found[2], roi, 0.000_05 / roi, rounding);
        assert_close(found[3], share, 0.000_005 / share, rounding);
    }
    // The base case is the exact one, the scenario of the published figures the other.
    let [base] = at_points(&model, &model.base(), [Total::Benefits]);
    let [published] = at_points(&model, &scenario(&model, "as_published"), [Total::Benefits]);
    assert_close(base, expected(0.0, 4.0), 1e-13, "base case");
    assert_close(published, 748_359.0, 1e-13, "as published");
    for (hours, roi) in [("hours_logged", 4.891), ("hours_thesis", 1.812)] {
        let variant = chosen(&model, Some(hours), "published");
        let [found] = at_points(&model, &variant, [Total::Roi]);
        assert_close(found, roi, 0.000_5 / roi, hours);
    }
}

/// With pseudo-counts of 0 expected benefits are those at the points; ½ and 1 raise them by a fifth and two fifths.
#[test]
fn pseudo_counts_move_expected_benefits() {
    let (model, apart) = (snv(), independent());
    for (name, pseudo, alone) in [
        (None, 0.0, 760_474.390_2),
        (Some("jeffreys"), 0.5, 916_539.881_0),
        (Some("uniform"), 1.0, 1_065_346.511_6),
    ] {
        let what = name.unwrap_or("base case");
        assert_close(expected(pseudo, 2.0), alone, 1e-10, what);
        for (model, categories) in [(&model, 4.0), (&apart, 2.0)] {
            let variant = name.map_or_else(|| model.base(), |name| scenario(model, name));
            let benefits = total(&run(model, &variant, MANY), Total::Benefits).mean();
            assert_within(benefits, expected(pseudo, categories), what);
        }
    }
    // What the reader of `sroi check` is told.
    let (case, mut diagnostics) = sroi::case::read(&Source::new("snv", text("priors/snv.toml")));
    let checked = sroi::model::check(&case.unwrap(), &mut diagnostics);
    assert!(checked.is_some());
    let told = |scenario: &str, note: &str| {
        let message =
            format!("pseudo-counts of scenario `{scenario}` move prior means away from the points");
        let all = diagnostics.clone().sorted();
        let found = all.iter().find(|d| d.message == message);
        found.is_some_and(|d| d.notes.iter().any(|known| known == note))
    };
    assert!(told(
        "jeffreys",
        "`home_placement`: mean 0.035714, point 0.02439 (+46.4 %)"
    ));
    assert!(told(
        "uniform",
        "`study_kept`: mean 0.044444, point 0.02439 (+82.2 %)"
    ));
}

#[test]
fn spread_of_benefits() {
    assert_close(variance(false).sqrt(), 224_053.995_7, 1e-10, "independent");
    for (model, exclusive) in [(snv(), true), (independent(), false)] {
        let simulation = run(&model, &model.base(), MANY);
        let sd = total(&simulation, Total::Benefits).sd();
        assert_within(sd, variance(exclusive).sqrt(), "sd of benefits");
    }
}

/// Another program's figures, for independent shares.
#[test]
fn returns_with_uncertain_hours() {
    let model = independent();
    let simulation = run(&model, &model.base(), MANY);
    let all = headline(&simulation).all;
    let roi = total(&simulation, Total::Roi);
    // E[C] is that of 39 hours, the mean of the PERT.
    let costs = total(&simulation, Total::Costs).mean();
    assert_within(costs, 100.0 * 39.0 * 76.5, "expected costs");
    assert_printed(roi.quantile(0.5), 2.47, 0.005, "median");
    assert_printed(roi.quantile(0.025), 1.30, 0.005, "2.5 %");
    assert_printed(roi.quantile(0.975), 4.84, 0.005, "97.5 %");
    assert_printed(all.ratio_of_means.unwrap(), 2.55, 0.005, "ratio of means");
    assert_printed(all.p_break_even, 0.997, 0.000_5, "P(break-even)");
    let attributed = run(&model, &scenario(&model, "attribution"), MANY);
    let p = headline(&attributed).all.p_break_even;
    assert_printed(p, 0.962, 0.000_5, "P(break-even) with attribution");
    // The break-even share is the costs over the benefits in every draw, whatever is attributed.
    let share = headline(&simulation).all.break_even.unwrap();
    let again = headline(&attributed).all.break_even.unwrap();
    assert_eq!(share, again);
    assert_printed(share[0], 1.0 / 2.47, 0.001, "median break-even share");
}

/// Exclusive categories move these figures by less than another program's rounding.
#[test]
fn returns_with_exclusive_categories() {
    let model = snv();
    for (name, printed) in [(None, 0.997), (Some("attribution"), 0.962)] {
        let variant = name.map_or_else(|| model.base(), |name| scenario(&model, name));
        let p = headline(&run(&model, &variant, MANY)).all.p_break_even;
        assert_printed(p, printed, 0.000_5, name.unwrap_or("base case"));
    }
}

/// The mean and the standard error of the mean of the hours that consultants logged: 39 clients in classes, evenly filled.
/// How clients differ is not drawn by an ordinary run, which only the mean of the group matters to.
#[test]
fn hours_differ_between_clients() {
    let model = snv();
    let edges = [1.5, 8.5, 16.5, 24.5, 32.5, 70.5];
    let counts = [7.0, 15.0, 5.0, 7.0, 5.0];
    let logged = Histogram::from_counts(&edges, &counts).unwrap();
    assert_close(logged.mean(), 20.051, 1e-4, "mean of the classes");
    assert_close(logged.sd() / 39.0_f64.sqrt(), 2.39, 0.002, "its error");
    let known = model.inputs.iter().find(|input| input.name == "hours_sd");
    let known = known.unwrap();
    assert!(!known.is_drawn());
    assert_close(known.point, logged.sd(), 5e-4, "sd");
}

/// The variance of how many of the next 100 it is, of `count` of 41 seen: all of it, and that of 100 times the share.
fn next_hundred(count: f64) -> (f64, f64) {
    let (n, share) = (100.0, count / OF);
    let spread = share * (1.0 - share) / (OF + 1.0);
    (n * spread * (n + OF), n * n * spread)
}

/// Counts of the next 100 clients are beta-binomial. False alarms of 42 comparisons at four standard errors: 0.3 %.
#[test]
fn the_next_hundred_clients() {
    let model = snv();
    let selection = Selection {
        predictive: true,
        ..Selection::default()
    };
    let variant = model.variant(&selection).unwrap();
    let simulation = run(&model, &variant, MANY);
    let rows = spreads(&model, &simulation);
    let row = |name: &str| {
        let mut rows = rows.iter();
        let found = rows.find(|row| row.subject.as_deref() == Some(name));
        found.unwrap_or_else(|| panic!("{name}"))
    };
    // Two of 41: five of the next 100, give or take four.
    assert_close(next_hundred(2.0).0, 15.577_46, 1e-6, "2 of 41");
    for (name, count) in [
        ("n_job", 6.0),
        ("n_study", 1.0),
        ("n_support", 9.0),
        ("n_crisis", 2.0),
        ("n_housing", 2.0),
        ("n_mental_care", 2.0),
        ("n_shelter", 1.0),
        ("n_day_care", 1.0),
        ("n_mindfulness", 1.0),
        ("n_gp_nurse", 1.0),
        ("n_placement", 1.0),
    ] {
        let (whole, parameters) = next_hundred(count);
        let row = row(name);
        assert_within(row.predictive.sd, whole.sqrt(), name);
        assert_within(row.parameter.sd, parameters.sqrt(), name);
        assert_within(row.parameter_share.unwrap(), 100.0 / (100.0 + OF), name);
    }
    let mean = prior(&model, "hours").sd();
    let hours = row("hours_per_client");
    assert_within(hours.parameter.sd, mean, "hours, mean");
    assert_within(hours.predictive.sd, mean.hypot(1.49), "hours");
    // Benefits: 100 times the spread of shares, and the same of counts, for every pair of categories alike.
    let benefits = rows.iter().find(|row| row.metric == "benefits").unwrap();
    assert_within(benefits.parameter.sd, variance(true).sqrt(), "benefits");
    let chance = (100.0 + OF) / 100.0;
    let whole = (variance(true) * chance).sqrt();
    assert_within(benefits.predictive.sd, whole, "benefits");
}

/// The ordinary run does not know of the next 100, and predictive runs leave what they call parameters alone.
#[test]
fn the_headline_is_not_predictive() {
    let case = text("priors/snv.toml");
    let start = case.find("[predictive.participation]").unwrap();
    let end = case.find("# Benefits ---").unwrap();
    let without = parse(&(case[..start].to_owned() + &case[end..]));
    let of = |model: &Model| draws(model, &model.base(), 20_000, 1);
    assert!(of(&snv()) == of(&without));
}

/// One party pays, and 62 % of the benefits at the published points are its own.
#[test]
fn one_party_pays() {
    let model = snv();
    let simulation = run(&model, &model.base(), 100_000);
    let costs = total(&simulation, Total::Costs).mean();
    for row in stakeholders(&model, &simulation) {
        let pays = if row.name == "municipality" {
            costs.value
        } else {
            0.0
        };
        assert_close(row.costs.value, pays, 1e-12, &row.name);
    }
    let rows = perspectives(&model, &simulation);
    let of = |name: &str| rows.iter().find(|row| row.name == name).unwrap();
    let (all, alone) = (of("societal"), of("municipality"));
    let ratios = [all, alone].map(|row| row.ratio_of_means.unwrap().value);
    assert!(ratios[1] > 1.0 && ratios[1] < ratios[0], "{ratios:?}");
    assert!(of("gain_without_paying").ratio_of_means.is_none());
    assert!(alone.p_wrong_pocket.value > 0.1 && all.p_wrong_pocket.value == 0.0);
}
