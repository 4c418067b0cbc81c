//! The same draws on any machine, schedule, order of the file and length of the run.
//!
//! Everything here is compared bit for bit, except the naive evaluation, which computes in another order.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};

use sroi::case::{BinaryOp, Function, UnaryOp};
use sroi::dist::{Probability, special};
use sroi::model::{Euro, Formula, Model, Selection, Side, Total, Uncertainty, Variant, cholesky};
use sroi::plan::compile;
use sroi::sim::{BLOCK_CHUNKS, Observer, Settings, Silent, Simulation, simulate};
use sroi::simd::{self, Instructions};
use sroi::stream::Key;

use crate::support::{
    Draws, case, draws, draws_of, netwerkzorg, parse, path, scenario, settings, text,
};

/// Draws of a block, after which threads take turns.
const BLOCK: u64 = BLOCK_CHUNKS * 1024;

/// A run of `sroi` in a folder of its own: what it wrote, by name.
fn folder(name: &str, arguments: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let status = Command::new(env!("CARGO_BIN_EXE_sroi"))
        .arg("run")
        .arg(path("priors/netwerkzorg.toml"))
        .args(["--quiet", "--force", "--out"])
        .arg(&out)
        .args(arguments)
        .status()
        .unwrap();
    assert!(status.success(), "{arguments:?}");
    let files: Vec<PathBuf> = std::fs::read_dir(&out)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files
        .into_iter()
        .map(|file| {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read(file).unwrap())
        })
        .collect()
}

#[track_caller]
fn assert_same_files(a: &BTreeMap<String, Vec<u8>>, b: &BTreeMap<String, Vec<u8>>, what: &str) {
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(a), names(b), "{what}");
    for (name, bytes) in a {
        assert!(*bytes == b[name], "{what}: {name} differs");
    }
}

/// 150,000 draws are 19 blocks, the last one not full, and too many to be kept for quantiles.
#[test]
fn result_folders_are_equal_byte_for_byte_on_any_number_of_threads() {
    let run = |threads: &str| {
        let name = format!("threads-{threads}");
        folder(
            &name,
            &["--draws", "150000", "--threads", threads, "--keep-draws"],
        )
    };
    let one = run("1");
    for name in [
        "manifest.json",
        "draws.parquet",
        "summary.parquet",
        "case.toml",
    ] {
        assert!(one.contains_key(name), "{name}");
    }
    for threads in ["2", "7"] {
        assert_same_files(&one, &run(threads), threads);
    }
    // Keeping the draws changes nothing else.
    let mut without = folder("not-kept", &["--draws", "150000"]);
    without.insert("draws.parquet".to_owned(), one["draws.parquet"].clone());
    assert_same_files(&one, &without, "without draws");
}

/// All that a simulation knows, in text that tells every bit.
fn everything(simulation: &Simulation) -> String {
    format!("{simulation:?}")
}

#[test]
fn simulations_are_equal_on_any_number_of_threads() {
    let model = netwerkzorg();
    let plan = compile(&model, &model.base());
    // Short of a chunk, a chunk, short of a block, several blocks with kept values, and with a sketch.
    for draws in [1, 1_000, 1_024, 8_191, 8_193, 50_000, 140_000] {
        let run = |threads| {
            let settings = Settings::random(draws, 5, threads);
            everything(&simulate(&plan, settings, &Silent).unwrap())
        };
        let one = run(1);
        assert!(one == run(2) && one == run(7), "{draws} draws");
    }
}

/// Portable, AVX2 and AVX-512 instructions, as far as the machine has them. The limit holds for the whole process; tests that
/// run meanwhile do not notice, which is what is tested.
#[test]
fn simulations_are_equal_with_any_instructions() {
    let mut cases = vec![netwerkzorg(), parse(&text("benches/cases/team_year.toml"))];
    cases.extend(
        [
            "beta",
            "chain",
            "copula",
            "lognormal",
            "pert",
            "response",
            "years",
        ]
        .map(case),
    );
    for model in cases {
        let plan = compile(&model, &model.base());
        let run = |instructions: Instructions| {
            simd::limit(instructions);
            everything(&simulate(&plan, settings(2 * BLOCK + 77, 3), &Silent).unwrap())
        };
        let [portable, avx2, avx512] = Instructions::ALL.map(|(_, set)| run(set));
        assert!(portable == avx2, "{}: AVX2", model.name);
        assert!(portable == avx512, "{}: AVX-512", model.name);
    }
}

