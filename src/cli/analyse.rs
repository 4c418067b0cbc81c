//! `sroi analyse`: decision uncertainty in a sample that was brought, or in the draws of a run.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::arguments::AnalyseOptions;
use super::ending::Ending;
use super::output::{Exit, remark};
use super::run::{folder_error, write_error};
use crate::analysis::sample::{
    EVPPI_DRAWS_MIN, Named, Part, Psa, PsaError, acceptability, ellipses, evppi_groups, icers_of,
    one_way, plane_points, regression,
};
use crate::model::Total;
use crate::report::{self, AnalyseManifest, AnalyseReport, SampleFile};
use crate::storage::{NumericTable, ResultsFolder, Table, write_table};
use crate::text::Lang;

/// Thresholds where none are asked for.
const WTP: &str = "0:50000:500";

/// Draws of which increments are written.
const PLANE_DRAWS: usize = 10_000;

/// The column of a run's draws that is analysed.
const NET_BENEFIT: &str = "net_benefit";

pub(super) fn analyse(lang: Lang, options: &AnalyseOptions) -> Result<(), Exit> {
    let wtp = thresholds(options.wtp.as_deref().unwrap_or(WTP), "--wtp")?;
    let (psa, files) = sample(options)?;
    let at = match &options.at {
        _ if !psa.has_effects() => vec![f64::NAN],
        Some(text) => thresholds(text, "--at")?,
        None => vec![wtp.iter().copied().fold(f64::NEG_INFINITY, f64::max)],
    };
    let mut all: Vec<f64> = [&wtp[..], &at[..]].concat();
    all.sort_by(f64::total_cmp);
    all.dedup();
    let report = answers(&psa, &all, at, &groups(&psa, &options.evppi)?)?;
    let manifest = AnalyseManifest::new(&report, files, options.omit.clone());
    let tables = report::analyse_tables(&report);
    if let Some(target) = &options.out {
        write(&tables, &manifest, target, options.force)?;
    }
    let ending = Ending {
        lang,
        format: options.shown.format,
        quiet: false,
        target: options.out.as_deref(),
    };
    ending.show(
        || report::analyse_text(lang, &report),
        |results| report::document(&manifest, &tables, results),
    )
}

/// All analyses of the sample.
fn answers<'a>(
    psa: &'a Psa,
    wtp: &[f64],
    at: Vec<f64>,
    groups: &[Vec<usize>],
) -> Result<AnalyseReport<'a>, Exit> {
    let mut report = AnalyseReport {
        psa,
        acceptability: acceptability(psa, wtp),
        icers: icers_of(psa),
        plane: plane_points(psa, PLANE_DRAWS),
        ellipses: ellipses(psa),
        evppi: Vec::new(),
        one_way: Vec::new(),
        regressions: Vec::new(),
        at,
    };
    if psa.inputs().is_empty() {
        return Ok(report);
    }
    if psa.draws() < EVPPI_DRAWS_MIN {
        let draws = psa.draws();
        remark(&format!(
            "note: nothing is said of inputs: {draws} draws, at least {EVPPI_DRAWS_MIN} are needed"
        ));
        return Ok(report);
    }
    for wtp in report.at.clone() {
        let wrong = |error: crate::analysis::sample::EvppiError| Exit::wrong(error.to_string());
        report
            .evppi
            .extend(evppi_groups(psa, groups, wtp).map_err(wrong)?);
        for input in 0..psa.inputs().len() {
            report
                .one_way
                .extend(one_way(psa, input, wtp).map_err(wrong)?);
        }
        report.regressions.extend(regression(psa, wtp));
    }
    Ok(report)
}

