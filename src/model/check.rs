//! The checking of a case, section by section.

use super::chain;
use super::composition::{self, Composition};
use super::correlations::{self, Correlation};
use super::formula::Formula;
use super::infer::{BreakEvenUnit, Results, Scope, Type};
use super::inputs::{self, Input, Kind};
use super::joint::{self, Joint, Memberships};
use super::lines::{BreakEven, Derived, Euro, Line, Memo, Side};
use super::names::{Names, unknown};
use super::parties::Stakeholder;
use super::printed::PrintedTable;
use super::published::Published;
use super::scenarios::{Alternative, Scenario, Setting, Switch};
use super::units::Units;
use super::variant::Uncertainty;
use super::{
    Model, check_parties, contradictions, multivariate_normal, order, party_shares, predictive,
    price_index, price_years, printed_check, share_changes, share_settings, warnings,
};
use crate::case::{self, Case, SettingValue, Spanned, keys};
use crate::text::{Diagnostic, Diagnostics};
use crate::unit::Unit;

/// Checks a case. `None` when there are errors; warnings and errors are added to `diagnostics` either way.
#[must_use]
pub fn check(case: &Case, diagnostics: &mut Diagnostics) -> Option<Model> {
    let units = Units::collect(case, diagnostics);
    let price_index = price_index::check(case, diagnostics);
    let per = per_unit(case, &units, diagnostics);
    let names = Names::collect(case, diagnostics);
    let input_units = inputs::units(case, &units, diagnostics);
    inputs::check_shared(case, diagnostics);
    let mut inputs: Vec<Option<Input>> = case
        .inputs
        .iter()
        .zip(&input_units)
        .map(|(input, unit)| inputs::check(input, unit.clone(), case, diagnostics))
        .collect();
    let checker = Checker {
        case,
        names: &names,
        units: &units,
        input_units: &input_units,
    };

    let order = order::derived_order(case, &names, diagnostics);
    let (derived_types, derived) = checker.derived(order.as_deref(), diagnostics);
    let scope = checker.scope(&derived_types, None);
    let amount_unit = per.as_ref().map(|per| Unit::base("EUR").per(per));
    let lines = checker.lines(&scope, amount_unit.as_ref(), diagnostics);
    let predictions = predictive::Check {
        case,
        names: &names,
        scope: &scope,
        per: per.as_ref(),
    }
    .all(diagnostics);
    let (compositions, correlations) = dependences(case, &names, &mut inputs, diagnostics);
    let switches = checker.switches(&scope, &inputs, diagnostics);
    let mut scenarios = checker.scenarios(&inputs, &correlations, diagnostics);
    share_changes::check(case, &compositions, &names, &mut scenarios, diagnostics);
    share_settings::check_settings(case, &compositions, (&names, &inputs), diagnostics);
    let break_even = checker.break_even(diagnostics);
    share_settings::check_break_even(case, &compositions, &names, diagnostics);
    let results = Results {
        amount: amount_unit,
        break_even: checker.break_even_unit(break_even.as_ref()),
    };
    let published = checker.published(&checker.scope(&derived_types, Some(&results)), diagnostics);
    let tables = checker.tables(&checker.scope(&derived_types, Some(&results)), diagnostics);
    let published_scenario = case.header.scenario.as_ref();
    let published_scenario =
        published_scenario.and_then(|name| checker.scenario(name, diagnostics));
    let memo = checker.memo(diagnostics);
    let stakeholders = checker.stakeholders(&scope, diagnostics);
    let perspectives = check_parties::perspectives(case, &scope, diagnostics);
    if diagnostics.has_errors() {
        return None;
    }
    let model = Model {
        name: case.header.name.value.clone(),
        title: case.header.title.clone(),
        per: per?,
        per_text: per_text(case),
        price_year: case.header.price_year,
        reindex: case.header.reindex.as_ref().is_some_and(|flag| flag.value),
        price_index,
        independence: case.header.independence.clone(),
        sources: case.sources.clone(),
        stakeholders,
        perspectives,
        inputs: all(inputs)?,
        correlations: all(correlations)?,
        compositions: all(compositions)?,
        derived: all(derived)?,
        derived_order: order?,
        predictions: all(predictions)?,
        next: case.header.next.clone(),
        lines: all(lines)?,
        memo,
        break_even,
        scenarios,
        switches,
        published,
        tables: all(tables)?,
        published_scenario,
    };
    finish(case, model, diagnostics)
}

