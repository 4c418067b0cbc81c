//! The arguments, as typed.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::analysis::{NestedSettings, Rank};
use crate::simd::Instructions;
use crate::stream::Design;
use crate::text::Lang;

/// Monte Carlo uncertainty for social and health-economic business cases.
///
/// A case is a text file: inputs with priors, units, price years and sources; benefit and cost lines; scenarios; the
/// published figures it must reproduce.
#[derive(Debug, Parser)]
#[command(name = "sroi", version, max_term_width = 100)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
    /// Language of results: English or Dutch. Errors and warnings are English
    #[arg(long, global = true, value_name = "LANGUAGE", default_value_t = Lang::En, value_parser = languages())]
    pub(super) lang: Lang,
    /// Instruction set to run with, for tests and measurements: results do not depend on it
    #[arg(long, global = true, hide = true, value_name = "SET", value_parser = instructions)]
    pub(super) instructions: Option<(&'static str, Instructions)>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Draw all inputs jointly and write distributions, break-even and tornado to Parquet
    Run(RunOptions),
    /// Compare every scenario and every alternative of every switch with the base case, on the same draws
    Scenarios(ScenariosOptions),
    /// Show what the program understood of a case, with warnings a reviewer would raise
    Check(CheckOptions),
    /// Compute the published figures at the published points and compare
    Reproduce(ReproduceOptions),
    /// Put several cases, or results folders, side by side and rank them
    Compare(CompareOptions),
    /// Which inputs and which choices move the result most: bars, conditional means, two-way grids
    Tornado(TornadoOptions),
    /// At which value of each input the programme breaks even, and how likely it lies beyond
    BreakEven(BreakEvenOptions),
    /// What share of the variance each input explains: first-order, total and second-order Sobol' indices
    Sobol(SobolOptions),
    /// What more research would be worth: EVPI, and EVPPI of every input, by regression and by nested draws
    Voi(VoiOptions),
    /// CEAC, EVPI, EVPPI, ICERs and sensitivity from a sample of another program, or from the draws of a run
    Analyse(AnalyseOptions),
    /// Write what a publication takes: figures, tables, sentences, a checklist and an Excel workbook
    Export(ExportOptions),
    /// Write the results of a run as one web page to read and to ask: figures, tables, sources, in English or Dutch
    Report(ReportOptions),
    /// Measure how fast a case runs here, as a table for a paper
    Bench(BenchOptions),
    /// Write a case to start from: complete, commented, invented
    New(NewOptions),
    /// Print the JSON Schema of case files, for editors
    Schema,
    /// Print a script with which a shell completes the command line
    Completions(CompletionsOptions),
    /// Print the man page of the program or of a command, or write them all to a folder
    Man(ManOptions),
}

/// How draws are made.
#[derive(Debug, Args)]
pub(super) struct Sampling {
    /// Number of draws; `1e6` and `1_000_000` are read too. Time is proportional, memory constant [default: 100000;
    /// 131072 with `--design sobol`]
    #[arg(long, value_parser = draws)]
    pub(super) draws: Option<u64>,
    /// Independent draws, Latin hypercube or scrambled Sobol' points: the last two need fewer draws for the same error
    #[arg(long, default_value_t = Design::Random, value_parser = designs())]
    pub(super) design: Design,
    /// Independent randomisations of a design, whose spread gives the Monte Carlo errors [default: 16]
    #[arg(long, value_name = "NUMBER")]
    pub(super) replicates: Option<u32>,
    /// Seed; the same seed gives the same draws on any number of threads
    #[arg(long, default_value_t = 1, allow_negative_numbers = true)]
    pub(super) seed: u64,
    /// Threads [default: all]
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) threads: Option<u16>,
}

/// How results are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    // No remarks that clap would show: they would set every option of `--help` on lines of its own.
    Text,
    Json,
}

/// What stands on standard output in the end.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct Shown {
    /// Results as text to read, or as one JSON document with the manifest and all tables, for scripts
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(super) format: Format,
}

/// Where results of a case go, and what is shown of them.
#[derive(Debug, Args)]
pub(super) struct Results {
    /// Results folder [default: one below results/, named after the case, what departs from it, and the command]
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Replace earlier results
    #[arg(long)]
    pub(super) force: bool,
    /// Go on although published figures are not reproduced
    #[arg(long)]
    pub(super) allow_unreproduced: bool,
    #[command(flatten)]
    pub(super) shown: Shown,
    /// No progress bar and no summary; a JSON document is printed all the same
    #[arg(long, short)]
    pub(super) quiet: bool,
}

