//! What a reviewer would ask about: remarks on a case that can be run.

use super::chain::{DEDUCTIONS, Share};
use super::composition::{self, Composition};
use super::formula::Formula;
use super::inputs::{Input, Kind};
use super::lines::{Line, Side};
use super::price_years;
use super::scenarios::Setting;
use super::variant::Uncertainty;
use super::{Model, pseudo_counts};
use crate::case::{self, Case};
use crate::dist::Prior;
use crate::text::{Diagnostic, Diagnostics, Span};

/// Prior means closer to the point than this share of it differ by rounding of printed parameters only.
const MEAN_TOLERANCE: f64 = 1e-3;
/// Probabilities outside the stated range below this are not worth a remark.
const RANGE_TOLERANCE: f64 = 1e-6;

/// Adds the warnings: each is about something that a reader cannot see in a number.
pub(super) fn check(case: &Case, model: &Model, diagnostics: &mut Diagnostics) {
    let inputs = &model.inputs;
    let (used, derived_used) = used(model);
    predictions(case, model, &derived_used, diagnostics);
    let all = case.inputs.iter().zip(inputs).zip(used).enumerate();
    for (index, ((written, input), used)) in all {
        if !model.is_share(index) {
            prior_mean(written, input, inputs, diagnostics);
        }
        not_drawn(written, input, diagnostics);
        outside_range(written, input, diagnostics);
        if written.sources.is_empty() {
            let message = format!("`{}` has no source", input.name);
            diagnostics.push(Diagnostic::warning("source", message).at(written.name.span, ""));
        }
        if !used {
            let message = format!("`{}` is used in no line", input.name);
            diagnostics.push(Diagnostic::warning("unused", message).at(written.name.span, ""));
        }
    }
    for (group, composition) in case.dirichlet.iter().zip(&model.compositions) {
        let off = composition::points_off(case, composition, inputs);
        share_means((group, composition), inputs, off, diagnostics);
    }
    pseudo_counts::check(case, model, diagnostics);
    truncations(case, model, diagnostics);
    ties(case, model, diagnostics);
    price_years::warn(case, model, diagnostics);
    independence(case, model, diagnostics);
    chains(case, &model.lines, diagnostics);
    shares(case, model, diagnostics);
}

/// Correlated inputs whose draws are tied: their ranks cannot follow each other as closely as asked.
fn ties(case: &Case, model: &Model, diagnostics: &mut Diagnostics) {
    for written in &case.correlations {
        for name in &written.inputs {
            let input = model.inputs.iter().find(|input| input.name == name.value);
            let prior = input.and_then(|input| input.prior.as_ref());
            if prior.is_some_and(Prior::has_atoms) {
                let message = format!(
                    "draws of `{}` are tied, so ranks are correlated more weakly than the case says",
                    name.value
                );
                diagnostics.push(Diagnostic::warning("correlation", message).at(name.span, ""));
            }
        }
    }
}

/// Whether each input and each derived quantity reaches a line, under the defaults or some alternative of a switch, by
/// itself or in the draw of a predicted quantity.
fn used(model: &Model) -> (Vec<bool>, Vec<bool>) {
    let mut used = model.predictive_variant_of(None, &[], &[]).used(model);
    for (index, switch) in model.switches.iter().enumerate() {
        for alternative in 0..switch.alternatives.len() {
            let variant = model.predictive_variant_of(None, &[(index, alternative)], &[]);
            let (inputs, derived) = variant.used(model);
            let all = used.0.iter_mut().zip(inputs);
            all.chain(used.1.iter_mut().zip(derived))
                .for_each(|(used, more)| *used |= more);
        }
    }
    used
}

/// Predictive tables that change no result.
fn predictions(case: &Case, model: &Model, used: &[bool], diagnostics: &mut Diagnostics) {
    for (table, prediction) in case.predictive.iter().zip(&model.predictions) {
        if !prediction.quantities.iter().any(|&index| used[index]) {
            let message = format!("what `{}` predicts is used in no line", prediction.name);
            diagnostics.push(Diagnostic::warning("unused", message).at(table.name.span, ""));
        }
    }
}