/// Joint priors, which give inputs their priors, and then correlations, with multivariate normals after those of the file.
fn dependences(
    case: &Case,
    names: &Names,
    inputs: &mut [Option<Input>],
    diagnostics: &mut Diagnostics,
) -> (Vec<Option<Composition>>, Vec<Option<Correlation>>) {
    joint::check_names(case, diagnostics);
    let mut taken = Memberships::new(inputs.len());
    let mut joint = Joint {
        case,
        names,
        inputs,
        taken: &mut taken,
        diagnostics,
    };
    let groups = case.dirichlet.iter();
    let compositions = groups
        .map(|group| composition::check(group, &mut joint))
        .collect();
    let groups = case.multivariate_normal.iter();
    let normals: Vec<_> = groups
        .map(|group| multivariate_normal::check(group, &mut joint))
        .collect();
    let groups = case.correlations.iter();
    let mut correlations: Vec<_> = groups
        .map(|group| correlations::check(group, inputs, names, &mut taken, diagnostics))
        .collect();
    correlations.extend(normals);
    (compositions, correlations)
}

/// What only a whole model can be checked for, and the warnings.
fn finish(case: &Case, model: Model, diagnostics: &mut Diagnostics) -> Option<Model> {
    check_break_even_depends(case, &model, diagnostics);
    contradictions::check(case, &model, diagnostics);
    price_years::check(case, &model, diagnostics);
    party_shares::check(case, &model, diagnostics);
    predictive::check_values(case, &model, diagnostics);
    if diagnostics.has_errors() {
        return None;
    }
    warnings::check(case, &model, diagnostics);
    Some(model)
}

/// All of them, if none is missing.
fn all<T>(parts: Vec<Option<T>>) -> Option<Vec<T>> {
    parts.into_iter().collect()
}

/// What the case is per, as it is written.
fn per_text(case: &Case) -> String {
    let per = case.header.per.as_ref();
    per.map_or_else(|| "1".to_owned(), |per| per.value.clone())
}

/// Break-even needs benefits minus costs to depend on its inputs at all.
fn check_break_even_depends(case: &Case, model: &Model, diagnostics: &mut Diagnostics) {
    let (Some(section), Some(_)) = (&case.break_even, &model.break_even) else {
        return;
    };
    if model.base().break_even_degree(model) == Some(0) {
        let message = "no line depends on the break-even inputs";
        diagnostics.push(Diagnostic::error("break-even", message).at(section.span, ""));
    }
}

/// What the case is per; `None` after reporting why it is not known.
fn per_unit(case: &Case, units: &Units, diagnostics: &mut Diagnostics) -> Option<Unit> {
    match &case.header.per {
        Some(per) => units
            .parse(per, diagnostics)
            .filter(|unit| is_base(unit, per, diagnostics)),
        None if case.unread.contains(keys::HEADER.what, "per") => None,
        None => Some(Unit::one()),
    }
}

/// Amounts are computed per base unit, so `per` must be one: euros per `month` would be euros per year by another name.
fn is_base(per: &Unit, written: &Spanned<String>, diagnostics: &mut Diagnostics) -> bool {
    let base = per.scale() == 1.0;
    if !base {
        let message = format!(
            "`per` cannot be `{}`: amounts are computed per `{per}`",
            written.value
        );
        let help = format!(
            "write `per = \"{per}\"`; amounts given per `{}` are converted",
            written.value
        );
        diagnostics.push(
            Diagnostic::error("unit", message)
                .at(written.span, "")
                .help(help),
        );
    }
    base
}

