//! Resolves the names of an expression and infers its unit.

use super::formula::{Formula, PartyResult, ResultName, Total};
use super::names::{Meaning, Names};
use super::units::Units;
use crate::case::{BinaryOp, Expr, ExprKind, Function, Spanned, UnaryOp};
use crate::text::{Diagnostic, Diagnostics, Span};
use crate::unit::Unit;

/// What kind of value an expression has.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Type {
    /// A number with a unit (its scale is always 1: formulas are in base units).
    Quantity(Unit),
    /// The number 0, which fits any unit.
    Zero,
    /// A truth value.
    Truth,
}

/// What expressions are checked against.
pub(super) struct Scope<'a> {
    pub(super) names: &'a Names,
    pub(super) units: &'a Units,
    /// Unit of every input, by index, scale included.
    pub(super) input_units: &'a [Option<Unit>],
    /// Unit of every derived quantity inferred so far.
    pub(super) derived_types: &'a [Option<Type>],
    /// Unit of lines, where results may be used.
    pub(super) results: Option<&'a Results>,
}

/// Units of the results that published figures refer to.
pub(super) struct Results {
    /// `None` when it could not be read.
    pub(super) amount: Option<Unit>,
    pub(super) break_even: BreakEvenUnit,
}

/// The unit of the break-even inputs.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum BreakEvenUnit {
    /// The case asks for no break-even.
    Absent,
    /// It does, with a mistake that was reported.
    Unread,
    /// It does.
    Known(Unit),
}

pub(super) type Inferred = Option<(Formula, Type)>;