#[test]
fn seeds_give_other_draws_and_zero_is_a_seed() {
    let model = case("ratio");
    let columns = |seed| draws(&model, &model.base(), 2_000, seed);
    let [zero, one, two] = [0, 1, 2].map(columns);
    assert_eq!(zero, columns(0));
    for name in ["benefit", "cost"] {
        let all = [zero.column(name), one.column(name), two.column(name)];
        assert!(all[0].iter().all(|x| x.is_finite() && *x > 0.0));
        for (a, b) in [(0, 1), (0, 2), (1, 2)] {
            let equal = all[a].iter().zip(all[b]).filter(|(x, y)| x == y).count();
            assert_eq!(equal, 0, "{name}");
        }
    }
}

/// The columns that both have are the same.
#[track_caller]
fn assert_shared_columns(a: &Draws, b: &Draws, except: &[&str], what: &str) {
    let mut shared = 0;
    for name in a
        .names
        .iter()
        .filter(|name| !except.contains(&name.as_str()))
    {
        if let Some(theirs) = b.bits(name) {
            assert!(a.bits(name).unwrap() == theirs, "{what}: {name}");
            shared += 1;
        }
    }
    assert!(shared > 0, "{what}");
}

/// The names of the columns that are inputs.
fn inputs_of(model: &Model, draws: &Draws) -> Vec<String> {
    let known = |name: &&String| model.inputs.iter().any(|input| input.name == **name);
    draws.names.iter().filter(known).cloned().collect()
}

/// The sections of a case file, each from its header to the next.
fn sections(text: &str) -> Vec<&str> {
    let mut starts: Vec<usize> = text.match_indices("\n[").map(|(at, _)| at + 1).collect();
    starts.insert(0, 0);
    starts.push(text.len());
    starts
        .windows(2)
        .map(|pair| &text[pair[0]..pair[1]])
        .collect()
}

#[test]
fn the_order_of_inputs_does_not_matter() {
    let written = text("priors/netwerkzorg.toml");
    let is_input = |section: &&str| section.starts_with("[inputs.");
    let (inputs, others): (Vec<&str>, Vec<&str>) =
        sections(&written).into_iter().partition(is_input);
    assert_eq!(inputs.len(), netwerkzorg().inputs.len());
    let mut reversed: Vec<&str> = inputs.into_iter().rev().collect();
    // Half of them before everything that uses them, half after.
    let late = reversed.split_off(reversed.len() / 2);
    let header = others
        .iter()
        .position(|section| section.starts_with("[case]"))
        .unwrap()
        + 1;
    let parts = [&others[..header], &reversed, &others[header..], &late].concat();
    let separated: Vec<String> = parts.iter().map(|part| format!("{part}\n")).collect();
    let shuffled = parse(&separated.concat());
    let model = netwerkzorg();
    assert_ne!(model.inputs[0].name, shuffled.inputs[0].name);
    let a = draws(&model, &model.base(), 3_000, 1);
    let b = draws(&shuffled, &shuffled.base(), 3_000, 1);
    assert_eq!(a.names.len(), b.names.len());
    assert_shared_columns(&a, &b, &[], "reversed");
}

#[test]
fn an_input_added_elsewhere_changes_no_other_draw() {
    let model = netwerkzorg();
    let before = draws(&model, &model.base(), 3_000, 1);
    let more = "\n[inputs.aaa]\nunit = \"EUR/team/year\"\npoint = 5\nprior.gamma = { mean = 5, cv = 1 }\n\
         kind = \"parameter\"\n\n[lines.aaa]\nside = \"benefit\"\namount = \"aaa\"\nto = \"client\"\neuro = \"soft\"\n";
    let larger = parse(&(text("priors/netwerkzorg.toml") + more));
    let after = draws(&larger, &larger.base(), 3_000, 1);
    assert!(after.bits("aaa").is_some());
    let moved = ["benefits", "net_benefit", "roi", "break_even"];
    assert_shared_columns(&before, &after, &moved, "added");
    // Read the other way round: an input removed.
    assert_shared_columns(&after, &before, &moved, "removed");
}

/// Fixing any one input leaves the draws of every other one as they were, its partners in a correlation included.
#[test]
fn an_input_fixed_elsewhere_changes_no_other_draw() {
    let model = netwerkzorg();
    let before = draws(&model, &model.base(), 2_000, 1);
    for name in inputs_of(&model, &before) {
        let selection = Selection {
            set: vec![(name.clone(), 0.2)],
            ..Selection::default()
        };
        let after = draws(&model, &model.variant(&selection).unwrap(), 2_000, 1);
        assert!(after.bits(&name).is_none(), "{name} is still drawn");
        for other in inputs_of(&model, &before) {
            if other != name {
                let same = before.bits(&other) == after.bits(&other);
                assert!(same, "with {name} fixed, {other} is drawn otherwise");
            }
        }
    }
}