fn prior_mean(
    written: &case::Input,
    input: &Input,
    inputs: &[Input],
    diagnostics: &mut Diagnostics,
) {
    let Some(prior) = input.prior.as_ref().filter(|_| input.is_drawn()) else {
        return;
    };
    // Inputs that share prior and point would all say the same: the first speaks for them.
    let alike = |other: &&Input| {
        input.shared_prior.is_some()
            && other.shared_prior == input.shared_prior
            && other.point == input.point
    };
    let alike: Vec<&str> = inputs
        .iter()
        .filter(alike)
        .map(|other| other.name.as_str())
        .collect();
    if alike.first().is_some_and(|first| *first != input.name) {
        return;
    }
    let (mean, point) = (prior.mean(), input.point);
    if differ(mean, point) {
        let (mean, point) = (input.in_own_unit(mean), input.in_own_unit(point));
        let message = format!(
            "the prior of `{}` has mean {}, the point is {}{}",
            input.name,
            short(mean, 5),
            short(point, 5),
            change(mean, point)
        );
        let mut warning =
            Diagnostic::warning("mean", message).at(written.point.span, "the published point");
        if alike.len() > 1 {
            warning = warning.note(format!(
                "so have {}, which share the prior",
                alike[1..].join(", ")
            ));
        }
        diagnostics.push(warning);
    }
}

/// Shares whose points do not sum to one, or are not the means: one remark for the group, with what the pseudo-count has to
/// do with it.
fn share_means(
    (group, composition): (&case::Dirichlet, &Composition),
    inputs: &[Input],
    off: Option<String>,
    diagnostics: &mut Diagnostics,
) {
    let members = || composition.members.iter().map(|&index| &inputs[index]);
    let moved: Vec<String> = members()
        .zip(composition.law.marginals())
        .filter_map(|(input, prior)| moved(input, prior.mean()))
        .collect();
    if moved.is_empty() && off.is_none() {
        return;
    }
    let means = || {
        format!(
            "the prior means of `{}` are not the points",
            composition.name
        )
    };
    let rounding = off
        .is_some()
        .then(|| "rounding of the points does not explain that".to_owned());
    let message = off.unwrap_or_else(means);
    let mut warning = Diagnostic::warning("mean", message).at(group.name.span, "");
    warning.notes = rounding.into_iter().chain(moved).collect();
    if let (Some(counts), Some(pseudo)) = (&group.counts, &group.pseudo_count)
        && pseudo.value > 0.0
    {
        let sum: f64 = counts.value.iter().sum();
        let shares = members().zip(&counts.value);
        let plain: Vec<String> = shares
            .map(|(input, count)| short(input.in_own_unit(count / sum), 4))
            .collect();
        warning = warning.note(format!(
            "the counts alone give {}; the pseudo-count of {} does the rest",
            plain.join(", "),
            pseudo.value
        ));
    }
    diagnostics.push(warning);
}

/// "`support`: mean 0.22619, point 0.21951 (+3.0 %)", if a prior mean differs from the point.
pub(super) fn moved(input: &Input, mean: f64) -> Option<String> {
    let point = input.point;
    differ(mean, point).then(|| {
        let [mean, point] = [mean, point].map(|value| input.in_own_unit(value));
        format!(
            "`{}`: mean {}, point {}{}",
            input.name,
            short(mean, 5),
            short(point, 5),
            change(mean, point)
        )
    })
}

/// Whether a prior mean differs from the point by more than rounding of printed parameters.
fn differ(mean: f64, point: f64) -> bool {
    (mean - point).abs() > MEAN_TOLERANCE * point.abs()
}

/// By how much a mean differs from a point, if that can be said as a percentage.
fn change(mean: f64, point: f64) -> String {
    if point == 0.0 {
        String::new()
    } else {
        format!(" ({:+.1} %)", (mean / point - 1.0) * 100.0)
    }
}