/// The sample, and the files it comes from.
fn sample(options: &AnalyseOptions) -> Result<(Psa, Vec<SampleFile>), Exit> {
    let mut files = Files::default();
    let psa = if let Some(path) = &options.draws {
        of_run(&mut files, path, &options.omit)
    } else {
        let inputs = match &options.inputs {
            Some(path) => without(files.read(Part::Inputs.name(), path)?, &options.omit)?,
            None => Vec::new(),
        };
        if let (Some(effects), Some(costs)) = (&options.effects, &options.costs) {
            let effects = files.read(Part::Effects.name(), effects)?;
            let costs = files.read(Part::Costs.name(), costs)?;
            Psa::new(inputs, effects, costs).map_err(|error| files.wrong(&error))
        } else if let Some(path) = &options.net_benefit {
            let values = files.read(Part::NetBenefit.name(), path)?;
            Psa::of_net_benefit(inputs, values).map_err(|error| files.wrong(&error))
        } else {
            Err(Exit::usage(
                "a sample is needed: `--effects` and `--costs`, or `--net-benefit`, or `--draws`",
            ))
        }
    }?;
    let psa = match &options.reference {
        Some(name) => psa
            .with_reference(name)
            .map_err(|error| Exit::usage(error.to_string()))?,
        None => psa,
    };
    Ok((psa, files.known.into_iter().map(|(_, file)| file).collect()))
}

/// The draws of a run: its inputs, and doing nothing (0) against its net benefit.
fn of_run(files: &mut Files, path: &Path, omit: &[String]) -> Result<Psa, Exit> {
    let read = NumericTable::read_parquet(path).map_err(|error| Exit::wrong(error.to_string()));
    let table = files.take("draws", path, read?)?;
    let result = |name: &str| Total::ALL.iter().any(|(known, _)| *known == name);
    let place = table.iter().position(|column| column.name == NET_BENEFIT);
    let Some(place) = place else {
        return Err(Exit::wrong(format!(
            "`{}` has no column `{NET_BENEFIT}`: it is not a file of draws that `sroi run --keep-draws` writes",
            path.display()
        )));
    };
    if table
        .iter()
        .any(|column| column.name.starts_with("predicted."))
    {
        return Err(Exit::wrong(format!(
            "`{}` is of a predictive run, whose results hold chance that no research takes away; analyse the draws of the \
             ordinary run",
            path.display()
        )));
    }
    let value = table[place].values.clone();
    let inputs = table.into_iter().filter(|column| {
        let other = column.name == "draw" || column.name.starts_with("lines.");
        let first = column.values.first();
        let varies = column.values.iter().any(|x| Some(x) != first);
        !other && !result(&column.name) && varies
    });
    let inputs = without(inputs.collect(), omit)?;
    let options = vec![
        Named::new("nothing", vec![0.0; value.len()]),
        Named::new("programme", value),
    ];
    Psa::of_net_benefit(inputs, options).map_err(|error| files.wrong(&error))
}

/// The columns without those left out.
fn without(mut columns: Vec<Named>, omit: &[String]) -> Result<Vec<Named>, Exit> {
    for name in omit {
        let Some(place) = columns.iter().position(|column| column.name == *name) else {
            return Err(Exit::usage(format!(
                "`--omit {name}`: there is no such input to leave out"
            )));
        };
        columns.remove(place);
    }
    Ok(columns)
}

/// The files that were read.
#[derive(Default)]
struct Files {
    known: Vec<(PathBuf, SampleFile)>,
}

impl Files {
    fn read(&mut self, part: &'static str, path: &Path) -> Result<Vec<Named>, Exit> {
        let table = NumericTable::read(path).map_err(|error| Exit::wrong(error.to_string()))?;
        if table.index_left_out {
            remark(&format!(
                "note: the first column of `{}` has no name and numbers the rows; it was left out",
                path.display()
            ));
        }
        self.take(part, path, table)
    }

    fn take(
        &mut self,
        part: &'static str,
        path: &Path,
        table: NumericTable,
    ) -> Result<Vec<Named>, Exit> {
        let sha256 = hash(path).map_err(|error| {
            Exit::wrong(format!("`{}`: cannot be read: {error}", path.display()))
        })?;
        let name = path.file_name().unwrap_or_default();
        let file = SampleFile {
            part,
            name: name.to_string_lossy().into_owned(),
            sha256,
        };
        self.known.push((path.to_owned(), file));
        let columns = table.names.into_iter().zip(table.columns);
        Ok(columns
            .map(|(name, values)| Named::new(name, values))
            .collect())
    }