/// Scenarios and switches share their draws: what they have in common does not differ by chance.
#[test]
fn scenarios_share_draws() {
    let model = netwerkzorg();
    let base = draws(&model, &model.base(), 2_000, 1);
    let effects = |name: &String| !name.starts_with("effect_");
    for other in &model.scenarios {
        let variant = scenario(&model, &other.name);
        let columns = draws(&model, &variant, 2_000, 1);
        // Euros of other years are multiplied by a factor: `prices::draws_are_multiplied_one_by_one`.
        let reindexed = variant.reindexing.iter().flat_map(|all| &all.inputs);
        let reindexed: Vec<&str> = reindexed
            .map(|input| model.inputs[input.input].name.as_str())
            .collect();
        for name in inputs_of(&model, &base).iter().filter(|name| effects(name)) {
            assert!(
                base.bits(name) == columns.bits(name) || reindexed.contains(&name.as_str()),
                "{}: {name}",
                other.name
            );
        }
        assert!(
            base.bits("costs") == columns.bits("costs") || !reindexed.is_empty(),
            "{}",
            other.name
        );
    }
    // Another prior for the effects: the draws keep their order.
    let pert = draws(&model, &scenario(&model, "effect_pert"), 2_000, 1);
    let (a, b) = (base.column("effect_work"), pert.column("effect_work"));
    for i in 1..a.len() {
        assert_eq!(a[i] > a[i - 1], b[i] > b[i - 1], "draw {i}");
    }
    for switch in &model.switches {
        for alternative in &switch.alternatives {
            let selection = Selection {
                switches: vec![(switch.name.clone(), alternative.name.clone())],
                ..Selection::default()
            };
            let columns = draws(&model, &model.variant(&selection).unwrap(), 2_000, 1);
            for name in inputs_of(&model, &base) {
                if let Some(bits) = columns.bits(&name) {
                    assert!(base.bits(&name).unwrap() == bits, "{}: {name}", switch.name);
                }
            }
        }
    }
}

#[test]
fn a_shorter_run_is_the_beginning_of_a_longer_one() {
    let model = netwerkzorg();
    let long = draws(&model, &model.base(), 20_000, 1);
    for n in [1, 1_023, 1_025, 8_192, 9_999] {
        let short = draws(&model, &model.base(), n, 1);
        for (a, b) in short.columns.iter().zip(&long.columns) {
            assert!(a[..] == b[..a.len()] && a.len() as u64 == n, "{n} draws");
        }
    }
}

/// Stops a run after so many draws.
struct StopAfter {
    limit: u64,
    done: AtomicU64,
}

impl Observer for StopAfter {
    fn advance(&self, draws: u64) {
        self.done.fetch_add(draws, Ordering::Relaxed);
    }

    fn stopped(&self) -> bool {
        self.done.load(Ordering::Relaxed) >= self.limit
    }
}

/// Quantiles of the interrupted run are sketched or not as those of the run that was asked for, so both runs here are on
/// the same side of that limit.
#[test]
fn an_interrupted_run_equals_a_run_of_that_many_draws() {
    let model = netwerkzorg();
    let variant = model.base();
    for (asked, limit) in [(100_000, 3 * BLOCK), (1_000_000, 20 * BLOCK)] {
        let observer = StopAfter {
            limit,
            done: AtomicU64::new(0),
        };
        let (stopped, mut cut) = draws_of(&model, &variant, settings(asked, 1), &observer);
        assert!(cut.draws >= limit && cut.draws < asked && cut.requested == asked);
        let (whole, short) = draws_of(&model, &variant, settings(cut.draws, 1), &Silent);
        assert!(stopped == whole, "draws");
        cut.requested = cut.draws;
        assert!(everything(&cut) == everything(&short), "{asked}");
    }
}

/// The plainest possible evaluation: one draw, one number, recursion, nothing shared, nothing folded.
struct Naive<'a> {
    model: &'a Model,
    variant: &'a Variant,
    inputs: Vec<f64>,
}

