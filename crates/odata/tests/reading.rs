//! The forms of balena-api.md §5, read and refused.

use odata::{
    Direction, Expand, Expr, Key, KeyValue, Literal, OrderKey, Query, Request, Target, asc, count_of, desc, field, not,
};

#[expect(clippy::panic, reason = "a test says which URL it could not read")]
fn parse(url: &str) -> Request {
    Request::parse(url).unwrap_or_else(|error| panic!("{url}: {error}"))
}

#[test]
fn the_pages_query_prints_as_the_documentation_writes_it() {
    let query = Query::of("device")
        .select(["id", "uuid"])
        .filter(field("belongs_to__application").eq(5))
        .filter(field("note").ne("it's 50% & more"))
        .expand(
            Expand::of("image_install")
                .select(["id"])
                .filter(field("status").ne("deleted"))
                .expand(Expand::of("image").select(["id"])),
        )
        .expand(Expand::count("device_tag"))
        .order_by(asc("device_name"))
        .top(50);
    assert_eq!(
        query.to_string(),
        "/device?$select=id,uuid&$filter=belongs_to__application%20eq%205%20and%20note%20ne%20\
         'it''s%2050%25%20%26%20more'&$expand=image_install($select=id;$filter=status%20ne%20'deleted';\
         $expand=image($select=id)),device_tag/$count&$orderby=device_name%20asc&$top=50"
    );
    assert_eq!(parse(&query.to_string()), query.into_request());
}

#[test]
fn keys_of_every_form() {
    assert_eq!(Query::of("device").id(5).to_string(), "/device(5)");
    assert_eq!(parse("device(5)").path.key, Some(Key::Id(KeyValue::Literal(Literal::Integer(5)))));
    let by_alias = parse("device(uuid=@u)?@u='ab'");
    assert_eq!(by_alias.path.key, Some(Key::Natural(vec![("uuid".into(), KeyValue::Alias("u".into()))])));
    assert_eq!(by_alias.aliases["u"], Literal::Text("ab".into()));
    let composite = Query::of("device_tag").key("device", 5).key("tag_key", "site");
    assert_eq!(parse("/device_tag(device=5,tag_key='site')"), composite.into_request());
    assert_eq!(parse("/device/$count?$filter=a eq 1").path.target, Target::Count);
    assert_eq!(parse("/device(1)/canAccess").path.target, Target::Action("canAccess".into()));
}

#[test]
fn escapes_where_they_are_allowed() {
    assert_eq!(
        parse("/device?%24select=a&%24filter=note%20eq%20%27it%27%27s+%C3%A9%27"),
        parse("/device?$select=a&$filter=note eq 'it''s+é'")
    );
    assert_eq!(parse("/device?$filter=a+eq+1"), parse("/device?$filter=a eq 1"));
    assert_eq!(parse("/device?apikey=x%2Fy&$top=1&_=2"), parse("/device?$top=1"));
}

#[test]
fn a_missing_direction_is_descending() {
    let request = parse("/device?$orderby=device_name,a/b asc,device_tag/$count($filter=x eq 1)");
    let directions: Vec<_> = request.options.order_by.iter().map(|order| order.direction).collect();
    assert_eq!(directions, [Direction::Desc, Direction::Asc, Direction::Desc]);
    assert_eq!(request.options.order_by[2].key, desc(count_of("device_tag").filter(field("x").eq(1))).key);
    assert!(matches!(request.options.order_by[1].key, OrderKey::Path(_)));
}

#[test]
fn and_and_or_bind_from_the_left_and_not_takes_one_value() {
    let filter = |url: &str| parse(url).options.filter.unwrap();
    let (a, b, c) = (field("a").eq(1), field("b").eq(2), field("c").eq(3));
    assert_eq!(filter("/x?$filter=a eq 1 or b eq 2 and c eq 3"), a.clone().or(b.clone()).and(c.clone()));
    assert_eq!(filter("/x?$filter=a eq 1 or (b eq 2 and c eq 3)"), a.clone().or(b.clone().and(c)));
    assert_eq!(filter("/x?$filter=not(a eq 1)and not (b eq 2)"), not(a).and(not(b)));
    assert_eq!(filter("/x?$filter=not a and b eq 2"), not(field("a")).and(field("b").eq(2)));
    assert_eq!(
        filter("/x?$filter=not a gt 1 or not a eq null"),
        not(field("a").gt(1)).or(not(field("a").eq(Literal::Null)))
    );
    assert!(matches!(filter("/x?$filter=not a eq 1"), Expr::Binary { left, .. } if matches!(*left, Expr::Not(_))));
    assert!(matches!(filter("/x?$filter=a sub b mul 2 eq 890"), Expr::Binary { .. }));
    assert_eq!(
        filter("/x?$filter=t/any(t:t/k eq 'x' and t/v in ('a','b'))"),
        field("t").any("t", field("t/k").eq("x").and(field("t/v").one_of(["a", "b"])))
    );
}

#[test]
fn what_is_malformed_says_where_and_why() {
    let cases = [
        ("/device?$filter=id foo 1", "Expected '&', found ' ' (at character 17)"),
        ("/device?$filter=(id eq 1", "Expected ')', found the end (at character 23)"),
        ("/device?$filter=created_at gt 2026-01-01T00:00:00Z", "Expected '&', found '-' (at character 33)"),
        (
            "/device?$select=id%2Cuuid",
            "Expected '&', found an encoded ','; structure must be literal (at character 17)",
        ),
        ("/device?$filter=uuid eq 'abc", "The text that begins here has no closing quote (at character 23)"),
        ("/device?$top=two", "Expected a whole number, found 't' (at character 12)"),
        ("/device(?$select=id", "Expected a key, found '?' (at character 7)"),
        ("/$metadata", "Expected the name of a resource, found '$' (at character 0)"),
        ("/device?$frob=1", "There is no option `$frob` (at character 7)"),
        ("/device?$filter=frob(a)", "There is no function `frob` (at character 19)"),
        ("/device?$filter=contains(a)", "`contains` does not take 1 arguments (at character 26)"),
        ("/device?$filter=a in ()", "The list of `in` is empty (at character 22)"),
        ("", "Expected the name of a resource, found the end (at character 0)"),
    ];
    for (url, message) in cases {
        assert_eq!(Request::parse(url).unwrap_err().to_string(), message, "{url}");
    }
}

#[test]
fn too_much_is_refused_and_much_is_not() {
    let ids = (0..2_500).map(|id| id.to_string()).collect::<Vec<_>>().join(",");
    parse(&format!("/device?$filter=id in ({ids})"));
    let many = vec!["id eq 1"; 500].join(" or ");
    parse(&format!("/device?$filter={many}"));
    let deep = format!("/device?$filter={}id eq 1{}", "(".repeat(5_000), ")".repeat(5_000));
    assert!(Request::parse(&deep).unwrap_err().to_string().contains("nested deeper"));
    let nots = format!("/device?$filter={}id", "not ".repeat(3_000));
    assert!(Request::parse(&nots).unwrap_err().to_string().contains("nested deeper"));
    assert!(Request::parse(&"a".repeat(17_000)).unwrap_err().to_string().contains("longer"));
}