/// What the checks of all sections share.
struct Checker<'a> {
    case: &'a Case,
    names: &'a Names,
    units: &'a Units,
    input_units: &'a [Option<Unit>],
}

impl<'a> Checker<'a> {
    fn scope(&self, derived_types: &'a [Option<Type>], results: Option<&'a Results>) -> Scope<'a> {
        Scope {
            names: self.names,
            units: self.units,
            input_units: self.input_units,
            derived_types,
            results,
        }
    }

    fn stakeholders(&self, scope: &Scope<'_>, diagnostics: &mut Diagnostics) -> Vec<Stakeholder> {
        let payments = check_parties::payments(self.case, scope, diagnostics);
        let all = self.case.stakeholders.iter().zip(payments);
        all.map(|(written, paid_by)| Stakeholder {
            name: written.name.value.clone(),
            label: written.label.clone(),
            paid_by,
            has_rest: check_parties::has_rest(written),
        })
        .collect()
    }

    fn derived(
        &self,
        order: Option<&[usize]>,
        diagnostics: &mut Diagnostics,
    ) -> (Vec<Option<Type>>, Vec<Option<Derived>>) {
        let count = self.case.derived.len();
        let mut types: Vec<Option<Type>> = vec![None; count];
        let mut derived: Vec<Option<Derived>> = vec![None; count];
        for &index in order.unwrap_or_default() {
            let written = &self.case.derived[index];
            let inferred = self.scope(&types, None).infer(&written.expr, diagnostics);
            let Some((formula, kind)) = inferred else {
                continue;
            };
            let Some(unit) = quantity_unit(&kind, written.expr.span, diagnostics) else {
                continue;
            };
            if let Some(asserted) = &written.unit
                && let Some(expected) = self.units.parse(asserted, diagnostics)
                && !expected.same_dimension(&unit)
                && kind != Type::Zero
            {
                let help =
                    self.scope(&types, None)
                        .missing_factor(&expected, &unit, "the expression");
                diagnostics.push(
                    Diagnostic::error(
                        "unit",
                        format!(
                            "`{}` is in `{unit}`, not in `{expected}`",
                            written.name.value
                        ),
                    )
                    .at(written.expr.span, format!("{unit}"))
                    .and(asserted.span, format!("{expected}"))
                    .maybe_help(help),
                );
            }
            types[index] = Some(kind);
            derived[index] = Some(Derived {
                name: written.name.value.clone(),
                label: written.label.clone(),
                formula,
                unit,
            });
        }
        (types, derived)
    }

    fn lines(
        &self,
        scope: &Scope<'_>,
        amount: Option<&Unit>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Option<Line>> {
        self.case
            .lines
            .iter()
            .map(|line| self.line(line, scope, amount, diagnostics))
            .collect()
    }

    fn line(
        &self,
        line: &case::Line,
        scope: &Scope<'_>,
        expected: Option<&Unit>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Line> {
        let stakeholder = self.stakeholder(&line.to, diagnostics);
        let side = Side::of(&line.side);
        let own_default = case::Chain::default();
        let fallback = if side == Side::Benefit {
            &self.case.chain
        } else {
            &own_default
        };
        let chain = chain::check(
            (line.chain.as_ref(), fallback),
            &self.case.inputs,
            scope,
            diagnostics,
        );
        let (formula, kind) = scope.infer(&line.amount, diagnostics)?;
        let unit = quantity_unit(&kind, line.amount.span, diagnostics)?;
        if let Some(expected) = expected
            && kind != Type::Zero
            && !expected.same_dimension(&unit)
        {
            diagnostics.push(if let Some(error) = self.missing_per(&unit) {
                error
            } else {
                let message = format!(
                    "`{}` must be in `{expected}`, found `{unit}`",
                    line.name.value
                );
                Diagnostic::error("unit", message)
                    .at(line.amount.span, format!("{unit}"))
                    .maybe_help(scope.missing_factor(expected, &unit, "the amount"))
            });
        }
        let formula = chain.factor.into_iter().fold(formula, Formula::times);
        Some(Line {
            name: line.name.value.clone(),
            label: line.label.clone(),
            side,
            formula,
            stakeholder: stakeholder?,
            euro: Euro::of(&line.euro),
            deductions: chain.deductions,
            drop_off: chain.drop_off,
            years: chain.years,
            discount_rate: chain.discount_rate,
        })
    }

    /// When the case does not say what it is per and a line is in euros per something: that it should.
    fn missing_per(&self, unit: &Unit) -> Option<Diagnostic> {
        let per = Unit::base("EUR").per(unit);
        if self.case.header.per.is_some() || unit.power_of("EUR") != 1 {
            return None;
        }
        let message = format!("`[case]` needs `per`: lines are in `{unit}`");
        Some(
            Diagnostic::error("unit", message)
                .at(self.case.header.span, "")
                .help(format!("add `per = \"{per}\"`")),
        )
    }

    fn unknown<'n>(
        &self,
        what: (&str, &str),
        name: &Spanned<String>,
        known: impl IntoIterator<Item = &'n str>,
    ) -> Option<Diagnostic> {
        unknown(what, name, known, &self.case.unread)
    }

    fn stakeholder(&self, name: &Spanned<String>, diagnostics: &mut Diagnostics) -> Option<usize> {
        check_parties::stakeholder(self.case, name, self.names, diagnostics)
    }

    fn memo(&self, diagnostics: &mut Diagnostics) -> Vec<Memo> {
        let mut lines = Vec::new();
        for memo in &self.case.memo {
            lines.push(Memo {
                name: memo.name.value.clone(),
                label: memo.label.clone(),
                side: Side::of(&memo.side),
                sign: memo.sign.clone(),
                stakeholder: memo
                    .to
                    .as_ref()
                    .and_then(|to| self.stakeholder(to, diagnostics)),
                note: memo.note.clone(),
            });
        }
        lines
    }

    fn switches(
        &self,
        scope: &Scope<'_>,
        inputs: &[Option<Input>],
        diagnostics: &mut Diagnostics,
    ) -> Vec<Switch> {
        let mut switches = Vec::new();
        for switch in &self.case.switches {
            let named = |name: &str| {
                switch
                    .alternatives
                    .iter()
                    .position(|a| a.name.value == name)
            };
            let default = named(&switch.default.value);
            if default.is_none() {
                let known = switch.alternatives.iter().map(|a| a.name.value.as_str());
                let what = ("alternative", "alternatives");
                diagnostics.extend(self.unknown(what, &switch.default, known));
            }
            let alternatives = switch.alternatives.iter().map(|alternative| Alternative {
                name: alternative.name.value.clone(),
                label: alternative.label.clone(),
                set: self.settings(&alternative.set, inputs, diagnostics),
                expr: self.replaced(&alternative.expr, scope, diagnostics),
                note: alternative.note.clone(),
            });
            switches.push(Switch {
                name: switch.name.value.clone(),
                label: switch.label.clone(),
                alternatives: alternatives.collect(),
                default: default.unwrap_or(0),
            });
        }
        switches
    }

    fn replaced(
        &self,
        exprs: &[(Spanned<String>, case::Expr)],
        scope: &Scope<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<(usize, Formula)> {
        let mut replaced = Vec::new();
        for (name, expr) in exprs {
            let Some(index) = self.names.derived(&name.value) else {
                if self.names.input(&name.value).is_some() {
                    let message = format!("`{}` is an input, not a derived quantity", name.value);
                    diagnostics.push(
                        Diagnostic::error("name", message)
                            .at(name.span, "")
                            .help("replace an input with `set`"),
                    );
                } else {
                    let known = self.names.derived_names();
                    let what = ("derived quantity", "derived");
                    diagnostics.extend(self.unknown(what, name, known));
                }
                continue;
            };
            let Some((formula, kind)) = scope.infer(expr, diagnostics) else {
                continue;
            };
            let Some(unit) = quantity_unit(&kind, expr.span, diagnostics) else {
                continue;
            };
            if let Some(Some(Type::Quantity(expected))) = scope.derived_types.get(index)
                && kind != Type::Zero
                && !expected.same_dimension(&unit)
            {
                let message = format!("`{}` must stay in `{expected}`, found `{unit}`", name.value);
                diagnostics.push(
                    Diagnostic::error("unit", message)
                        .at(expr.span, format!("{unit}"))
                        .and(self.case.derived[index].expr.span, format!("{expected}"))
                        .maybe_help(scope.missing_factor(expected, &unit, "the expression")),
                );
            }
            replaced.push((index, formula));
        }
        replaced
    }

    fn settings(
        &self,
        set: &[(Spanned<String>, Spanned<case::Setting>)],
        inputs: &[Option<Input>],
        diagnostics: &mut Diagnostics,
    ) -> Vec<Setting> {
        let mut settings = Vec::new();
        for (name, setting) in set {
            let index = inputs::resolve(self.names, name, diagnostics);
            let prior = match &setting.value.value {
                SettingValue::Number(_) => None,
                SettingValue::Prior(text) => Some(inputs::prior(text, self.case, diagnostics)),
            };
            let Some(index) = index else { continue };
            let Some(input) = &inputs[index] else {
                continue;
            };
            price_years::check_setting(input.is_in_euros(), (name, &setting.value), diagnostics);
            let own = setting.value.price_year.as_ref().map(|year| year.value);
            let price_year = own.or(input.price_year);
            let scale = input.unit.scale();
            let mut push = |to: Uncertainty| {
                settings.push(Setting {
                    input: index,
                    to,
                    price_year,
                });
            };
            match (&setting.value.value, prior) {
                (SettingValue::Number(value), _) => push(Uncertainty::Fixed(value * scale)),
                (_, Some(Some(_))) if input.kind != Kind::Parameter => {
                    let message = format!(
                        "`{}` is of kind `{}`, which is never drawn",
                        name.value,
                        input.kind.name()
                    );
                    let help = "fix it at a number; only a `parameter` has a prior";
                    diagnostics.push(
                        Diagnostic::error("kind", message)
                            .at(setting.span, "")
                            .help(help),
                    );
                }
                (_, Some(Some(prior))) => push(Uncertainty::Drawn(prior.scaled(scale))),
                _ => {}
            }
        }
        settings
    }

    fn scenarios(
        &self,
        inputs: &[Option<Input>],
        correlations: &[Option<Correlation>],
        diagnostics: &mut Diagnostics,
    ) -> Vec<Scenario> {
        let mut scenarios = Vec::new();
        for scenario in &self.case.scenarios {
            let mut set = self.shared_priors(scenario, inputs, diagnostics);
            set.extend(self.settings(&scenario.set, inputs, diagnostics));
            scenarios.push(Scenario {
                name: scenario.name.value.clone(),
                label: scenario.label.clone(),
                set,
                correlations: self.scenario_correlations(scenario, correlations, diagnostics),
                compositions: Vec::new(),
                switches: self.choices(&scenario.switches, diagnostics),
                reindex: scenario.reindex.as_ref().map(|flag| flag.value),
            });
        }
        scenarios
    }

    /// A replaced shared prior, spread over the inputs that use it.
    fn shared_priors(
        &self,
        scenario: &case::Scenario,
        inputs: &[Option<Input>],
        diagnostics: &mut Diagnostics,
    ) -> Vec<Setting> {
        let mut set = Vec::new();
        for (name, text) in &scenario.priors {
            if !self
                .case
                .priors
                .iter()
                .any(|(known, _)| known.value == name.value)
            {
                let known = self
                    .case
                    .priors
                    .iter()
                    .map(|(known, _)| known.value.as_str());
                diagnostics.extend(self.unknown(("shared prior", "priors"), name, known));
            }
            let Some(prior) = inputs::prior(text, self.case, diagnostics) else {
                continue;
            };
            for (index, input) in inputs.iter().enumerate() {
                if let Some(input) = input
                    && input.shared_prior.as_ref() == Some(&name.value)
                    && input.kind == Kind::Parameter
                {
                    set.push(Setting {
                        input: index,
                        to: Uncertainty::Drawn(prior.scaled(input.unit.scale())),
                        price_year: input.price_year,
                    });
                }
            }
        }
        set
    }

    fn scenario_correlations(
        &self,
        scenario: &case::Scenario,
        correlations: &[Option<Correlation>],
        diagnostics: &mut Diagnostics,
    ) -> Vec<(usize, super::Matrix, String)> {
        let mut replaced = Vec::new();
        for (name, rank) in &scenario.correlations {
            let known = || {
                self.case
                    .correlations
                    .iter()
                    .map(|group| group.name.value.as_str())
            };
            let Some(index) = known().position(|group| group == name.value) else {
                if let Some(error) = joint::not_a_correlation(self.case, name) {
                    diagnostics.push(error);
                    continue;
                }
                diagnostics.extend(self.unknown(("correlation", "correlations"), name, known()));
                continue;
            };
            let Some(Some(group)) = correlations.get(index) else {
                continue;
            };
            if let Some(scores) = correlations::replaced(rank, group.members.len(), diagnostics) {
                replaced.push((index, scores, format!("rank correlation {}", rank.value)));
            }
        }
        replaced
    }

    /// Indices of switches and alternatives.
    fn choices(
        &self,
        choices: &[(Spanned<String>, Spanned<String>)],
        diagnostics: &mut Diagnostics,
    ) -> Vec<(usize, usize)> {
        let mut resolved = Vec::new();
        for (name, choice) in choices {
            let Some(index) = self
                .case
                .switches
                .iter()
                .position(|switch| switch.name.value == name.value)
            else {
                let known = self
                    .case
                    .switches
                    .iter()
                    .map(|switch| switch.name.value.as_str());
                diagnostics.extend(self.unknown(("switch", "switches"), name, known));
                continue;
            };
            let alternatives = || {
                self.case.switches[index]
                    .alternatives
                    .iter()
                    .map(|a| a.name.value.as_str())
            };
            if let Some(alternative) =
                alternatives().position(|alternative| alternative == choice.value)
            {
                resolved.push((index, alternative));
            } else {
                let what = ("alternative", "alternatives");
                diagnostics.extend(self.unknown(what, choice, alternatives()));
            }
        }
        resolved
    }

    fn scenario(&self, name: &Spanned<String>, diagnostics: &mut Diagnostics) -> Option<usize> {
        let known = || {
            self.case
                .scenarios
                .iter()
                .map(|scenario| scenario.name.value.as_str())
        };
        let found = known().position(|scenario| scenario == name.value);
        if found.is_none() {
            diagnostics.extend(self.unknown(("scenario", "scenarios"), name, known()));
        }
        found
    }

    fn break_even_unit(&self, break_even: Option<&BreakEven>) -> BreakEvenUnit {
        let unread = self
            .case
            .unread
            .contains(keys::CASE_FILE.what, "break_even");
        match break_even {
            Some(found) => BreakEvenUnit::Known(found.unit.clone().in_base_units()),
            None if self.case.break_even.is_none() && !unread => BreakEvenUnit::Absent,
            None => BreakEvenUnit::Unread,
        }
    }

    fn break_even(&self, diagnostics: &mut Diagnostics) -> Option<BreakEven> {
        let section = self.case.break_even.as_ref()?;
        if section.inputs.is_empty() {
            let message = "`[break_even]` needs at least one input";
            diagnostics.push(Diagnostic::error("break-even", message).at(section.span, ""));
        }
        let mut indices = Vec::new();
        let mut common: Option<Unit> = None;
        for name in &section.inputs {
            let Some(index) = inputs::resolve(self.names, name, diagnostics) else {
                continue;
            };
            if indices.contains(&index) {
                let message = format!("`{}` is listed twice", name.value);
                diagnostics.push(Diagnostic::error("break-even", message).at(name.span, ""));
                continue;
            }
            indices.push(index);
            let Some(unit) = &self.input_units[index] else {
                continue;
            };
            match &common {
                Some(first) if first != unit => {
                    let text = |index: usize| self.case.inputs[index].unit.value.as_str();
                    diagnostics.push(
                        Diagnostic::error("unit", "the break-even inputs must share one unit")
                            .at(name.span, format!("in `{}`", text(index)))
                            .and(section.inputs[0].span, format!("in `{}`", text(indices[0]))),
                    );
                }
                _ => common = Some(unit.clone()),
            }
        }
        Some(BreakEven {
            inputs: indices,
            label: section.label.clone(),
            unit: common?,
        })
    }

    fn published(&self, scope: &Scope<'_>, diagnostics: &mut Diagnostics) -> Vec<Published> {
        let mut cells = Vec::new();
        for cell in &self.case.published {
            let scenario = cell
                .scenario
                .as_ref()
                .map(|name| self.scenario(name, diagnostics));
            let switches = self.choices(&cell.switches, diagnostics);
            if cell.tolerance.value < 0.0 {
                let message = format!(
                    "`tolerance` is {}: it cannot be negative",
                    cell.tolerance.value
                );
                diagnostics.push(Diagnostic::error("value", message).at(cell.tolerance.span, ""));
            }
            if let (Some(corrected), None) = (&cell.corrected, &cell.erratum) {
                let message = "`corrected` needs an `erratum` that explains it";
                diagnostics.push(Diagnostic::error("missing", message).at(corrected.span, ""));
            }
            let Some((formula, kind)) = scope.infer(&cell.quantity, diagnostics) else {
                continue;
            };
            if quantity_unit(&kind, cell.quantity.span, diagnostics).is_none() {
                continue;
            }
            cells.push(Published {
                place: cell.place.clone(),
                label: cell
                    .label
                    .clone()
                    .unwrap_or_else(|| cell.quantity_text.clone()),
                scenario: scenario.flatten(),
                switches,
                formula,
                quantity: cell.quantity_text.clone(),
                value: cell.value,
                tolerance: cell.tolerance.value,
                corrected: cell.corrected.as_ref().map(|corrected| corrected.value),
                erratum: cell.erratum.clone(),
                note: cell.note.clone(),
            });
        }
        cells
    }

    fn tables(
        &self,
        scope: &Scope<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Option<PrintedTable>> {
        let mut tables = Vec::new();
        for table in &self.case.tables {
            let scenario = table.scenario.as_ref();
            let context = printed_check::Context {
                scope,
                stakeholders: &self.case.stakeholders,
                scenario: scenario.and_then(|name| self.scenario(name, diagnostics)),
                switches: self.choices(&table.switches, diagnostics),
            };
            tables.push(printed_check::check(table, context, diagnostics));
        }
        tables
    }
}

/// The unit of an expression that must be a number.
fn quantity_unit(
    kind: &Type,
    span: crate::text::Span,
    diagnostics: &mut Diagnostics,
) -> Option<Unit> {
    match kind {
        Type::Quantity(unit) => Some(unit.clone()),
        Type::Zero => Some(Unit::one()),
        Type::Truth => {
            let message = "expected a number, found a comparison";
            diagnostics.push(Diagnostic::error("type", message).at(span, ""));
            None
        }
    }
}