    /// What is wrong with the tables together, with their files.
    fn wrong(&self, error: &PsaError) -> Exit {
        let files = self
            .known
            .iter()
            .map(|(path, file)| format!("{}: `{}`", file.part, path.display()));
        let files: Vec<String> = files.collect();
        let help = match error {
            PsaError::ConstantInputs { inputs } => {
                let omit = inputs.iter().map(|(name, _)| format!("--omit '{name}'"));
                format!(" with `{}`", omit.collect::<Vec<_>>().join(" "))
            }
            _ => String::new(),
        };
        Exit::wrong(format!("{error}{help} ({})", files.join(", ")))
    }
}

fn hash(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let count = file.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        hash.update(&buffer[..count]);
    }
    let bytes = hash.finalize();
    let mut text = String::new();
    for byte in bytes {
        text += &format!("{byte:02x}");
    }
    Ok(text)
}

/// The groups whose EVPPI is asked for: every input by itself if none is.
fn groups(psa: &Psa, asked: &[String]) -> Result<Vec<Vec<usize>>, Exit> {
    if asked.is_empty() {
        return Ok((0..psa.inputs().len()).map(|input| vec![input]).collect());
    }
    let known = |name: &str| {
        psa.input(name)
            .map_err(|error| Exit::usage(error.to_string()))
    };
    let group = |text: &String| {
        // A name may hold commas of its own: `rr[1,2]`.
        if let Ok(input) = psa.input(text) {
            return Ok(vec![input]);
        }
        names(text).into_iter().map(known).collect()
    };
    asked.iter().map(group).collect()
}

/// Names between commas that stand outside brackets.
fn names(text: &str) -> Vec<&str> {
    let mut depth = 0_i32;
    let split = text.split(move |c| {
        depth += i32::from(matches!(c, '[' | '(')) - i32::from(matches!(c, ']' | ')'));
        c == ',' && depth == 0
    });
    split.map(str::trim).collect()
}

/// `20000,50000` or `0:100000:1000`.
fn thresholds(text: &str, option: &str) -> Result<Vec<f64>, Exit> {
    const MOST: f64 = 10_000.0;
    let wrong = |why: &str| {
        Exit::usage(format!(
            "`{option} {text}`: {why}; write numbers such as 20000,50000, or a grid such as 0:100000:1000"
        ))
    };
    let number = |part: &str| match part.trim().parse::<f64>() {
        Ok(value) if value.is_finite() && value >= 0.0 => Ok(value),
        Ok(_) => Err(wrong("willingness to pay is a number from 0")),
        Err(_) => Err(wrong(&format!("`{part}` is not a number"))),
    };
    let parts: Vec<&str> = text.split(':').collect();
    match parts[..] {
        [list] => list.split(',').map(number).collect(),
        [low, high, step] => {
            let (low, high, step) = (number(low)?, number(high)?, number(step)?);
            if !(step > 0.0 && high >= low) {
                return Err(wrong(
                    "a grid is low:high:step with low ≤ high and step > 0",
                ));
            }
            let steps = ((high - low) / step + 1e-9).floor();
            if steps > MOST {
                return Err(wrong("a grid has at most 10,000 steps"));
            }
            Ok((0..=steps as u64).map(|i| low + step * i as f64).collect())
        }
        _ => Err(wrong("a grid has three numbers")),
    }
}

fn write(
    tables: &[Table],
    manifest: &AnalyseManifest,
    target: &Path,
    force: bool,
) -> Result<(), Exit> {
    let folder = ResultsFolder::begin(target, force).map_err(|error| folder_error(&error))?;
    let written = tables.iter().try_for_each(|table| {
        let path = folder.file(&format!("{}.parquet", table.name));
        write_table(&path, table, &manifest.metadata())
    });
    written
        .and_then(|()| std::fs::write(folder.file("manifest.json"), manifest.json()))
        .map_err(|error| write_error(target, &error))?;
    folder.finish().map_err(|error| folder_error(&error))
}