/// What departs from the case as written; of several rows that are compared, in all of them.
#[derive(Debug, Args)]
pub(super) struct Choices {
    /// Scenario of the case
    #[arg(long, value_name = "NAME")]
    pub(super) scenario: Option<String>,
    /// Choose an alternative of a switch; may be repeated
    #[arg(long, value_name = "SWITCH=ALTERNATIVE", value_parser = pair)]
    pub(super) switch: Vec<(String, String)>,
    /// Fix an input, in its own unit; may be repeated
    #[arg(long, value_name = "INPUT=NUMBER", value_parser = setting)]
    pub(super) set: Vec<(String, f64)>,
    /// Convert inputs in euros of other years to the price year of the case, by the consumer price index
    #[arg(long)]
    pub(super) reindex: bool,
}

#[derive(Debug, Args)]
pub(super) struct RunOptions {
    /// Case file
    pub(super) case: PathBuf,
    #[command(flatten)]
    pub(super) sampling: Sampling,
    /// Draw until a result is precise enough: `p_break_even ± 0.001` or `roi.q975 ± 1%`, half of its 95 % Monte Carlo
    /// interval (`+-` is read too)
    #[arg(long, value_name = "RESULT ± TOLERANCE", conflicts_with = "draws")]
    pub(super) until: Option<String>,
    /// Most draws of a run with `--until`
    #[arg(long, value_name = "DRAWS", default_value = "100000000", value_parser = draws, requires = "until")]
    pub(super) draws_max: u64,
    #[command(flatten)]
    pub(super) choices: Choices,
    /// Draw the next clients themselves, as the `[predictive]` tables of the case say, and not their expected result alone
    #[arg(long)]
    pub(super) predictive: bool,
    /// Write every draw to draws.parquet (about 400 bytes a draw for the shipped case)
    #[arg(long)]
    pub(super) keep_draws: bool,
    /// Go on with earlier results that kept their draws, up to `--draws`: the same bytes as one long run
    #[arg(long, conflicts_with_all = ["until", "force"])]
    pub(super) more: bool,
    #[command(flatten)]
    pub(super) results: Results,
}

#[derive(Debug, Args)]
pub(super) struct ScenariosOptions {
    /// Case file
    pub(super) case: PathBuf,
    #[command(flatten)]
    pub(super) sampling: Sampling,
    #[command(flatten)]
    pub(super) choices: Choices,
    #[command(flatten)]
    pub(super) results: Results,
}

/// What all analyses of a case have in common.
#[derive(Debug, Args)]
pub(super) struct StudyOptions {
    /// Case file
    pub(super) case: PathBuf,
    #[command(flatten)]
    pub(super) choices: Choices,
    /// Seed; the same seed gives the same draws on any number of threads
    #[arg(long, default_value_t = 1, allow_negative_numbers = true)]
    pub(super) seed: u64,
    /// Threads [default: all]
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) threads: Option<u16>,
    #[command(flatten)]
    pub(super) results: Results,
}

#[derive(Debug, Args)]
pub(super) struct TornadoOptions {
    #[command(flatten)]
    pub(super) study: StudyOptions,
    /// Outcome of the bars on the terminal: `net_benefit`, roi, `hard_net_benefit`, `hard_roi`, benefits, `hard_benefits`, costs, or a
    /// stakeholder or perspective, whose net benefit it is; the tables have all of them
    #[arg(long, value_name = "OUTCOME", default_value = "net_benefit")]
    pub(super) outcome: String,
    /// Probability between the ends of every bar, in per cent: 95 is from the 2.5 % to the 97.5 % quantile
    #[arg(long, value_name = "PERCENT", default_value = "95", value_parser = ["80", "90", "95"])]
    pub(super) range: String,
    /// Two inputs whose outcomes are wanted on a grid; may be repeated
    #[arg(long, value_name = "INPUT,INPUT")]
    pub(super) two_way: Vec<String>,
    /// Draws for the conditional means
    #[arg(long, default_value = "100000", value_parser = draws)]
    pub(super) draws: u64,
}

#[derive(Debug, Args)]
pub(super) struct BreakEvenOptions {
    #[command(flatten)]
    pub(super) study: StudyOptions,
    /// An input, or `effect` for the break-even inputs of the case together; may be repeated [default: all]
    #[arg(long, value_name = "INPUT")]
    pub(super) input: Vec<String>,
    /// Whose break-even: `net_benefit`, `hard_net_benefit`, or a stakeholder or perspective
    #[arg(long, value_name = "OUTCOME", default_value = "net_benefit")]
    pub(super) outcome: String,
    /// Number of draws
    #[arg(long, default_value = "100000", value_parser = draws)]
    pub(super) draws: u64,
}