/// A number to some significant digits.
fn short(value: f64, digits: usize) -> String {
    let rounded = format!("{value:.*e}", digits - 1).parse().unwrap_or(value);
    let size = f64::abs(rounded);
    if rounded == 0.0 || (1e-5..1e15).contains(&size) {
        format!("{rounded}")
    } else {
        format!("{rounded:e}")
    }
}

fn not_drawn(written: &case::Input, input: &Input, diagnostics: &mut Diagnostics) {
    if input.kind != Kind::Parameter && input.prior.as_ref().is_some_and(|prior| !prior.is_fixed())
    {
        let (name, kind) = (&input.name, input.kind.name());
        let differs = input.kind == Kind::Variability;
        let drawn = if differs {
            "drawn by `--predictive` runs only"
        } else {
            "not drawn"
        };
        let message = format!("`{name}` is of kind `{kind}`: its prior is {drawn}");
        let warning =
            Diagnostic::warning("kind", message).at(written.name.span, "stays at its point");
        diagnostics.push(if differs {
            warning.note(
                "the prior of a parameter says how sure its mean is; this one, how values differ",
            )
        } else {
            warning.help("vary it with scenarios or a switch")
        });
    }
}

/// What truncation does to the means of priors that are drawn, in the base case, in scenarios and under switches.
fn truncations(case: &Case, model: &Model, diagnostics: &mut Diagnostics) {
    let inputs = &model.inputs;
    let mut shared = Vec::new();
    for (written, input) in case.inputs.iter().zip(inputs) {
        let Some(prior) = input.prior.as_ref().filter(|_| input.is_drawn()) else {
            continue;
        };
        // Inputs that share a prior would all say the same: the first speaks for them.
        if input.shared_prior.is_some() && shared.contains(&&input.shared_prior) {
            continue;
        }
        shared.push(&input.shared_prior);
        diagnostics.extend(truncation(input, prior, "", written.name.span));
    }
    let mut look = |set: &[Setting], place: Span| {
        let mut seen = Vec::new();
        for setting in set {
            let Uncertainty::Drawn(prior) = &setting.to else {
                continue;
            };
            let input = &inputs[setting.input];
            let alike = (&input.shared_prior, prior);
            if alike.0.is_some() && seen.contains(&alike) {
                continue;
            }
            seen.push(alike);
            diagnostics.extend(truncation(input, prior, " here", place));
        }
    };
    for (written, scenario) in case.scenarios.iter().zip(&model.scenarios) {
        look(&scenario.set, written.name.span);
    }
    for (written, switch) in case.switches.iter().zip(&model.switches) {
        for (written, alternative) in written.alternatives.iter().zip(&switch.alternatives) {
            look(&alternative.set, written.name.span);
        }
    }
}

/// The remark on a prior whose mean truncation has moved.
fn truncation(input: &Input, prior: &Prior, whose: &str, place: Span) -> Option<Diagnostic> {
    let (before, after) = (prior.untruncated().mean(), prior.mean());
    // Bounds far out in the tails move it by rounding only.
    if (after - before).abs() <= 1e-12 * (after.abs() + prior.sd()) {
        return None;
    }
    let [before, after] = [before, after].map(|mean| input.in_own_unit(mean));
    let change = if before == 0.0 {
        String::new()
    } else {
        format!(" ({:+.1} %)", (after - before) / before.abs() * 100.0)
    };
    let message = format!(
        "truncation moves the mean of `{}`{whose} from {} to {}{change}",
        input.name,
        short(before, 5),
        short(after, 5)
    );
    Some(Diagnostic::warning("truncation", message).at(place, ""))
}

