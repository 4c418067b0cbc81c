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
use super::{Function, Spanned};
use crate::text::{Diagnostic, Span, closest};

/// More nodes than any expression a person writes; keeps recursion shallow.
const MAX_NODES: usize = 2_000;
const MAX_DEPTH: usize = 100;

/// Maps bytes of the expression's text to bytes of the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// The string in the file, quotes included.
    pub(super) whole: Span,
    /// Where the text begins in the file, when it stands there without escapes.
    pub(super) text_start: Option<usize>,
}

impl Place {
    pub(super) fn span(self, range: &Range<usize>) -> Span {
        match self.text_start {
            Some(base) => Span {
                start: base + range.start,
                end: base + range.end,
            },
            None => self.whole,
        }
    }
}

/// Reads one expression.
pub(super) fn parse(text: &str, place: Place) -> Result<Expr, Box<Diagnostic>> {
    let tokens = tokens(text).map_err(|error| syntax(place, error))?;
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

fn syntax(place: Place, error: LexError) -> Box<Diagnostic> {
    Box::new(Diagnostic::error("syntax", error.message).at(place.span(&error.place), ""))
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    place: Place,
    nodes: usize,
    depth: usize,
}

type Parsed = Result<Expr, Box<Diagnostic>>;

impl Parser {
    fn expression(&mut self) -> Parsed {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.fail("this expression is nested too deeply".to_owned()));
        }
        let expr = self.chain(&[("or", BinaryOp::Or)], Self::conjunction);
        self.depth -= 1;
        expr
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
            return Err(
                self.fail("comparisons cannot be chained; write `a < b and b < c`".to_owned())
            );
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
                let exponent = self.sign()?;
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
                self.require(")")?;
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
        let Some(&(_, function, least, greatest, _)) = FUNCTIONS.iter().find(|row| row.0 == name)
        else {
            let near = closest(name, FUNCTIONS.iter().map(|row| row.0));
            let known: Vec<&str> = FUNCTIONS.iter().map(|row| row.0).collect();
            return Err(Box::new(
                Diagnostic::error("name", format!("unknown function `{name}`"))
                    .at(self.place.span(place), "")
                    .note(format!("the functions are {}", known.join(", ")))
                    .maybe_help(near.map(|near| format!("did you mean `{near}`?"))),
            ));
        };
        let mut arguments = vec![self.expression()?];
        while self.eat(",") {
            arguments.push(self.expression()?);
        }
        let end = self.require(")")?;
        let whole = place.start..end;
        if arguments.len() < least || arguments.len() > greatest {
            return Err(Box::new(wrong_arity(
                function,
                least,
                greatest,
                arguments.len(),
                self.place.span(&whole),
            )));
        }
        self.node(
            ExprKind::Call {
                function,
                arguments,
            },
            whole,
        )
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
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.fail("this expression is nested too deeply".to_owned()));
        }
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

    /// The end of the symbol, or an error.
    fn require(&mut self, symbol: &str) -> Result<usize, Box<Diagnostic>> {
        let end = self.tokens[self.at].place.end;
        if self.eat(symbol) {
            Ok(end)
        } else {
            Err(self.expected(&format!("`{symbol}`"), &self.peek().clone()))
        }
    }

    fn expected(&self, what: &str, found: &TokenKind) -> Box<Diagnostic> {
        let found = match found {
            TokenKind::Number(value) => format!("`{value}`"),
            TokenKind::Name(name) => format!("`{name}`"),
            TokenKind::Unit(unit) => format!("`[{unit}]`"),
            TokenKind::Symbol(symbol) => format!("`{symbol}`"),
            TokenKind::End => "the end of the expression".to_owned(),
        };
        self.fail(format!("expected {what}, found {found}"))
    }

    fn fail(&self, message: String) -> Box<Diagnostic> {
        let place = &self.tokens[self.at.min(self.tokens.len() - 1)].place;
        Box::new(Diagnostic::error("syntax", message).at(self.place.span(place), ""))
    }
}

fn wrong_arity(
    function: Function,
    least: usize,
    greatest: usize,
    found: usize,
    span: Span,
) -> Diagnostic {
    let takes = match (least, greatest) {
        (1, 1) => "one argument".to_owned(),
        (n, m) if n == m => format!("{n} arguments"),
        (n, _) => format!("at least {n} arguments"),
    };
    Diagnostic::error(
        "syntax",
        format!("`{}` takes {takes}, found {found}", function.name()),
    )
    .at(span, "")
}