#[derive(Debug, Args)]
pub(super) struct SobolOptions {
    #[command(flatten)]
    pub(super) study: StudyOptions,
    /// Outcome, as for `sroi tornado`; may be repeated [default: `net_benefit`]
    #[arg(long, value_name = "OUTCOME")]
    pub(super) outcome: Vec<String>,
    /// Draws of each of the two samples; the case is evaluated so often for every input [default: 131072]
    #[arg(long, value_parser = draws)]
    pub(super) draws: Option<u64>,
    /// Scrambled Sobol' points, Latin hypercubes, or independent draws
    #[arg(long, default_value_t = Design::Sobol, value_parser = designs())]
    pub(super) design: Design,
    /// Independent randomisations of a design, whose spread gives the Monte Carlo errors [default: 16]
    #[arg(long, value_name = "NUMBER")]
    pub(super) replicates: Option<u32>,
    /// Second-order indices of every pair of inputs
    #[arg(long)]
    pub(super) pairs: bool,
    /// Second-order index of two inputs; may be repeated
    #[arg(long, value_name = "INPUT,INPUT", conflicts_with = "pairs")]
    pub(super) pair: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct VoiOptions {
    #[command(flatten)]
    pub(super) study: StudyOptions,
    /// Count hard euros only
    #[arg(long)]
    pub(super) hard: bool,
    /// Draws for the regression
    #[arg(long, default_value = "100000", value_parser = draws)]
    pub(super) draws: u64,
    /// Outer and inner draws of the brute-force estimate, or `none`
    #[arg(long, value_name = "OUTER×INNER", default_value = "512×1024", value_parser = nested)]
    pub(super) nested: NestedDraws,
    /// An input or inputs whose EVPPI is wanted; may be repeated [default: every input and every group of dependent ones]
    #[arg(long, value_name = "INPUT[,INPUT…]")]
    pub(super) evppi: Vec<String>,
    /// Decision units, such as teams, that the information is for in each year; with `--years` and `--discount`
    #[arg(long, value_name = "NUMBER", requires_all = ["years", "discount"], value_parser = positive)]
    pub(super) units: Option<f64>,
    /// Years in which the information is used; the first is not discounted
    #[arg(long, value_name = "YEARS", requires_all = ["units", "discount"], value_parser = clap::value_parser!(u32).range(1..=200))]
    pub(super) years: Option<u32>,
    /// Discount rate per year, such as 0.03
    #[arg(long, value_name = "RATE", requires_all = ["units", "years"], value_parser = rate)]
    pub(super) discount: Option<f64>,
}

/// Outer and inner draws; `None` for no nested draws.
#[derive(Clone, Copy, Debug)]
pub(super) struct NestedDraws(pub(super) Option<(u64, u64)>);

#[derive(Debug, Args)]
pub(super) struct CheckOptions {
    /// Case file
    pub(super) case: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct CompareOptions {
    /// Case files, which are run in memory, and results folders of `sroi run`
    #[arg(required = true, num_args = 2.., value_name = "CASE|RESULTS")]
    pub(super) cases: Vec<PathBuf>,
    /// Rank by the probability of break-even, the expected net benefit or E[B]/E[C]
    #[arg(long, default_value = "p_break_even", value_parser = ranks())]
    pub(super) by: Rank,
    /// Number of draws of each case that is run
    #[arg(long, default_value = "100000", value_parser = draws)]
    pub(super) draws: u64,
    /// Seed of the cases that are run
    #[arg(long, default_value_t = 1, allow_negative_numbers = true)]
    pub(super) seed: u64,
    /// Threads [default: all]
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) threads: Option<u16>,
    /// Write the comparison as Parquet tables to this folder
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Replace earlier results
    #[arg(long, requires = "out")]
    pub(super) force: bool,
    /// Compare although published figures are not reproduced
    #[arg(long)]
    pub(super) allow_unreproduced: bool,
    #[command(flatten)]
    pub(super) shown: Shown,
    /// No progress bar
    #[arg(long, short)]
    pub(super) quiet: bool,
}

#[derive(Debug, Args)]
pub(super) struct ReportOptions {
    #[command(flatten)]
    pub(super) source: SourceOptions,
    /// File to write [default: the name of the results folder with .html, beside it]
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct ExportOptions {
    #[command(flatten)]
    pub(super) source: SourceOptions,
    /// Folder to write to [default: the name of the results folder with -publication, beside it]
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Figures, as SVG, PDF and PNG; with one or more of these three only what they name is written
    #[arg(long)]
    pub(super) figures: bool,
    /// Tables, as Markdown, LaTeX, CSV and HTML to paste; the sentences and the CHEERS 2022 checklist
    #[arg(long)]
    pub(super) tables: bool,
    /// The workbook
    #[arg(long)]
    pub(super) xlsx: bool,
    /// Width of the figures in millimetres: a column of a journal is some 85, a page some 175
    #[arg(long, value_name = "MM", default_value = "120", value_parser = width)]
    pub(super) width: f64,
    /// Dots per inch of the PNG figures
    #[arg(long, default_value = "600", value_parser = dpi)]
    pub(super) dpi: f64,
}

/// The results that something is made of.
#[derive(Debug, Args)]
pub(super) struct SourceOptions {
    /// Results folder of `sroi run`; the run is done again and must give what the folder has
    #[arg(value_name = "RESULTS")]
    pub(super) results: PathBuf,
    /// Replace what is there
    #[arg(long)]
    pub(super) force: bool,
    /// Threads [default: all]
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) threads: Option<u16>,
    /// No progress bar, and nothing on the terminal
    #[arg(long, short)]
    pub(super) quiet: bool,
}

#[derive(Debug, Args)]
pub(super) struct NewOptions {
    /// Name of the case: small letters, digits and underscores
    pub(super) name: String,
    /// File to write [default: <NAME>.toml]
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct AnalyseOptions {
    /// Table of uncertain inputs: CSV or Parquet, a column per input, a row per draw
    #[arg(long, value_name = "FILE", conflicts_with = "draws")]
    pub(super) inputs: Option<PathBuf>,
    /// Table of effects: a column per option, the rows those of the inputs
    #[arg(long, value_name = "FILE", requires = "costs", conflicts_with_all = ["net_benefit", "draws"])]
    pub(super) effects: Option<PathBuf>,
    /// Table of costs: a column per option, named as those of the effects
    #[arg(long, value_name = "FILE", requires = "effects", conflicts_with_all = ["net_benefit", "draws"])]
    pub(super) costs: Option<PathBuf>,
    /// Table of net benefits instead of effects and costs
    #[arg(long, value_name = "FILE", conflicts_with_all = ["draws", "wtp", "at"])]
    pub(super) net_benefit: Option<PathBuf>,
    /// The draws.parquet of a run with `--keep-draws`: its net benefit against doing nothing
    #[arg(long, value_name = "FILE", conflicts_with_all = ["wtp", "at", "reference"])]
    pub(super) draws: Option<PathBuf>,
    /// The option that increments are taken against [default: the first]
    #[arg(long, value_name = "OPTION")]
    pub(super) reference: Option<String>,
    /// Willingness to pay: `20000,50000`, or a grid `LOW:HIGH:STEP` [default: 0:50000:500]
    #[arg(long, value_name = "NUMBERS")]
    pub(super) wtp: Option<String>,
    /// Willingness to pay of EVPPI and of what is said of inputs [default: the largest of `--wtp`]
    #[arg(long, value_name = "NUMBERS")]
    pub(super) at: Option<String>,
    /// An input or a group of inputs whose EVPPI is wanted; may be repeated [default: every input by itself]
    #[arg(long, value_name = "INPUT[,INPUT…]")]
    pub(super) evppi: Vec<String>,
    /// Leave an input out; may be repeated
    #[arg(long, value_name = "INPUT")]
    pub(super) omit: Vec<String>,
    /// Write the analyses as Parquet tables to this folder
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Replace earlier results
    #[arg(long, requires = "out")]
    pub(super) force: bool,
    #[command(flatten)]
    pub(super) shown: Shown,
}

#[derive(Debug, Args)]
pub(super) struct BenchOptions {
    /// Case file
    pub(super) case: PathBuf,
    /// Number of draws of each run
    #[arg(long, default_value = "1000000", value_parser = draws)]
    pub(super) draws: u64,
}

#[derive(Debug, Args)]
pub(super) struct ReproduceOptions {
    /// Case files
    #[arg(required = true)]
    pub(super) cases: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct CompletionsOptions {
    /// The shell
    pub(super) shell: Shell,
}

#[derive(Debug, Args)]
pub(super) struct ManOptions {
    /// The command whose page is printed [default: the program itself]
    #[arg(conflicts_with = "out")]
    pub(super) command: Option<String>,
    /// Write the pages of the program and of every command to this folder
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
}

/// The definition of the command line, for documentation and tests.
#[must_use]
pub fn command() -> clap::Command {
    Arguments::command()
}

/// `100000`, `100_000` or `1e5`.
fn draws(text: &str) -> Result<u64, String> {
    let scientific = text.contains(['e', 'E']);
    if text.contains(',') || (text.contains('.') && !scientific) {
        return Err(
            "write 100000, 100_000 or 1e5; `.` and `,` do not group digits here".to_owned(),
        );
    }
    let plain = text.replace('_', "");
    let number = plain.parse::<u64>().ok().or_else(|| {
        let float: f64 = plain.parse().ok()?;
        (float.fract() == 0.0 && float >= 0.0).then_some(float as u64)
    });
    match number {
        Some(0) => Err("at least one draw is needed".to_owned()),
        Some(number) if number <= 1_000_000_000_000_000 => Ok(number),
        Some(_) => Err("at most 1e15 draws: more would take years".to_owned()),
        None => Err("expected a whole number of draws, such as 100000 or 1e6".to_owned()),
    }
}

/// `1024x1024`, `1e4×1e4` or `none`.
fn nested(text: &str) -> Result<NestedDraws, String> {
    if text == "none" {
        return Ok(NestedDraws(None));
    }
    let form = || "write OUTER×INNER, such as 1024×1024 (`x` is read too), or none".to_owned();
    let (outer, inner) = text.split_once(['×', 'x', 'X']).ok_or_else(form)?;
    let (outer, inner) = (draws(outer.trim())?, draws(inner.trim())?);
    NestedSettings::numbers(outer, inner).map_err(|error| error.to_string())?;
    Ok(NestedDraws(Some((outer, inner))))
}

/// A number above 0.
fn positive(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(number) if number > 0.0 && number <= 1e12 => Ok(number),
        _ => Err("expected a number above 0".to_owned()),
    }
}

/// A width of figures in millimetres: narrower ones have no room for labels.
fn width(text: &str) -> Result<f64, String> {
    within(text, 60.0, 400.0, "a width from 60 to 400 millimetres")
}

/// Dots per inch.
fn dpi(text: &str) -> Result<f64, String> {
    within(text, 36.0, 2400.0, "a number from 36 to 2400")
}

fn within(text: &str, low: f64, high: f64, what: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(number) if (low..=high).contains(&number) => Ok(number),
        _ => Err(format!("expected {what}")),
    }
}

/// A discount rate.
fn rate(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(rate) if (0.0..=0.5).contains(&rate) => Ok(rate),
        Ok(_) => Err("expected a rate from 0 to 0.5: write 3 % as 0.03".to_owned()),
        Err(_) => Err(format!("`{text}` is not a number")),
    }
}