impl Scope<'_> {
    /// The formula and type of `expr`; `None` after reporting why there is none.
    pub(super) fn infer(&self, expr: &Expr, diagnostics: &mut Diagnostics) -> Inferred {
        match &expr.kind {
            ExprKind::Number { value, unit } => self.number(*value, unit.as_ref(), diagnostics),
            ExprKind::Name(name) => self.name(name, expr.span, diagnostics),
            ExprKind::Unary { op, operand } => self.unary(*op, operand, diagnostics),
            ExprKind::Binary { op, left, right } => self.binary(*op, left, right, diagnostics),
            ExprKind::Call {
                function,
                arguments,
            } => self.call(*function, arguments, expr.span, diagnostics),
        }
    }

    fn number(
        &self,
        value: f64,
        unit: Option<&Spanned<String>>,
        diagnostics: &mut Diagnostics,
    ) -> Inferred {
        let Some(unit) = unit else {
            let kind = if value == 0.0 {
                Type::Zero
            } else {
                Type::Quantity(Unit::one())
            };
            return Some((Formula::Constant(value), kind));
        };
        let unit = self.units.parse(unit, diagnostics)?;
        Some((
            Formula::Constant(value * unit.scale()),
            Type::Quantity(unit.in_base_units()),
        ))
    }

    fn name(&self, name: &str, span: Span, diagnostics: &mut Diagnostics) -> Inferred {
        match self.names.quantity(name) {
            Some(Meaning::Input(index)) => {
                let unit = self.input_units[index].clone()?;
                return Some((Formula::Input(index), Type::Quantity(unit.in_base_units())));
            }
            Some(Meaning::Derived(index)) => {
                let kind = self.derived_types.get(index)?.clone()?;
                return Some((Formula::Derived(index), kind));
            }
            None => {}
        }
        if let (Some(units), Some(result)) = (self.results, self.names.result(name)) {
            return Self::result(result, units, span, diagnostics);
        }
        if self.names.is_unread(name) {
            return None;
        }
        let near = self.names.closest_usable(name, self.results.is_some());
        let mut error = Diagnostic::error("name", format!("unknown name `{name}`")).at(span, "");
        if self.results.is_none() && self.names.result(name).is_some() {
            error = error.note("results can be used in `[[published]]` only");
        } else if let Some(near) = near {
            error = error.help(format!("did you mean `{near}`?"));
        } else if self.units.has(name) {
            error = error.help(format!(
                "a unit stands in brackets after a number: `1[{name}]`"
            ));
        }
        diagnostics.push(error);
        None
    }

    fn result(
        result: ResultName,
        units: &Results,
        span: Span,
        diagnostics: &mut Diagnostics,
    ) -> Inferred {
        let unit = match result {
            ResultName::Total(Total::Roi | Total::HardRoi)
            | ResultName::Of(_, PartyResult::Roi)
            | ResultName::BreakEvenAttribution(_) => Unit::one(),
            ResultName::Total(Total::BreakEven | Total::HardBreakEven) => {
                if units.break_even == BreakEvenUnit::Absent {
                    let message = "the case has no `[break_even]` table";
                    diagnostics.push(
                        Diagnostic::error("name", message)
                            .at(span, "")
                            .help("add one: `[break_even]` with `inputs = [\"…\"]`"),
                    );
                }
                let BreakEvenUnit::Known(unit) = &units.break_even else {
                    return None;
                };
                unit.clone()
            }
            _ => units.amount.clone()?,
        };
        Some((Formula::Result(result), Type::Quantity(unit)))
    }

    fn unary(&self, op: UnaryOp, operand: &Expr, diagnostics: &mut Diagnostics) -> Inferred {
        let (formula, kind) = self.infer(operand, diagnostics)?;
        let formula = Formula::Unary(op, Box::new(formula));
        match (op, kind) {
            (UnaryOp::Not, Type::Truth) => Some((formula, Type::Truth)),
            (UnaryOp::Negate, kind @ (Type::Quantity(_) | Type::Zero)) => Some((formula, kind)),
            (UnaryOp::Not, _) => refuse("`not` needs a comparison", operand.span, diagnostics),
            (UnaryOp::Negate, Type::Truth) => {
                refuse("a comparison has no sign", operand.span, diagnostics)
            }
        }
    }

    fn binary(
        &self,
        op: BinaryOp,
        left: &Expr,
        right: &Expr,
        diagnostics: &mut Diagnostics,
    ) -> Inferred {
        let (a, b) = (
            self.infer(left, diagnostics),
            self.infer(right, diagnostics),
        );
        let ((left_formula, left_type), (right_formula, right_type)) = (a?, b?);
        let kind = match op {
            BinaryOp::And | BinaryOp::Or => {
                for (kind, side) in [(&left_type, left), (&right_type, right)] {
                    if *kind != Type::Truth {
                        refuse(
                            &format!("`{}` needs comparisons on both sides", op.symbol()),
                            side.span,
                            diagnostics,
                        )?;
                    }
                }
                Type::Truth
            }
            BinaryOp::Power => power(
                &left_type,
                &right_type,
                &right_formula,
                (left, right),
                diagnostics,
            )?,
            BinaryOp::Multiply | BinaryOp::Divide => {
                let a = numeric(&left_type, left, diagnostics)?;
                let b = numeric(&right_type, right, diagnostics)?;
                if op == BinaryOp::Divide && right_type == Type::Zero {
                    return refuse("division by zero", right.span, diagnostics);
                }
                Type::Quantity(if op == BinaryOp::Multiply {
                    a.times(&b)
                } else {
                    a.per(&b)
                })
            }
            _ => {
                numeric(&left_type, left, diagnostics)?;
                numeric(&right_type, right, diagnostics)?;
                let common =
                    self.common(op, (&left_type, left), (&right_type, right), diagnostics)?;
                if matches!(op, BinaryOp::Add | BinaryOp::Subtract) {
                    common
                } else {
                    Type::Truth
                }
            }
        };
        Some((
            Formula::Binary(op, Box::new(left_formula), Box::new(right_formula)),
            kind,
        ))
    }

    /// The unit that both sides share.
    fn common(
        &self,
        op: BinaryOp,
        (left_type, left): (&Type, &Expr),
        (right_type, right): (&Type, &Expr),
        diagnostics: &mut Diagnostics,
    ) -> Option<Type> {
        match (left_type, right_type) {
            (Type::Zero, other) | (other, Type::Zero) => Some(other.clone()),
            (Type::Quantity(a), Type::Quantity(b)) if !a.same_dimension(b) => {
                let message = match op {
                    BinaryOp::Add => format!("cannot add `{b}` to `{a}`"),
                    BinaryOp::Subtract => format!("cannot subtract `{b}` from `{a}`"),
                    _ => format!("cannot compare `{a}` with `{b}`"),
                };
                diagnostics.push(
                    Diagnostic::error("unit", message)
                        .at(right.span, format!("{b}"))
                        .and(left.span, format!("{a}"))
                        .maybe_help(self.missing_factor(a, b, "the right side")),
                );
                None
            }
            (kind, _) => Some(kind.clone()),
        }
    }

    /// "multiply … by a quantity in `client`", where a single base unit makes the difference.
    pub(super) fn missing_factor(
        &self,
        expected: &Unit,
        found: &Unit,
        what: &str,
    ) -> Option<String> {
        let factor = expected.per(found);
        if factor.is_dimensionless() {
            return None;
        }
        let inverse = factor.to_power(-1);
        let advice = |verb: &str, unit: &Unit, such_as: &str| {
            format!("{verb} {what} by a quantity in `{unit}`{such_as}")
        };
        let such_as = |unit: &Unit| Some(format!(", such as `{}`", self.only_input_in(unit)?));
        // One base unit makes the difference, or the case has just one input that does.
        match (factor.to_string(), inverse.to_string()) {
            (one, _) if !one.contains(['·', '/']) => Some(advice(
                "multiply",
                &factor,
                &such_as(&factor).unwrap_or_default(),
            )),
            (_, one) if !one.contains(['·', '/']) => Some(advice(
                "divide",
                &inverse,
                &such_as(&inverse).unwrap_or_default(),
            )),
            _ => such_as(&factor)
                .map(|name| advice("multiply", &factor, &name))
                .or_else(|| Some(advice("divide", &inverse, &such_as(&inverse)?))),
        }
    }

    /// The name of the input in `unit`, if there is just one.
    fn only_input_in(&self, unit: &Unit) -> Option<&str> {
        let mut fitting = self.names.inputs().filter(|name| {
            let index = self.names.input(name);
            let own = index.and_then(|index| self.input_units[index].as_ref());
            own.is_some_and(|own| own.same_dimension(unit))
        });
        let first = fitting.next()?;
        fitting.next().is_none().then_some(first)
    }

    fn call(
        &self,
        function: Function,
        arguments: &[Expr],
        span: Span,
        diagnostics: &mut Diagnostics,
    ) -> Inferred {
        let inferred: Vec<Inferred> = arguments
            .iter()
            .map(|argument| self.infer(argument, diagnostics))
            .collect();
        let (formulas, types): (Vec<Formula>, Vec<Type>) = inferred
            .into_iter()
            .collect::<Option<Vec<_>>>()?
            .into_iter()
            .unzip();
        let kind = match function {
            Function::If => {
                if types[0] != Type::Truth {
                    let message = "the first argument of `if` must be a comparison";
                    return refuse(message, arguments[0].span, diagnostics);
                }
                Self::all_alike(function, &types[1..], &arguments[1..], diagnostics)?
            }
            Function::Min | Function::Max => {
                Self::all_alike(function, &types, arguments, diagnostics)?
            }
            Function::Abs | Function::Floor | Function::Ceil | Function::Round => {
                numeric(&types[0], &arguments[0], diagnostics)?;
                types[0].clone()
            }
            Function::Sqrt => {
                let unit = numeric(&types[0], &arguments[0], diagnostics)?;
                let Some(root) = unit.square_root() else {
                    let message = format!("the square root of `{unit}` has no unit");
                    diagnostics.push(
                        Diagnostic::error("unit", message).at(span, "its powers must be even"),
                    );
                    return None;
                };
                Type::Quantity(root)
            }
            Function::Exp | Function::Ln | Function::Log10 => {
                let unit = numeric(&types[0], &arguments[0], diagnostics)?;
                if !unit.is_dimensionless() {
                    let message =
                        format!("`{}` needs a plain number, found `{unit}`", function.name());
                    diagnostics.push(Diagnostic::error("unit", message).at(arguments[0].span, ""));
                    return None;
                }
                Type::Quantity(Unit::one())
            }
        };
        Some((Formula::Call(function, formulas), kind))
    }

    /// The unit that all arguments share.
    fn all_alike(
        function: Function,
        types: &[Type],
        arguments: &[Expr],
        diagnostics: &mut Diagnostics,
    ) -> Option<Type> {
        let mut common: Option<(&Unit, &Expr)> = None;
        for (kind, argument) in types.iter().zip(arguments) {
            numeric(kind, argument, diagnostics)?;
            let Type::Quantity(unit) = kind else { continue };
            match common {
                Some((first, place)) if !first.same_dimension(unit) => {
                    let message = match function {
                        Function::If => "both branches of `if` must have the same unit".to_owned(),
                        _ => format!("the arguments of `{}` must share one unit", function.name()),
                    };
                    diagnostics.push(
                        Diagnostic::error("unit", message)
                            .at(argument.span, format!("{unit}"))
                            .and(place.span, format!("{first}")),
                    );
                    return None;
                }
                Some(_) => {}
                None => common = Some((unit, argument)),
            }
        }
        Some(common.map_or(Type::Zero, |(unit, _)| Type::Quantity(unit.clone())))
    }
}

