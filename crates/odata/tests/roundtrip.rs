//! `parse(print(x)) == x` over generated trees, and no text makes the parser panic.

use odata::{
    BinaryOp, CountOf, Direction, Expand, Expr, Function, Key, KeyValue, Lambda, Literal, Options, OrderBy, OrderKey,
    Path, Quantifier, Request, ResourcePath, Target,
};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;

fn name() -> impl Strategy<Value = String> {
    "[a-z][a-z_0-9]{0,12}".prop_filter("a word of the dialect", |name| {
        !matches!(
            name.as_str(),
            "not" | "null" | "true" | "false" | "date" | "duration" | "datetime" | "and" | "or" | "in"
        )
    })
}

fn path() -> impl Strategy<Value = Path> {
    vec(name(), 1..4).prop_map(Path)
}

fn literal() -> impl Strategy<Value = Literal> {
    prop_oneof![
        Just(Literal::Null),
        any::<bool>().prop_map(Literal::Bool),
        any::<i64>().prop_map(Literal::Integer),
        any::<f64>().prop_filter("finite", |number| number.is_finite()).prop_map(Literal::Number),
        any::<String>().prop_map(Literal::Text),
        ".{0,12}".prop_map(Literal::DateTime),
        ".{0,12}".prop_map(Literal::Date),
        ".{0,12}".prop_map(Literal::Duration),
    ]
}

fn expr() -> impl Strategy<Value = Expr> {
    let leaf = prop_oneof![
        literal().prop_map(Expr::Literal),
        name().prop_map(Expr::Alias),
        path().prop_map(Expr::Path),
        path().prop_map(|path| Expr::Count(CountOf { path, filter: None })),
    ];
    leaf.prop_recursive(4, 40, 4, |inner| {
        let boxed = inner.clone().prop_map(Box::new);
        prop_oneof![
            boxed.clone().prop_map(Expr::Not),
            vec(inner.clone(), 2..4).prop_map(Expr::And),
            vec(inner.clone(), 2..4).prop_map(Expr::Or),
            (proptest::sample::select(&BinaryOp::ALL[..]), boxed.clone(), boxed.clone())
                .prop_map(|(op, left, right)| Expr::Binary { op, left, right }),
            (boxed.clone(), vec(inner.clone(), 1..4)).prop_map(|(operand, list)| Expr::In { operand, list }),
            (path(), boxed.clone()).prop_map(|(path, filter)| Expr::Count(CountOf { path, filter: Some(filter) })),
            (path(), any::<bool>(), name(), boxed).prop_map(|(path, any, variable, body)| {
                let quantifier = if any { Quantifier::Any } else { Quantifier::All };
                Expr::Lambda(Lambda { path, quantifier, variable, body })
            }),
            (proptest::sample::select(&Function::ALL[..]), vec(inner, 3..=3)).prop_map(|(function, mut arguments)| {
                arguments.truncate(function.arity().1);
                Expr::Call { function, arguments }
            }),
        ]
    })
}

fn order_by() -> impl Strategy<Value = OrderBy> {
    let key = prop_oneof![
        path().prop_map(OrderKey::Path),
        (path(), option::of(expr().prop_map(Box::new)))
            .prop_map(|(path, filter)| OrderKey::Count(CountOf { path, filter })),
    ];
    (key, prop_oneof![Just(Direction::Asc), Just(Direction::Desc)])
        .prop_map(|(key, direction)| OrderBy { key, direction })
}

fn options(expands: impl Strategy<Value = Vec<Expand>>) -> impl Strategy<Value = Options> {
    let row_count = || option::of(0..=i64::MAX.cast_unsigned());
    let select = option::of(vec(path().prop_map(|path| path.to_string()), 1..4));
    (select, option::of(expr()), expands, vec(order_by(), 0..3), row_count(), row_count(), any::<bool>()).prop_map(
        |(select, filter, expand, order_by, top, skip, count)| Options {
            select,
            filter,
            expand,
            order_by,
            top,
            skip,
            count,
        },
    )
}

fn expand() -> impl Strategy<Value = Expand> {
    let leaf = name().prop_map(Expand::of);
    leaf.prop_recursive(2, 6, 2, |inner| {
        (name(), any::<bool>(), options(vec(inner, 0..3))).prop_map(|(navigation, is_count, options)| Expand {
            navigation,
            is_count,
            options,
        })
    })
}

fn key() -> impl Strategy<Value = Key> {
    let value = || prop_oneof![literal().prop_map(KeyValue::Literal), name().prop_map(KeyValue::Alias)];
    prop_oneof![value().prop_map(Key::Id), vec((name(), value()), 1..3).prop_map(Key::Natural)]
}

fn request() -> impl Strategy<Value = Request> {
    let target = prop_oneof![
        Just(Target::Rows),
        Just(Target::Count),
        name().prop_map(Target::Action),
        name().prop_map(Target::CountBehind),
    ];
    let path = (name(), option::of(key()), target).prop_map(|(resource, key, target)| {
        // One row is not counted, and what is behind rows is counted of one.
        let key = match target {
            Target::Count => None,
            Target::CountBehind(_) => key.or(Some(Key::Id(KeyValue::Alias("a".to_owned())))),
            _ => key,
        };
        ResourcePath { resource, key, target }
    });
    (path, options(vec(expand(), 0..3)), btree_map(name(), literal(), 0..3), any::<bool>())
        .prop_map(|(path, options, aliases, is_brief)| Request { path, options, aliases, is_brief })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn reads_back_what_it_prints(request in request()) {
        let url = request.to_string();
        prop_assume!(url.len() < odata::LIMITS.length);
        prop_assert_eq!(Request::parse(&url), Ok(request), "{}", url);
    }

    #[test]
    fn prints_only_what_may_stand_in_a_url(request in request()) {
        let is_clean = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '#' | '\\' | '^' | '`' | '{' | '|' | '}');
        let url = request.to_string();
        prop_assert!(url.chars().all(is_clean), "{}", url);
    }

    #[test]
    fn any_text_is_read_or_refused(url in ".*") {
        let _ = Request::parse(&url);
    }

    #[test]
    fn any_mix_of_words_is_read_or_refused(
        words in vec(proptest::sample::select(&[
            "device", "(", ")", "?", "&", ";", "$filter=", "$expand=", "$count", "$orderby=", "/", ":", ",", "'", "%27",
            " ", "%20", "not", "any(", "eq", "in", "and", "a", "@a", "=", "1", "-", ".", "datetime'", "%", "%C3", "é",
        ][..]), 0..60),
    ) {
        let _ = Request::parse(&words.concat());
    }
}