fn outside_range(written: &case::Input, input: &Input, diagnostics: &mut Diagnostics) {
    let (Some(range), Some(stated)) = (input.range, &written.range) else {
        return;
    };
    if !(range.0..=range.1).contains(&input.point) {
        let message = format!("the point of `{}` lies outside its range", input.name);
        diagnostics.push(
            Diagnostic::warning("range", message)
                .at(written.point.span, "")
                .and(stated.span, "the range"),
        );
    }
    let Some(prior) = input.prior.as_ref().filter(|_| input.is_drawn()) else {
        return;
    };
    let outside = prior.cdf(range.0.next_down()) + prior.sf(range.1);
    if outside > RANGE_TOLERANCE {
        let message = format!(
            "the prior of `{}` lies outside its range with probability {} %",
            input.name,
            short(outside * 100.0, 2)
        );
        let note = "values outside are drawn all the same: cutting them off would move the mean";
        diagnostics.push(
            Diagnostic::warning("range", message)
                .at(stated.span, "")
                .note(note),
        );
    }
}

/// Groups are independent of each other and of the inputs outside them; one group alone leaves nothing to say.
fn independence(case: &Case, model: &Model, diagnostics: &mut Diagnostics) {
    let correlations = model.correlations.iter().map(|group| &group.members);
    let compositions = model.compositions.iter().map(|group| &group.members);
    let groups: Vec<&Vec<usize>> = correlations.chain(compositions).collect();
    let grouped = |index: usize| groups.iter().any(|members| members.contains(&index));
    let inputs = model.inputs.iter().enumerate();
    let alone = inputs.filter(|(index, input)| input.is_drawn() && !grouped(*index));
    if groups.len() + alone.count() > 1 && case.header.independence.is_none() {
        let message = "inputs outside joint priors and correlations are drawn independently, and the case does not say why";
        diagnostics.push(
            Diagnostic::warning("independence", message)
                .at(case.header.span, "")
                .help("state it: `independence = \"…\"` in `[case]`"),
        );
    }
}

/// Shares that are an input whose prior reaches beyond 0 and 1; each input is named once.
fn shares(case: &Case, model: &Model, diagnostics: &mut Diagnostics) {
    let mut named = Vec::new();
    let of_chains = model.lines.iter().flat_map(Line::shares);
    let of_chains = of_chains.map(|(_, share)| (share, "chain", "an impact chain"));
    let of_money = model.party_shares();
    let of_money = of_money.map(|share| (share, "share", "money"));
    for (share, code, of) in of_chains.chain(of_money) {
        let Formula::Input(index) = share else {
            continue;
        };
        let input = &model.inputs[*index];
        let Some(prior) = input.prior.as_ref().filter(|_| input.is_drawn()) else {
            continue;
        };
        // Just below 0, so that a discrete prior may have the value 0.
        let outside = prior.cdf(0.0_f64.next_down()) + prior.sf(1.0);
        if outside > RANGE_TOLERANCE && !named.contains(index) {
            named.push(*index);
            let message = format!(
                "`{}` is a share of {of}, but lies outside 0 to 1 with probability {} %",
                input.name,
                short(outside * 100.0, 2)
            );
            let span = case.inputs[*index].name.span;
            diagnostics.push(
                Diagnostic::warning(code, message)
                    .at(span, "")
                    .help("a beta prior of an input in the unit `1` stays between 0 and 1"),
            );
        }
    }
}

fn chains(case: &Case, lines: &[Line], diagnostics: &mut Diagnostics) {
    for (written, line) in case.lines.iter().zip(lines) {
        if line.side != Side::Benefit {
            continue;
        }
        let silent: Vec<&str> = DEDUCTIONS
            .into_iter()
            .zip(&line.deductions)
            .filter(|(_, share)| **share == Share::NotStated)
            .map(|(name, _)| name)
            .collect();
        if !silent.is_empty() {
            let span: Span = written.name.span;
            let message = format!("`{}` says nothing about {}", line.name, silent.join(", "));
            diagnostics.push(Diagnostic::warning("chain", message).at(span, "").help(
                "give a share, or say `\"not assessed\"`, for the line or in `[chain]` for all",
            ));
        }
    }
}
