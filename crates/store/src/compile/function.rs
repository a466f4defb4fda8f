//! The dialect's functions as SQL. None repeats an argument, so that nesting does not multiply the statement.

use odata::Function;

/// The call; the arguments are SQL already. `now` is the moment of the whole statement, in milliseconds.
pub(super) fn sql(function: Function, arguments: &[String], now: i64) -> String {
    let argument = |at: usize| arguments.get(at).map_or("NULL", String::as_str);
    let (first, second, third) = (argument(0), argument(1), argument(2));
    match function {
        Function::Contains => format!("(instr({first}, {second}) > 0)"),
        Function::StartsWith => format!("starts_with({first}, {second})"),
        Function::EndsWith => format!("ends_with({first}, {second})"),
        Function::Substring if arguments.len() > 2 => format!("substr({first}, {second} + 1, {third})"),
        Function::Substring => format!("substr({first}, {second} + 1)"),
        Function::IndexOf => format!("(instr({first}, {second}) - 1)"),
        Function::Length => format!("length({first})"),
        Function::ToLower => format!("lower({first})"),
        Function::ToUpper => format!("upper({first})"),
        Function::Trim => format!("trim({first})"),
        Function::Concat => format!("({first} || {second})"),
        Function::Replace => format!("replace({first}, {second}, {third})"),
        Function::Now => now.to_string(),
        Function::Date => format!("strftime('%Y-%m-%d', {first} / 1000, 'unixepoch')"),
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
    format!("CAST(strftime('{format}', {moment} / 1000, 'unixepoch') AS INTEGER)")
}
