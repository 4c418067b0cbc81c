//! Parses expressions.
//!
//! ```text
//! expression ::= or
//! or         ::= and ("or" and)*
//! and        ::= not ("and" not)*
//! not        ::= "not" not | comparison
//! comparison ::= sum (("<" | "<=" | ">" | ">=" | "==" | "!=") sum)?
//! sum        ::= product (("+" | "-") product)*
//! product    ::= sign (("*" | "/") sign)*
//! sign       ::= "-" sign | power
//! power      ::= atom ("^" sign)?
//! atom       ::= NUMBER ("%" | "[" unit "]")? | NAME | NAME "(" expression ("," expression)* ")" | "(" expression ")"
//! ```

use std::ops::Range;

use super::expr::{BinaryOp, Expr, ExprKind, FUNCTIONS, UnaryOp};
use super::lexer::{LexError, Token, TokenKind, tokens};
use super::quoted::Place;
use super::{FunctionRow, Spanned};
use crate::text::{Diagnostic, Span, closest, listed};

/// More nodes than any expression a person writes; keeps recursion shallow.
const MAX_NODES: usize = 2_000;
const MAX_DEPTH: usize = 100;

/// Reads one expression.
pub(super) fn parse(text: &str, place: &Place) -> Result<Expr, Box<Diagnostic>> {
    let tokens = tokens(text).map_err(|error| syntax(place, error))?;
    if tokens.len() == 1 {
        let error = Diagnostic::error("syntax", "the expression is empty");
        return Err(Box::new(error.at(place.span(&(0..text.len())), "")));
    }
    let mut parser = Parser {
        tokens,
        at: 0,
        place,
        nodes: 0,
        depth: 0,
    };
    let expr = parser.expression()?;
    match parser.peek() {
        TokenKind::End => Ok(expr),
        found => Err(parser.expected("an operator or the end of the expression", &found.clone())),
    }
}

fn syntax(place: &Place, error: LexError) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::error("syntax", error.message)
            .at(place.span(&error.place), "")
            .maybe_help(error.help),
    )
}

struct Parser<'a> {
    tokens: Vec<Token>,
    at: usize,
    place: &'a Place,
    nodes: usize,
    depth: usize,
}

type Parsed = Result<Expr, Box<Diagnostic>>;

