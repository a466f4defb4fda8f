//! Conditions: `or` over `and` over `not` and comparisons over sums over products over operands.

use crate::expr::{BinaryOp, CountOf, Expr, Function, Lambda, Literal, Path, Quantifier};

use super::cursor::Cursor;
use super::error::ParseError;
use super::names::{literal, name};

const COMPARISONS: [BinaryOp; 6] = [BinaryOp::Eq, BinaryOp::Ne, BinaryOp::Gt, BinaryOp::Ge, BinaryOp::Lt, BinaryOp::Le];
const SUMS: [BinaryOp; 2] = [BinaryOp::Add, BinaryOp::Sub];
const PRODUCTS: [BinaryOp; 3] = [BinaryOp::Mul, BinaryOp::Div, BinaryOp::Mod];

/// A whole expression. `and` and `or` are of one rank and bind from the left, as the original server reads them:
/// `a and b or c and d` is `((a and b) or c) and d`. The printer therefore writes parentheses wherever they meet.
pub(super) fn expr(cursor: &mut Cursor<'_>) -> Result<Expr, ParseError> {
    cursor.deeper(|cursor| {
        let mut chain = Chain { glue: None, terms: vec![comparison(cursor)?] };
        while let Some(glue) = infix(cursor, Glue::from_word) {
            cursor.count_node()?;
            chain.turn_to(glue, cursor)?;
            chain.terms.push(comparison(cursor)?);
        }
        Ok(chain.close())
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Glue {
    And,
    Or,
}

impl Glue {
    fn from_word(word: &str) -> Option<Self> {
        match word {
            "and" => Some(Self::And),
            "or" => Some(Self::Or),
            _ => None,
        }
    }
}

/// Terms joined by one word so far.
struct Chain {
    glue: Option<Glue>,
    terms: Vec<Expr>,
}

impl Chain {
    /// Another word makes what was read so far the first term of a new chain. That makes the tree deeper, so it is bounded.
    fn turn_to(&mut self, glue: Glue, cursor: &mut Cursor<'_>) -> Result<(), ParseError> {
        if self.glue.is_some_and(|before| before != glue) {
            cursor.count_turn()?;
            let before = Self { glue: self.glue, terms: std::mem::take(&mut self.terms) };
            self.terms.push(before.close());
        }
        self.glue = Some(glue);
        Ok(())
    }

    fn close(mut self) -> Expr {
        match self.glue {
            Some(Glue::And) => Expr::And(self.terms),
            Some(Glue::Or) => Expr::Or(self.terms),
            None => self.terms.pop().unwrap_or(Expr::And(Vec::new())),
        }
    }
}

/// `not` takes the one value behind it: what is compared stands in parentheses.
fn negation(cursor: &mut Cursor<'_>) -> Result<Expr, ParseError> {
    let place = cursor.place();
    let is_not = name(cursor).is_ok_and(|word| word == "not") && (cursor.is(' ') || cursor.is('('));
    if !is_not {
        cursor.return_to(place);
        return operand(cursor);
    }
    cursor.blanks();
    cursor.count_node()?;
    cursor.deeper(negation).map(|inner| Expr::Not(Box::new(inner)))
}

/// The original server writes `not` before the whole comparison and its database binds it loosest, except that `eq` and
/// `ne` with a value bind tighter: so are they read.
fn comparison(cursor: &mut Cursor<'_>) -> Result<Expr, ParseError> {
    let place = cursor.place();
    let is_negated = name(cursor).is_ok_and(|word| word == "not") && (cursor.is(' ') || cursor.is('('));
    cursor.return_to(place);
    let left = sum(cursor)?;
    let (compared, negated) = match left {
        Expr::Not(inner) if is_negated => (*inner, true),
        other => (other, false),
    };
    compared_with(cursor, compared, negated)
}

fn compared_with(cursor: &mut Cursor<'_>, left: Expr, is_negated: bool) -> Result<Expr, ParseError> {
    let not = |expr: Expr| if is_negated { Expr::Not(Box::new(expr)) } else { expr };
    if infix(cursor, |word| (word == "in").then_some(())).is_some() {
        cursor.require('(')?;
        let list = arguments(cursor)?;
        if list.is_empty() {
            return Err(cursor.error("The list of `in` is empty"));
        }
        return Ok(not(Expr::In { operand: Box::new(left), list }));
    }
    match infix(cursor, |word| COMPARISONS.into_iter().find(|op| op.word() == word)) {
        None => Ok(not(left)),
        Some(op) => {
            cursor.count_node()?;
            let right = Box::new(sum(cursor)?);
            let is_tight = matches!(op, BinaryOp::Eq | BinaryOp::Ne) && *right != Expr::Literal(Literal::Null);
            Ok(if is_tight {
                Expr::Binary { op, left: Box::new(not(left)), right }
            } else {
                not(Expr::Binary { op, left: Box::new(left), right })
            })
        }
    }
}

fn sum(cursor: &mut Cursor<'_>) -> Result<Expr, ParseError> {
    chain(cursor, &SUMS, product)
}

fn product(cursor: &mut Cursor<'_>) -> Result<Expr, ParseError> {
    chain(cursor, &PRODUCTS, negation)
}

/// Operators of one rank, from the left. Each makes the tree deeper, so a chain is bounded like nesting.
fn chain(
    cursor: &mut Cursor<'_>,
    ops: &[BinaryOp],
    term: impl Fn(&mut Cursor<'_>) -> Result<Expr, ParseError>,
) -> Result<Expr, ParseError> {
    let mut left = term(cursor)?;
    let mut length = 0;
    while let Some(op) = infix(cursor, |word| ops.iter().copied().find(|op| op.word() == word)) {
        cursor.count_node()?;
        length += 1;
        if length > super::limits::LIMITS.depth {
            return Err(cursor.error("This sum or product has too many terms"));
        }
        let right = term(cursor)?;
        left = Expr::Binary { op, left: Box::new(left), right: Box::new(right) };
    }
    Ok(left)
}

/// A word that `known` knows, before a blank or a parenthesis; otherwise nothing is consumed.
fn infix<T>(cursor: &mut Cursor<'_>, known: impl Fn(&str) -> Option<T>) -> Option<T> {
    let place = cursor.place();
    cursor.blanks();
    let found = name(cursor).ok().and_then(|word| known(&word));
    if found.is_some() && (cursor.is('(') || cursor.blanks()) {
        return found;
    }
    cursor.return_to(place);
    None
}

fn operand(cursor: &mut Cursor<'_>) -> Result<Expr, ParseError> {
    cursor.count_node()?;
    if cursor.take('(') {
        cursor.blanks();
        let inner = expr(cursor)?;
        cursor.blanks();
        cursor.require(')')?;
        return Ok(inner);
    }
    if cursor.take('@') {
        return name(cursor).map(Expr::Alias);
    }
    if let Some(literal) = literal(cursor)? {
        return Ok(Expr::Literal(literal));
    }
    let first = name(cursor).map_err(|_| cursor.expected("a field, a value or a function"))?;
    if cursor.is('(') { function(cursor, &first) } else { behind(cursor, first) }
}

fn function(cursor: &mut Cursor<'_>, word: &str) -> Result<Expr, ParseError> {
    let Some(function) = Function::from_word(word) else {
        return Err(cursor.error(format!("There is no function `{word}`")));
    };
    cursor.require('(')?;
    let arguments = arguments(cursor)?;
    let (fewest, most) = function.arity();
    if arguments.len() < fewest || arguments.len() > most {
        return Err(cursor.error(format!("`{word}` does not take {} arguments", arguments.len())));
    }
    Ok(Expr::Call { function, arguments })
}

/// Expressions up to and including the closing parenthesis.
fn arguments(cursor: &mut Cursor<'_>) -> Result<Vec<Expr>, ParseError> {
    let mut arguments = Vec::new();
    cursor.blanks();
    if cursor.take(')') {
        return Ok(arguments);
    }
    loop {
        cursor.blanks();
        arguments.push(expr(cursor)?);
        cursor.blanks();
        if !cursor.take(',') {
            cursor.require(')')?;
            return Ok(arguments);
        }
    }
}

/// What follows the first name of a path: more names, `$count`, or a lambda.
fn behind(cursor: &mut Cursor<'_>, first: String) -> Result<Expr, ParseError> {
    let mut path = vec![first];
    while cursor.take('/') {
        if cursor.is('$') {
            return count(cursor, Path(path)).map(Expr::Count);
        }
        let next = name(cursor)?;
        let quantifier = match next.as_str() {
            "any" => Some(Quantifier::Any),
            "all" => Some(Quantifier::All),
            _ => None,
        };
        match quantifier {
            Some(quantifier) if cursor.is('(') => return lambda(cursor, Path(path), quantifier),
            _ => path.push(next),
        }
        cursor.count_node()?;
    }
    Ok(Expr::Path(Path(path)))
}

fn lambda(cursor: &mut Cursor<'_>, path: Path, quantifier: Quantifier) -> Result<Expr, ParseError> {
    cursor.require('(')?;
    cursor.blanks();
    let variable = name(cursor)?;
    cursor.require(':')?;
    let body = expr(cursor)?;
    cursor.blanks();
    cursor.require(')')?;
    Ok(Expr::Lambda(Lambda { path, quantifier, variable, body: Box::new(body) }))
}

/// `$count`, with `($filter=…)` or without; the path is read already.
pub(super) fn count(cursor: &mut Cursor<'_>, path: Path) -> Result<CountOf, ParseError> {
    count_word(cursor)?;
    let mut filter = None;
    if cursor.take('(') {
        option_word(cursor, "filter")?;
        cursor.require('=')?;
        filter = Some(Box::new(expr(cursor)?));
        cursor.require(')')?;
    }
    Ok(CountOf { path, filter })
}

/// `$count` itself.
pub(super) fn count_word(cursor: &mut Cursor<'_>) -> Result<(), ParseError> {
    option_word(cursor, "count")
}

fn option_word(cursor: &mut Cursor<'_>, word: &str) -> Result<(), ParseError> {
    let place = cursor.place();
    cursor.require('$')?;
    if name(cursor).is_ok_and(|found| found == word) {
        return Ok(());
    }
    cursor.return_to(place);
    Err(cursor.expected(&format!("${word}")))
}
