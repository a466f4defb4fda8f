//! The dialect's functions as SQL. None repeats an argument, so that nesting does not multiply the statement.

use odata::Function;

use super::typed::Type;

/// What a function answers.
pub(super) const fn answers(function: Function) -> Type {
    match function {
        Function::Contains | Function::StartsWith | Function::EndsWith => Type::Truth,
        Function::IndexOf | Function::Length => Type::Whole,
        Function::Substring
        | Function::ToLower
        | Function::ToUpper
        | Function::Trim
        | Function::Concat
        | Function::Replace => Type::Text,
        Function::Now => Type::Moment,
        Function::Date => Type::Day,
        Function::Year
        | Function::Month
        | Function::Day
        | Function::Hour
        | Function::Minute
        | Function::Second
        | Function::Round
        | Function::Floor
        | Function::Ceiling => Type::Number,
    }
}

/// What the argument at a place must be.
pub(super) const fn wants(function: Function, at: usize) -> Type {
    match (function, at) {
        (Function::Substring, 1 | 2) => Type::Whole,
        (
            Function::Date
            | Function::Year
            | Function::Month
            | Function::Day
            | Function::Hour
            | Function::Minute
            | Function::Second,
            _,
        ) => Type::Moment,
        (Function::Round | Function::Floor | Function::Ceiling, _) => Type::Number,
        _ => Type::Text,
    }
}

/// The call as SQL, its arguments being SQL already; `now` has no SQL of its own.
pub(super) fn written(function: Function, arguments: &[String]) -> String {
    let argument = |at: usize| arguments.get(at).map_or("NULL", String::as_str);
    let (first, second, third) = (argument(0), argument(1), argument(2));
    match function {
        Function::Contains => format!("(instr({first}, {second}) > 0)"),
        Function::StartsWith => format!("starts_with({first}, {second})"),
        Function::EndsWith => format!("ends_with({first}, {second})"),
        Function::Substring if arguments.len() > 2 => format!("substring_of({first}, {second}, {third})"),
        Function::Substring => format!("substring_of({first}, {second})"),
        Function::IndexOf => format!("(instr({first}, {second}) - 1)"),
        Function::Length => format!("length({first})"),
        Function::ToLower => format!("lower({first})"),
        Function::ToUpper => format!("upper({first})"),
        Function::Trim => format!("trim({first})"),
        Function::Concat => format!("({first} || {second})"),
        Function::Replace => format!("replace({first}, {second}, {third})"),
        Function::Now => "NULL".to_owned(),
        Function::Date => format!("strftime('%Y-%m-%d', {first})"),
        Function::Year => part("%Y", first),
        Function::Month => part("%m", first),
        Function::Day => part("%d", first),
        Function::Hour => part("%H", first),
        Function::Minute => part("%M", first),
        Function::Second => part("%S", first),
        Function::Round => format!("round({first})"),
        Function::Floor => format!("floor_of({first})"),
        Function::Ceiling => format!("ceiling_of({first})"),
    }
}

fn part(format: &str, moment: &str) -> String {
    format!("CAST(strftime('{format}', {moment}) AS INTEGER)")
}