impl Parser<'_> {
    fn expression(&mut self) -> Parsed {
        self.deeper()?;
        let expr = self.chain(&[("or", BinaryOp::Or)], Self::conjunction)?;
        self.depth -= 1;
        Ok(expr)
    }

    fn deeper(&mut self) -> Result<(), Box<Diagnostic>> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.fail(format!(
                "this expression is nested more than {MAX_DEPTH} levels deep"
            )));
        }
        Ok(())
    }

    fn conjunction(&mut self) -> Parsed {
        self.chain(&[("and", BinaryOp::And)], Self::negation)
    }

    fn negation(&mut self) -> Parsed {
        self.prefixed("not", UnaryOp::Not, Self::negation, Self::comparison)
    }

    fn comparison(&mut self) -> Parsed {
        const OPS: [(&str, BinaryOp); 6] = [
            ("<", BinaryOp::Less),
            ("<=", BinaryOp::LessEqual),
            (">", BinaryOp::Greater),
            (">=", BinaryOp::GreaterEqual),
            ("==", BinaryOp::Equal),
            ("!=", BinaryOp::NotEqual),
        ];
        let left = self.sum()?;
        let Some(op) = self.operator(&OPS) else {
            return Ok(left);
        };
        let right = self.sum()?;
        if self.operator(&OPS).is_some() {
            self.at -= 1;
            let mut error = self.fail("comparisons cannot be chained".to_owned());
            error.help = Some("write `a < b and b < c`".to_owned());
            return Err(error);
        }
        self.binary(op, left, right)
    }

    fn sum(&mut self) -> Parsed {
        self.chain(
            &[("+", BinaryOp::Add), ("-", BinaryOp::Subtract)],
            Self::product,
        )
    }

    fn product(&mut self) -> Parsed {
        self.chain(
            &[("*", BinaryOp::Multiply), ("/", BinaryOp::Divide)],
            Self::sign,
        )
    }

    fn sign(&mut self) -> Parsed {
        self.prefixed("-", UnaryOp::Negate, Self::sign, Self::power)
    }

    fn power(&mut self) -> Parsed {
        let base = self.atom()?;
        match self.operator(&[("^", BinaryOp::Power)]) {
            Some(op) => {
                self.deeper()?;
                let exponent = self.sign()?;
                self.depth -= 1;
                self.binary(op, base, exponent)
            }
            None => Ok(base),
        }
    }

    fn atom(&mut self) -> Parsed {
        let Token { kind, place } = self.tokens[self.at].clone();
        match kind {
            TokenKind::Number(value) => {
                self.at += 1;
                self.number(value, place)
            }
            TokenKind::Name(name) if !matches!(name.as_str(), "and" | "or" | "not") => {
                self.at += 1;
                if self.eat("(") {
                    self.call(&name, &place)
                } else {
                    self.node(ExprKind::Name(name), place)
                }
            }
            TokenKind::Symbol("(") => {
                self.at += 1;
                let inner = self.expression()?;
                self.close(&place)?;
                Ok(inner)
            }
            found => Err(self.expected("a number, a name or `(`", &found)),
        }
    }

    fn number(&mut self, value: f64, place: Range<usize>) -> Parsed {
        if self.eat("%") {
            return self.node(
                ExprKind::Number {
                    value: value / 100.0,
                    unit: None,
                },
                place.start..place.end + 1,
            );
        }
        let Token {
            kind,
            place: unit_place,
        } = self.tokens[self.at].clone();
        if let TokenKind::Unit(text) = kind {
            self.at += 1;
            let inside = unit_place.start + 1..unit_place.end - 1;
            let unit = Some(Spanned::new(text, self.place.span(&inside)));
            return self.node(
                ExprKind::Number { value, unit },
                place.start..unit_place.end,
            );
        }
        self.node(ExprKind::Number { value, unit: None }, place)
    }

    fn call(&mut self, name: &str, place: &Range<usize>) -> Parsed {
        let Some(row) = FUNCTIONS.iter().find(|row| row.name == name) else {
            return Err(Box::new(self.unknown_function(name, place)));
        };
        let open = place.end..self.tokens[self.at - 1].place.end;
        let mut arguments = Vec::new();
        if !self.is(")") {
            arguments.push(self.expression()?);
        }
        while self.eat(",") {
            arguments.push(self.expression()?);
        }
        let end = self.close(&open)?;
        let whole = place.start..end;
        if !(row.least..=row.most).contains(&arguments.len()) {
            let span = self.place.span(&whole);
            return Err(Box::new(wrong_arity(row, arguments.len(), span)));
        }
        self.node(
            ExprKind::Call {
                function: row.function,
                arguments,
            },
            whole,
        )
    }

    fn unknown_function(&self, name: &str, place: &Range<usize>) -> Diagnostic {
        let known = || FUNCTIONS.iter().map(|row| row.name);
        let error = Diagnostic::error("name", format!("unknown function `{name}`"))
            .at(self.place.span(place), "");
        match closest(name, known()) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error
                .note(format!("a function is {}", listed(known())))
                .maybe_help(match name {
                    "log" => Some("write `ln` or `log10`".to_owned()),
                    _ => None,
                }),
        }
    }

    fn chain(&mut self, ops: &[(&str, BinaryOp)], operand: fn(&mut Self) -> Parsed) -> Parsed {
        let mut left = operand(self)?;
        while let Some(op) = self.operator(ops) {
            let right = operand(self)?;
            left = self.binary(op, left, right)?;
        }
        Ok(left)
    }

    fn prefixed(
        &mut self,
        symbol: &str,
        op: UnaryOp,
        again: fn(&mut Self) -> Parsed,
        otherwise: fn(&mut Self) -> Parsed,
    ) -> Parsed {
        let start = self.tokens[self.at].place.start;
        if !self.eat(symbol) {
            return otherwise(self);
        }
        self.deeper()?;
        let operand = again(self)?;
        self.depth -= 1;
        let span = self.place.span(&(start..start)).to(operand.span);
        self.spanned(
            ExprKind::Unary {
                op,
                operand: Box::new(operand),
            },
            span,
        )
    }

    fn binary(&mut self, op: BinaryOp, left: Expr, right: Expr) -> Parsed {
        let span = left.span.to(right.span);
        self.spanned(
            ExprKind::Binary {
                op,
                left: Box::new(left),
                right: Box::new(right),
            },
            span,
        )
    }

    fn node(&mut self, kind: ExprKind, place: Range<usize>) -> Parsed {
        let span = self.place.span(&place);
        self.spanned(kind, span)
    }

    fn spanned(&mut self, kind: ExprKind, span: Span) -> Parsed {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(self.fail(format!("this expression has more than {MAX_NODES} parts")));
        }
        Ok(Expr { kind, span })
    }

    fn peek(&self) -> &TokenKind {
        &self.tokens[self.at].kind
    }

    fn operator(&mut self, ops: &[(&str, BinaryOp)]) -> Option<BinaryOp> {
        let op = ops.iter().find(|(symbol, _)| self.is(symbol))?.1;
        self.at += 1;
        Some(op)
    }

    fn is(&self, symbol: &str) -> bool {
        match self.peek() {
            TokenKind::Symbol(found) => *found == symbol,
            TokenKind::Name(found) => found == symbol,
            _ => false,
        }
    }

    fn eat(&mut self, symbol: &str) -> bool {
        let found = self.is(symbol);
        self.at += usize::from(found);
        found
    }

    /// The end of the `)` that closes `open`, or an error.
    fn close(&mut self, open: &Range<usize>) -> Result<usize, Box<Diagnostic>> {
        let end = self.tokens[self.at].place.end;
        if self.eat(")") {
            return Ok(end);
        }
        let mut error = self.expected("`)`", &self.peek().clone());
        if error.help.is_none() {
            *error = error.and(self.place.span(open), "opened here");
        }
        Err(error)
    }

    fn expected(&self, what: &str, found: &TokenKind) -> Box<Diagnostic> {
        let shown = match found {
            TokenKind::Number(value) => format!("`{value}`"),
            TokenKind::Name(name) => format!("`{name}`"),
            TokenKind::Unit(unit) => format!("`[{unit}]`"),
            TokenKind::Symbol(symbol) => format!("`{symbol}`"),
            TokenKind::End => "the end of the expression".to_owned(),
        };
        let mut error = self.fail(format!("expected {what}, found {shown}"));
        error.help = self.way_out(found);
        error
    }

    /// What was probably meant where `found` cannot stand.
    fn way_out(&self, found: &TokenKind) -> Option<String> {
        let before = self.at.checked_sub(1).map(|at| &self.tokens[at].kind);
        let after = self.tokens.get(self.at + 1).map(|token| &token.kind);
        let help = match (before, found, after) {
            (Some(TokenKind::Number(_)), TokenKind::Symbol(","), Some(TokenKind::Number(_))) => {
                "decimals follow a point: `0.5`"
            }
            (Some(TokenKind::Symbol("*")), TokenKind::Symbol("*"), _) => "write `^` for a power",
            (Some(TokenKind::Name(_) | TokenKind::Symbol(")")), TokenKind::Unit(_), _) => {
                "a unit in brackets belongs to a number: `1[hour]`"
            }
            (
                Some(TokenKind::Number(_) | TokenKind::Name(_) | TokenKind::Symbol(")" | "%")),
                TokenKind::Name(_) | TokenKind::Symbol("("),
                _,
            ) => "write `*` for a product",
            _ => return None,
        };
        Some(help.to_owned())
    }

    fn fail(&self, message: String) -> Box<Diagnostic> {
        let place = &self.tokens[self.at.min(self.tokens.len() - 1)].place;
        Box::new(Diagnostic::error("syntax", message).at(self.place.span(place), ""))
    }
}

fn wrong_arity(row: &FunctionRow, found: usize, span: Span) -> Diagnostic {
    let takes = match (row.least, row.most) {
        (1, 1) => "one argument".to_owned(),
        (least, most) if least == most => format!("{least} arguments"),
        (least, _) if found < least => format!("at least {least} arguments"),
        (_, most) => format!("at most {most} arguments"),
    };
    Diagnostic::error(
        "syntax",
        format!("`{}` takes {takes}, found {found}", row.name),
    )
    .at(span, "")
}