/// The unit of a type that is a number.
fn numeric(kind: &Type, expr: &Expr, diagnostics: &mut Diagnostics) -> Option<Unit> {
    match kind {
        Type::Quantity(unit) => Some(unit.clone()),
        Type::Zero => Some(Unit::one()),
        Type::Truth => {
            refuse::<()>("a comparison is not a number", expr.span, diagnostics);
            None
        }
    }
}

fn power(
    base: &Type,
    exponent: &Type,
    exponent_formula: &Formula,
    (left, right): (&Expr, &Expr),
    diagnostics: &mut Diagnostics,
) -> Option<Type> {
    let unit = numeric(base, left, diagnostics)?;
    let exponent_unit = numeric(exponent, right, diagnostics)?;
    if !exponent_unit.is_dimensionless() {
        let message = format!("an exponent is a plain number, found `{exponent_unit}`");
        diagnostics.push(Diagnostic::error("unit", message).at(right.span, ""));
        return None;
    }
    if unit.is_dimensionless() {
        return Some(Type::Quantity(unit));
    }
    match exponent_formula.number() {
        Some(value) if value.fract() == 0.0 && value.abs() <= 9.0 => {
            Some(Type::Quantity(unit.to_power(value as i32)))
        }
        _ => {
            let message = format!("`{unit}` can only be raised to a whole number between -9 and 9");
            diagnostics.push(Diagnostic::error("unit", message).at(right.span, ""));
            None
        }
    }
}

fn refuse<T>(message: &str, span: Span, diagnostics: &mut Diagnostics) -> Option<T> {
    diagnostics.push(Diagnostic::error("type", message).at(span, ""));
    None
}