/// By what cases can be ranked.
fn ranks() -> impl TypedValueParser<Value = Rank> {
    PossibleValuesParser::new(Rank::ALL.map(|(name, _)| name)).map(|name| {
        let known = Rank::ALL.iter().find(|(known, _)| *known == name);
        known.map_or_else(Rank::default, |(_, rank)| *rank)
    })
}

/// The names of the languages.
fn languages() -> impl TypedValueParser<Value = Lang> {
    PossibleValuesParser::new(Lang::ALL.map(Lang::name)).try_map(|name| name.parse::<Lang>())
}

/// The names of the designs.
fn designs() -> impl TypedValueParser<Value = Design> {
    PossibleValuesParser::new(Design::ALL.map(Design::name)).try_map(|name| name.parse::<Design>())
}

fn instructions(text: &str) -> Result<(&'static str, Instructions), String> {
    let known = Instructions::ALL
        .into_iter()
        .find(|(name, _)| *name == text);
    known.ok_or_else(|| {
        let names = Instructions::ALL.map(|(name, _)| name);
        format!("expected one of {}", names.join(", "))
    })
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("expected NAME=VALUE")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

fn setting(text: &str) -> Result<(String, f64), String> {
    let (name, value) = pair(text)?;
    match value.parse::<f64>() {
        Ok(number) if number.abs() > 1e100 => Err("numbers go up to 1e100 here".to_owned()),
        Ok(number) if number.is_finite() => Ok((name, number)),
        _ => Err(format!("`{value}` is not a finite number")),
    }
}
