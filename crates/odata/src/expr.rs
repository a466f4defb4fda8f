//! Expressions: what stands in `$filter`, and the literals and paths that keys and `$orderby` share with it.

/// A constant of the dialect.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    Null,
    Bool(bool),
    Integer(i64),
    /// Always finite.
    Number(f64),
    Text(String),
    /// `datetime'…'`: the text between the quotes, not checked here.
    DateTime(String),
    /// `date'…'`: the same for a day.
    Date(String),
    /// `duration'P1DT2H'`.
    Duration(String),
}

/// Names joined by `/`: a field, or a field behind to-one navigations or a lambda's variable.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Path(pub Vec<String>);

/// `path/$count`, with a condition in parentheses or without.
#[derive(Debug, Clone, PartialEq)]
pub struct CountOf {
    pub path: Path,
    pub filter: Option<Box<Expr>>,
}

/// Which rows of a lambda have to satisfy its body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantifier {
    Any,
    All,
}

/// `path/any(variable:body)` or `path/all(variable:body)`.
#[derive(Debug, Clone, PartialEq)]
pub struct Lambda {
    pub path: Path,
    pub quantifier: Quantifier,
    pub variable: String,
    pub body: Box<Expr>,
}

/// Comparisons and arithmetic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BinaryOp {
    Eq,
    Ne,
    Gt,
    Ge,
    Lt,
    Le,
    Add,
    Sub,
    Mul,
    Div,
    Mod,
}

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    Literal(Literal),
    /// `@name`, a value given as a parameter of its own.
    Alias(String),
    Path(Path),
    Count(CountOf),
    Lambda(Lambda),
    Not(Box<Self>),
    /// Two terms or more.
    And(Vec<Self>),
    /// Two terms or more.
    Or(Vec<Self>),
    Binary {
        op: BinaryOp,
        left: Box<Self>,
        right: Box<Self>,
    },
    /// `operand in (…)`, one item or more.
    In {
        operand: Box<Self>,
        list: Vec<Self>,
    },
    Call {
        function: Function,
        arguments: Vec<Self>,
    },
}

impl BinaryOp {
    pub const ALL: [Self; 11] = [
        Self::Eq,
        Self::Ne,
        Self::Gt,
        Self::Ge,
        Self::Lt,
        Self::Le,
        Self::Add,
        Self::Sub,
        Self::Mul,
        Self::Div,
        Self::Mod,
    ];

    /// The word in a URL.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Eq => "eq",
            Self::Ne => "ne",
            Self::Gt => "gt",
            Self::Ge => "ge",
            Self::Lt => "lt",
            Self::Le => "le",
            Self::Add => "add",
            Self::Sub => "sub",
            Self::Mul => "mul",
            Self::Div => "div",
            Self::Mod => "mod",
        }
    }

    /// Whether it answers true or false.
    pub const fn is_comparison(self) -> bool {
        matches!(self, Self::Eq | Self::Ne | Self::Gt | Self::Ge | Self::Lt | Self::Le)
    }
}

/// The functions of the dialect (balena-api.md §5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Function {
    Contains,
    StartsWith,
    EndsWith,
    Substring,
    IndexOf,
    Length,
    ToLower,
    ToUpper,
    Trim,
    Concat,
    Replace,
    Now,
    Date,
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    Round,
    Floor,
    Ceiling,
}

impl Function {
    pub const ALL: [Self; 22] = [
        Self::Contains,
        Self::StartsWith,
        Self::EndsWith,
        Self::Substring,
        Self::IndexOf,
        Self::Length,
        Self::ToLower,
        Self::ToUpper,
        Self::Trim,
        Self::Concat,
        Self::Replace,
        Self::Now,
        Self::Date,
        Self::Year,
        Self::Month,
        Self::Day,
        Self::Hour,
        Self::Minute,
        Self::Second,
        Self::Round,
        Self::Floor,
        Self::Ceiling,
    ];

    /// The word in a URL.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Contains => "contains",
            Self::StartsWith => "startswith",
            Self::EndsWith => "endswith",
            Self::Substring => "substring",
            Self::IndexOf => "indexof",
            Self::Length => "length",
            Self::ToLower => "tolower",
            Self::ToUpper => "toupper",
            Self::Trim => "trim",
            Self::Concat => "concat",
            Self::Replace => "replace",
            Self::Now => "now",
            Self::Date => "date",
            Self::Year => "year",
            Self::Month => "month",
            Self::Day => "day",
            Self::Hour => "hour",
            Self::Minute => "minute",
            Self::Second => "second",
            Self::Round => "round",
            Self::Floor => "floor",
            Self::Ceiling => "ceiling",
        }
    }

    /// The fewest and the most arguments it takes.
    pub const fn arity(self) -> (usize, usize) {
        match self {
            Self::Now => (0, 0),
            Self::Contains | Self::StartsWith | Self::EndsWith | Self::IndexOf | Self::Concat => (2, 2),
            Self::Substring => (2, 3),
            Self::Replace => (3, 3),
            _ => (1, 1),
        }
    }

    /// The function a word stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|function| function.word() == word)
    }
}
