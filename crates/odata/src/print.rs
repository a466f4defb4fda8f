//! Trees back to URLs: structure literal, only what stands in quotes percent-encoded (balena-api.md §5).

use std::fmt::{self, Display, Formatter, Write};

use crate::expr::{CountOf, Expr, Literal, Path, Quantifier};
use crate::options::{Direction, Expand, Options, OrderBy, OrderKey};
use crate::request::{Key, KeyValue, Request, ResourcePath, Target};

const BLANK: &str = "%20";

impl Display for Request {
    /// `/device(5)?$select=id`.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "/{}", self.path)?;
        let mut separator = '?';
        write_options(f, &self.options, |f| {
            f.write_char(separator)?;
            separator = '&';
            Ok(())
        })?;
        for (name, value) in &self.aliases {
            write!(f, "{separator}@{name}={value}")?;
            separator = '&';
        }
        if self.is_brief {
            write!(f, "{separator}returnResource=false")?;
        }
        Ok(())
    }
}

impl Display for ResourcePath {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.resource)?;
        match &self.key {
            None => {}
            Some(Key::Id(value)) => write!(f, "({value})")?,
            Some(Key::Natural(parts)) => {
                f.write_char('(')?;
                list(f, parts, |f, (name, value)| write!(f, "{name}={value}"))?;
                f.write_char(')')?;
            }
        }
        match &self.target {
            Target::Rows => Ok(()),
            Target::Count => f.write_str("/$count"),
            Target::CountBehind(navigation) => write!(f, "/{navigation}/$count"),
            Target::Action(name) => write!(f, "/{name}"),
        }
    }
}

impl Display for KeyValue {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Literal(literal) => literal.fmt(f),
            Self::Alias(name) => write!(f, "@{name}"),
        }
    }
}

/// Writes each option that is set, and before each whatever `before` writes.
fn write_options(
    f: &mut Formatter<'_>,
    options: &Options,
    mut before: impl FnMut(&mut Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    if let Some(select) = &options.select {
        before(f)?;
        f.write_str("$select=")?;
        list(f, select, |f, name| f.write_str(name))?;
    }
    if let Some(filter) = &options.filter {
        before(f)?;
        write!(f, "$filter={filter}")?;
    }
    if !options.expand.is_empty() {
        before(f)?;
        f.write_str("$expand=")?;
        list(f, &options.expand, |f, expand| expand.fmt(f))?;
    }
    if !options.order_by.is_empty() {
        before(f)?;
        f.write_str("$orderby=")?;
        list(f, &options.order_by, |f, order| order.fmt(f))?;
    }
    if let Some(top) = options.top {
        before(f)?;
        write!(f, "$top={top}")?;
    }
    if let Some(skip) = options.skip {
        before(f)?;
        write!(f, "$skip={skip}")?;
    }
    if options.count {
        before(f)?;
        f.write_str("$count=true")?;
    }
    Ok(())
}

impl Display for Expand {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.navigation)?;
        if self.is_count {
            f.write_str("/$count")?;
        }
        let mut is_open = false;
        write_options(f, &self.options, |f| {
            f.write_char(if is_open { ';' } else { '(' })?;
            is_open = true;
            Ok(())
        })?;
        if is_open { f.write_char(')') } else { Ok(()) }
    }
}

impl Display for OrderBy {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.key {
            OrderKey::Path(path) => path.fmt(f)?,
            OrderKey::Count(count) => count.fmt(f)?,
        }
        f.write_str(BLANK)?;
        f.write_str(match self.direction {
            Direction::Asc => "asc",
            Direction::Desc => "desc",
        })
    }
}

impl Display for Path {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (at, name) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_char('/')?;
            }
            f.write_str(name)?;
        }
        Ok(())
    }
}

impl Display for CountOf {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}/$count", self.path)?;
        match &self.filter {
            Some(filter) => write!(f, "($filter={filter})"),
            None => Ok(()),
        }
    }
}

impl Display for Literal {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => value.fmt(f),
            Self::Integer(value) => value.fmt(f),
            // The dialect has no exponents. What is whole still shows that it is a float.
            Self::Number(value) if value.fract() == 0.0 => write!(f, "{value}.0"),
            Self::Number(value) => value.fmt(f),
            Self::Text(text) => quoted(f, text),
            Self::DateTime(text) => {
                f.write_str("datetime")?;
                quoted(f, text)
            }
            Self::Duration(text) => {
                f.write_str("duration")?;
                quoted(f, text)
            }
            Self::Date(text) => {
                f.write_str("date")?;
                quoted(f, text)
            }
        }
    }
}

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Literal(literal) => literal.fmt(f),
            Self::Alias(name) => write!(f, "@{name}"),
            Self::Path(path) => path.fmt(f),
            Self::Count(count) => count.fmt(f),
            Self::Lambda(lambda) => {
                let word = match lambda.quantifier {
                    Quantifier::Any => "any",
                    Quantifier::All => "all",
                };
                write!(f, "{}/{word}({}:{})", lambda.path, lambda.variable, lambda.body)
            }
            Self::Not(inner) => write!(f, "not({inner})"),
            Self::And(terms) => joined(f, terms, "%20and%20"),
            Self::Or(terms) => joined(f, terms, "%20or%20"),
            Self::Binary { op, left, right } => {
                operand(f, left)?;
                write!(f, "{BLANK}{}{BLANK}", op.word())?;
                operand(f, right)
            }
            Self::In { operand: left, list: items } => {
                operand(f, left)?;
                write!(f, "{BLANK}in{BLANK}(")?;
                list(f, items, |f, item| item.fmt(f))?;
                f.write_char(')')
            }
            Self::Call { function, arguments } => {
                write!(f, "{}(", function.word())?;
                list(f, arguments, |f, argument| argument.fmt(f))?;
                f.write_char(')')
            }
        }
    }
}

fn list<T>(
    f: &mut Formatter<'_>,
    items: &[T],
    mut each: impl FnMut(&mut Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            f.write_char(',')?;
        }
        each(f, item)?;
    }
    Ok(())
}

/// A term of `and`/`or`: what is itself an `and`/`or` gets parentheses, so that the tree reads back as it is.
fn joined(f: &mut Formatter<'_>, terms: &[Expr], glue: &str) -> fmt::Result {
    for (at, term) in terms.iter().enumerate() {
        if at > 0 {
            f.write_str(glue)?;
        }
        if matches!(term, Expr::And(_) | Expr::Or(_)) { write!(f, "({term})")? } else { term.fmt(f)? }
    }
    Ok(())
}

/// An operand of a comparison or of arithmetic: anything compound gets parentheses. The original server refuses mixed
/// arithmetic without them.
fn operand(f: &mut Formatter<'_>, expr: &Expr) -> fmt::Result {
    let is_compound = matches!(expr, Expr::And(_) | Expr::Or(_) | Expr::Not(_) | Expr::Binary { .. } | Expr::In { .. });
    if is_compound { write!(f, "({expr})") } else { expr.fmt(f) }
}

/// `'…'`: quotes doubled, then every byte that is not plainly harmless percent-encoded.
fn quoted(f: &mut Formatter<'_>, text: &str) -> fmt::Result {
    f.write_char('\'')?;
    for byte in text.bytes() {
        match byte {
            b'\'' => f.write_str("''")?,
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b':' | b'/' | b'@' | b'*' => {
                f.write_char(char::from(byte))?;
            }
            _ => write!(f, "%{byte:02X}")?,
        }
    }
    f.write_char('\'')
}