impl Naive<'_> {
    /// Draw number `draw`: every input by its own quantile function from the uniform at its address.
    fn draw<'a>(model: &'a Model, variant: &'a Variant, seed: u64, draw: u64) -> Naive<'a> {
        let uniform = |index: usize| Key::new(seed, &model.inputs[index].name).uniform(draw);
        let mut probability: Vec<f64> = (0..model.inputs.len()).map(uniform).collect();
        for (group, (matrix, _)) in model.correlations.iter().zip(&variant.correlations) {
            let lower = cholesky(matrix).unwrap();
            let scores: Vec<f64> = group
                .members
                .iter()
                .map(|&index| special::normal_quantile(probability[index]))
                .collect();
            for (row, &index) in lower.iter().zip(&group.members) {
                let mixed = row.iter().zip(&scores).map(|(l, z)| l * z).sum();
                probability[index] = special::normal_cdf(mixed);
            }
        }
        let value = |(uncertainty, p): (&Uncertainty, &f64)| match uncertainty {
            Uncertainty::Fixed(value) => *value,
            Uncertainty::Drawn(prior) => prior.quantile(Probability::new(*p)),
        };
        let inputs = variant
            .uncertainties
            .iter()
            .zip(&probability)
            .map(value)
            .collect();
        Naive {
            model,
            variant,
            inputs,
        }
    }

    fn of(&self, formula: &Formula) -> f64 {
        match formula {
            Formula::Constant(value) => *value,
            Formula::Input(index) => self.inputs[*index],
            Formula::Derived(index) => self.of(&self.variant.derived[*index]),
            Formula::Result(_) => panic!("no line refers to results"),
            Formula::Unary(UnaryOp::Negate, x) => -self.of(x),
            Formula::Unary(UnaryOp::Not, x) => f64::from(u8::from(self.of(x) == 0.0)),
            Formula::Binary(op, x, y) => {
                let (x, y) = (self.of(x), self.of(y));
                match op {
                    BinaryOp::Add => x + y,
                    BinaryOp::Subtract => x - y,
                    BinaryOp::Multiply => x * y,
                    BinaryOp::Divide => x / y,
                    BinaryOp::Power => sroi::math::pow(x, y),
                    other => panic!("not in the shipped case: {other:?}"),
                }
            }
            Formula::Call(Function::If, parts) if self.of(&parts[0]) != 0.0 => self.of(&parts[1]),
            Formula::Call(Function::If, parts) => self.of(&parts[2]),
            Formula::Call(other, _) => panic!("not in the shipped case: {other:?}"),
        }
    }

    fn sum(&self, keep: impl Fn(&sroi::model::Line) -> bool) -> f64 {
        let lines = self.model.lines.iter().filter(|line| keep(line));
        lines.map(|line| self.of(&line.formula)).sum()
    }
}

/// Draws at the edges of chunks and blocks, and between.
const PLACES: [u64; 9] = [0, 1, 15, 16, 1_023, 1_024, 8_191, 8_192, 9_000];

#[test]
fn the_program_equals_a_naive_evaluation() {
    let model = netwerkzorg();
    let selection = Selection {
        switches: vec![
            ("relatives_gain".to_owned(), "both".to_owned()),
            ("clients_from".to_owned(), "product".to_owned()),
            ("uptake_coupled".to_owned(), "coupled".to_owned()),
        ],
        ..Selection::default()
    };
    let variants = [
        ("base", model.base()),
        ("comonotone", scenario(&model, "effects_comonotone")),
        ("pert", scenario(&model, "effect_pert")),
        ("switched", model.variant(&selection).unwrap()),
    ];
    for (name, variant) in &variants {
        let columns = draws(&model, variant, 9_001, 7);
        for place in PLACES {
            let naive = Naive::draw(&model, variant, 7, place);
            let check = |column: &str, expected: f64| {
                let found = columns.column(column)[place as usize];
                let near = (found - expected).abs() <= 1e-9 * expected.abs();
                assert!(
                    near,
                    "{name}, draw {place}, {column}: {found}, expected {expected}"
                );
            };
            for (index, input) in model.inputs.iter().enumerate() {
                if columns.bits(&input.name).is_some() {
                    check(&input.name, naive.inputs[index]);
                }
            }
            for line in &model.lines {
                check(&format!("lines.{}", line.name), naive.of(&line.formula));
            }
            let benefits = naive.sum(|line| line.side == Side::Benefit);
            let costs = naive.sum(|line| line.side == Side::Cost);
            let hard = naive.sum(|line| line.side == Side::Benefit && line.euro == Euro::Hard);
            check("benefits", benefits);
            check("costs", costs);
            check("roi", benefits / costs);
            check("hard_roi", hard / costs);
            // A difference may lose digits of its terms.
            let net = columns.column("net_benefit")[place as usize];
            assert!((net - (benefits - costs)).abs() <= 1e-9 * benefits.abs().max(costs));
        }
    }
}

/// At the break-even effect of a draw, its benefits equal its costs.
#[test]
fn break_even_of_a_draw_is_where_benefits_equal_costs() {
    let model = netwerkzorg();
    let variant = model.base();
    let columns = draws(&model, &variant, 9_001, 7);
    let effects = &model.break_even.as_ref().unwrap().inputs;
    for place in PLACES {
        for (column, total) in [
            ("break_even", Total::NetBenefit),
            ("hard_break_even", Total::HardNetBenefit),
        ] {
            let effect = columns.column(column)[place as usize];
            let mut inputs = Naive::draw(&model, &variant, 7, place).inputs;
            for &index in effects {
                inputs[index] = effect;
            }
            let wanted = [total, Total::Costs];
            let [net, costs] = sroi::plan::totals(&model, &variant, &inputs, wanted);
            assert!(net.abs() <= 1e-9 * costs, "draw {place}, {column}: {net}");
        }
    }
}
