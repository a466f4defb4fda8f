//! Reading: the questions of the balena API's documentation, against a real database.

use crate::world::{World, id};
use serde_json::{Value, json};
use store::{Access, StoreError};

/// Five devices `alpha`…`echo`: tags, metrics, notes, one pinned to the older of two releases.
async fn harbour() -> (World, i64) {
    let w = World::new().await;
    let fleet = w.fleet("harbour-1").await;
    let (old, _) = w.release(fleet, "a1", "2026-01-01T00:00:00.000Z", &["main"]).await;
    w.release(fleet, "b22", "2026-01-02T00:00:00.000Z", &["main"]).await;
    let names = [('1', "alpha"), ('2', "bravo"), ('3', "charlie"), ('4', "delta"), ('5', "echo")];
    let notes = [json!(" first "), Value::Null, json!("it's third"), json!("Upper CASE"), json!("")];
    for ((digit, name), note) in names.into_iter().zip(notes) {
        let device = w.device(fleet, digit).await;
        w.patch(&format!("device({device})"), json!({"device_name": name, "note": note})).await.unwrap();
    }
    w.sql(
        "UPDATE device SET cpu_usage = id * 10 WHERE id < 5; UPDATE device SET memory_usage = 1000 - id * 100 WHERE id < 4; \
         UPDATE device SET os_version = 'balenaOS 5.0.0' WHERE id IN (2, 3); UPDATE device SET os_version = NULL WHERE id = 4;",
    )
    .await;
    for (device, key, value) in [(1, "site", "berlin"), (1, "rack", "1"), (2, "site", "berlin"), (3, "site", "paris")] {
        w.post("device_tag", json!({"device": device, "tag_key": key, "value": value})).await;
    }
    w.patch("device(2)", json!({"is_pinned_on__release": old})).await.unwrap();
    (w, fleet)
}

async fn ids(w: &World, query: &str) -> Vec<i64> {
    w.ask(&format!("/device?$select=id&{query}")).await.as_array().unwrap().iter().map(id).collect()
}

#[tokio::test]
async fn filters_select_what_postgres_would() {
    let (w, _) = harbour().await;
    let cases: &[(&str, &[i64])] = &[
        ("device_name eq 'alpha'", &[1]),
        ("cpu_usage ne 10", &[2, 3, 4, 5]),
        ("cpu_usage gt 20", &[3, 4]),
        ("cpu_usage le 20", &[1, 2]),
        ("cpu_usage eq 10 or cpu_usage eq 20 and memory_usage eq 1", &[]),
        ("cpu_usage eq 10 or (cpu_usage eq 20 and memory_usage eq 1)", &[1]),
        ("(cpu_usage eq 10 or cpu_usage eq 20) and memory_usage eq 800", &[2]),
        ("not(cpu_usage eq 10 or note eq 'it''s third')", &[2, 4, 5]),
        ("cpu_usage eq null", &[5]),
        ("memory_usage ne null", &[1, 2, 3]),
        ("is_pinned_on__release eq null", &[1, 3, 4, 5]),
        ("note eq 'it%27%27s%20third'", &[3]),
        ("note eq ''", &[5]),
        ("is_online eq false", &[1, 2, 3, 4, 5]),
        ("is_online", &[]),
        ("cpu_usage add 5 eq 15", &[1]),
        ("memory_usage sub cpu_usage eq 890", &[1]),
        ("cpu_usage mul 2 gt 50", &[3, 4]),
        ("cpu_usage div 2 eq 5", &[1]),
        ("cpu_usage in (10,30)", &[1, 3]),
        ("device_name in ('alpha','delta')", &[1, 4]),
        ("created_at gt datetime'2020-01-01T00:00:00Z' and created_at le now()", &[1, 2, 3, 4, 5]),
        ("created_at lt '2020-01-01T00:00:00.000Z'", &[]),
        ("belongs_to__application/organization/handle eq 'harbour'", &[1, 2, 3, 4, 5]),
        ("is_pinned_on__release/commit eq 'a1'", &[2]),
        ("should_be_running__release/commit eq 'b22'", &[1, 3, 4, 5]),
        ("contains(device_name,'lph')", &[1]),
        ("not contains(device_name,'a')", &[5]),
        ("contains(device_name,'%25')", &[]),
        ("startswith(device_name,'br')", &[2]),
        ("endswith(device_name,'o')", &[2, 5]),
        ("tolower(note) eq 'upper case'", &[4]),
        ("length(note) eq 0", &[5]),
        ("indexof(device_name,'l') eq 1", &[1]),
        ("substring(device_name,0,3) eq 'cha'", &[3]),
        ("substring(note,5) eq ' CASE'", &[4]),
        ("trim(note) eq 'first'", &[1]),
        ("concat(device_name,'!') eq 'echo!'", &[5]),
        ("replace(device_name,'echo','last') eq 'last'", &[5]),
        ("year(created_at) gt 2000 and month(created_at) le 12", &[1, 2, 3, 4, 5]),
        ("floor(cpu_usage div 7) eq 1 and round(cpu_usage) eq 10 and ceiling(cpu_usage) eq 10", &[1]),
        ("device_tag/any(t:t/tag_key eq 'site' and t/value eq 'berlin')", &[1, 2]),
        ("device_tag/any(t:t/tag_key eq 'site') and device_tag/any(t:t/tag_key eq 'rack')", &[1]),
        ("not(device_tag/any(t:t/tag_key eq 'site'))", &[4, 5]),
        ("device_tag/all(t:t/tag_key eq 'site')", &[2, 3, 4, 5]),
        ("is_pinned_on__release/any(r:r/commit eq 'a1')", &[2]),
        ("belongs_to__application/any(a:a/owns__release/any(r:r/commit eq 'a1'))", &[1, 2, 3, 4, 5]),
        ("belongs_to__application/owns__release/any(r:r/commit eq 'zz')", &[]),
        ("device_tag/any(t:t/device/device_name eq 'bravo')", &[2]),
        ("device_tag/$count gt 1", &[1]),
        ("device_tag/$count($filter=value eq 'berlin') eq 1", &[1, 2]),
        ("belongs_to__application/owns__device/$count eq 5", &[1, 2, 3, 4, 5]),
        ("not(image_install/any(i:i/status eq null))", &[1, 2, 3, 4, 5]),
        ("device_name eq @n&@n='alpha'", &[1]),
        // A path through a navigation is a left join: what is not there is null, what is there many times is many rows.
        ("is_pinned_on__release/commit ne 'b22'", &[1, 2, 3, 4, 5]),
        ("is_pinned_on__release/commit eq null", &[1, 3, 4, 5]),
        ("device_tag/tag_key ne null", &[1, 1, 2, 3]),
        ("device_tag/tag_key eq 'site' and device_tag/value eq 'berlin'", &[1, 2]),
        ("device_tag/any(t:tag_key eq 'rack')", &[1]),
        ("cpu_usage eq '10'", &[1]),
        ("not cpu_usage gt 10", &[1]),
        ("not is_online eq true", &[1, 2, 3, 4, 5]),
        ("created_at gt now() sub duration'P1D'", &[1, 2, 3, 4, 5]),
        ("cpu_usage gt null", &[]),
        ("is_online eq 0", &[1, 2, 3, 4, 5]),
        ("device_name eq 5", &[]),
        ("date(created_at) ge date'2020-01-01' and created_at gt date'2020-01-01'", &[1, 2, 3, 4, 5]),
        ("substring(device_name,0,3) eq 'cha' or substring(device_name,-1,3) eq 'de'", &[3, 4]),
    ];
    for (filter, expected) in cases {
        assert_eq!(ids(&w, &format!("$filter={filter}")).await, *expected, "{filter}");
    }
}

#[tokio::test]
async fn order_and_window() {
    let (w, _) = harbour().await;
    let cases: &[(&str, &[i64])] = &[
        ("$orderby=device_name asc", &[1, 2, 3, 4, 5]),
        ("$orderby=device_name", &[5, 4, 3, 2, 1]),
        ("$orderby=cpu_usage asc", &[1, 2, 3, 4, 5]),
        ("$orderby=cpu_usage desc", &[5, 4, 3, 2, 1]),
        ("$orderby=os_version asc,device_name desc", &[3, 2, 5, 1, 4]),
        ("$orderby=device_tag/$count desc,device_name asc", &[1, 2, 3, 4, 5]),
        ("$orderby=should_be_running__release/commit desc,id asc", &[1, 3, 4, 5, 2]),
        ("$orderby=device_name asc&$top=2&$skip=2", &[3, 4]),
        ("$orderby=device_name asc&$skip=3", &[4, 5]),
        ("$top=0", &[]),
        ("$orderby=device_name asc&$top=1&$count=true", &[1]),
    ];
    for (query, expected) in cases {
        assert_eq!(ids(&w, query).await, *expected, "{query}");
    }
    assert_eq!(w.ask("/device/$count?$filter=cpu_usage ge 20").await, json!(3));
}

#[tokio::test]
async fn expansions_are_arrays_with_their_own_options() {
    let (w, fleet) = harbour().await;
    let got = w
        .ask(&format!(
            "/application({fleet})?$select=id&$expand=owns__device($select=id;$orderby=device_name desc;$top=2;\
             $expand=device_tag($select=tag_key,value;$orderby=tag_key asc)),service/$count,\
             should_be_running__release($select=commit,raw_version)"
        ))
        .await;
    assert_eq!(
        got,
        json!([{"id": fleet, "service": 1, "should_be_running__release": [{"commit": "b22", "raw_version": "3.0.0"}],
            "owns__device": [{"id": 5, "device_tag": []}, {"id": 4, "device_tag": []}]}])
    );
    let got = w
        .ask("/device?$select=id,is_pinned_on__release&$top=2&$expand=device_tag($select=value;$orderby=value asc;$top=1)")
        .await;
    assert_eq!(
        got,
        json!([{"id": 1, "is_pinned_on__release": null, "device_tag": [{"value": "1"}]},
            {"id": 2, "is_pinned_on__release": {"__id": 1}, "device_tag": [{"value": "berlin"}]}])
    );
    let got = w.ask("/device(1)?$select=id,belongs_to__application/slug&$expand=device_tag/device($select=id)").await;
    assert_eq!(got[0]["slug"], json!("harbour/harbour-1"));
    assert_eq!(got[0]["device_tag"][1]["device"], json!([{"id": 1}]));
    let got = w.ask("/device(1)?$select=id&$expand=device_tag/$count($filter=value eq '1'),is_running__release").await;
    assert_eq!(got, json!([{"id": 1, "device_tag": 1, "is_running__release": []}]));
    let got = w
        .ask(
            "/release(1)?$select=commit&$expand=is_pinned_to__device($select=id),contains__image($select=id;\
             $expand=image($select=id,image_size;$expand=is_a_build_of__service($select=service_name)))",
        )
        .await;
    assert_eq!(got[0]["is_pinned_to__device"], json!([{"id": 2}]));
    assert_eq!(
        got[0]["contains__image"][0]["image"][0],
        json!({"id": 1, "image_size": null, "is_a_build_of__service": [{"service_name": "main"}]})
    );
}

#[tokio::test]
async fn keys_and_whole_rows() {
    let (w, fleet) = harbour().await;
    for key in ["device(1)", "device(uuid='11111111111111111111111111111111')", "device(@id)?@id=1", "device(actor=5)"]
    {
        let rows = w.ask(key).await;
        assert_eq!(rows[0]["id"], json!(1), "{key}");
    }
    assert_eq!(w.ask("device_tag(tag_key='site',device=3)?$select=value").await, json!([{"value": "paris"}]));
    assert_eq!(w.ask("application(slug='harbour/harbour-1')?$select=id").await, json!([{"id": fleet}]));
    assert_eq!(w.ask("device(999)").await, json!([]));
    assert_eq!(w.ask("device(1)/device_tag/$count").await, json!(2));
    assert_eq!(w.ask("device(1)/device_tag/$count?$filter=tag_key eq 'site'").await, json!(1));
    assert_eq!(w.ask_as(w.stranger, "device(1)/device_tag/$count").await.unwrap(), json!(0));
    assert_eq!(
        w.ask("device(1)?$select=id&$expand=device_tag,device_tag/$count").await,
        json!([{"id": 1, "device_tag": 2}])
    );
    let whole = w.ask("device(1)").await;
    assert_eq!(whole[0].as_object().unwrap().len(), 49);
    assert!(whole[0]["created_at"].as_str().unwrap().ends_with('Z'));
    assert_eq!(whole[0]["is_online"], json!(false));
}

#[tokio::test]
async fn every_resource_can_be_read_whole() {
    let w = World::new().await;
    for resource in [
        "organization",
        "organization_membership",
        "user",
        "user__has__public_key",
        "user_public_key",
        "api_key",
        "cpu_architecture",
        "device_family",
        "device_type",
        "device_type_alias",
        "application_type",
        "application",
        "service",
        "release",
        "image",
        "release_image",
        "device",
        "image_install",
        "service_install",
        "application_tag",
        "device_tag",
        "release_tag",
        "application_environment_variable",
        "application_config_variable",
        "service_environment_variable",
        "device_environment_variable",
        "device_config_variable",
        "device_service_environment_variable",
        "image_environment_variable",
        "user__has_direct_access_to__application",
        "image_label",
        "service_label",
    ] {
        let rows = w.ask(resource).await;
        let count = w.ask(&format!("{resource}/$count")).await;
        assert_eq!(json!(rows.as_array().unwrap().len()), count, "{resource}");
        for access in [Access::System, Access::Guest, Access::Device { device: 1, actor: 1 }, w.stranger] {
            let _ = w.ask_as(access, resource).await;
        }
    }
    let board =
        w.ask("device_type?$select=slug&$filter=device_type_alias/any(a:a/is_referenced_by__alias eq 'nuc')").await;
    assert_eq!(board, json!([{"slug": "intel-nuc"}]));
    assert_eq!(w.ask("device_type/$count").await, json!(145));
}

#[tokio::test]
async fn nobody_sees_what_is_not_theirs() {
    let (w, _) = harbour().await;
    for resource in ["device", "application", "release", "image", "device_tag", "service", "release_image"] {
        let count = format!("{resource}/$count");
        assert_eq!(w.ask_as(w.stranger, &count).await.unwrap(), json!(0), "{resource}");
        assert_ne!(w.ask_as(w.observer, &count).await.unwrap(), json!(0), "{resource}");
        match w.ask_as(Access::Guest, &count).await {
            Ok(rows) => assert_eq!(rows, json!(0), "only public fleets: {resource}"),
            Err(error) => assert!(matches!(error, StoreError::Forbidden), "{resource}"),
        }
    }
    let through = "device_type?$select=id&$filter=describes__device/any(d:d/device_name eq 'alpha')";
    assert_eq!(w.ask_as(w.stranger, through).await.unwrap(), json!([]));
    let counted =
        "device_type(slug='raspberrypi4-64')?$select=slug&$expand=describes__device/$count,describes__device2";
    assert!(matches!(w.ask_as(w.stranger, counted).await, Err(StoreError::BadRequest { .. })));
    let counted = "device_type(slug='raspberrypi4-64')?$select=slug&$expand=describes__device/$count";
    assert_eq!(w.ask_as(w.stranger, counted).await.unwrap()[0]["describes__device"], json!(0));
    let own = Access::Device { device: 3, actor: 4 };
    assert_eq!(w.ask_as(own, "device?$select=id").await.unwrap(), json!([{"id": 3}]));
    assert_eq!(w.ask_as(own, "device_tag?$select=value").await.unwrap(), json!([{"value": "paris"}]));
    assert_eq!(w.ask_as(own, "release/$count").await.unwrap(), json!(2));
    assert!(matches!(w.ask_as(Access::Guest, "device_tag").await, Err(StoreError::Forbidden)));
    w.sql("UPDATE application SET is_public = 1").await;
    assert_eq!(w.ask_as(Access::Guest, "release/$count").await.unwrap(), json!(2));
    let mine = "user__has_direct_access_to__application?$select=has_direct_access_to__application";
    assert_eq!(w.ask(mine).await, json!([{"has_direct_access_to__application": {"__id": 1}}]));
    let provisioning = Access::Provisioning { application: 1, actor: 1 };
    assert!(matches!(w.ask_as(provisioning, "device_tag").await, Err(StoreError::Forbidden)));
}

#[tokio::test]
async fn secrets_have_no_name_and_unknown_names_are_told() {
    let (w, _) = harbour().await;
    for (url, message) in [
        ("user?$select=password", "The resource user has no field password."),
        ("user?$filter=jwt_secret eq 'x'", "The resource user has no field jwt_secret."),
        ("api_key?$select=key", "The resource api_key has no field key."),
        ("device?$select=nope", "The resource device has no field nope."),
        ("device?$orderby=nope asc", "The resource device has no field nope."),
        ("device?$expand=nope", "The resource device has no navigation nope."),
        ("no_such_resource", "There is no resource no_such_resource."),
        ("device(note='x')", "The resource device has no key of note."),
        ("device(1)/device_tag", "device(…)/device_tag cannot be asked: use $filter or $expand."),
        ("device?$filter=device_tag/nope eq 'x'", "The resource device_tag has no field nope."),
        ("device?$filter=device_name", "device_name is text, not a condition."),
        ("device?$filter=cpu_usage eq 'much'", "\"much\" is not a whole number of 32 bits."),
        ("device?$filter=cpu_usage gt 2.5", "\"2.5\" is not a whole number of 32 bits."),
        (
            "device?$filter=cpu_usage eq device_name",
            "cpu_usage is a whole number of 32 bits, device_name is text: they do not compare.",
        ),
        ("device?$filter=device_name add 1 eq 2", "device_name is text: there is no `add` for it."),
        ("device?$filter=contains(cpu_usage,'1')", "`contains` takes text, not a whole number of 32 bits."),
        ("device?$filter=cpu_usage div 0 eq 1", "Nothing can be divided by 0."),
        ("device?$filter=id eq @x", "Missing binding: @x"),
        ("device?$filter=created_at gt 'soon'", "\"soon\" is not a time in ISO 8601."),
        ("device?$filter=id eq 99999999999", "\"99999999999\" is not a whole number of 32 bits."),
        ("device(99999999999)", "\"99999999999\" is not a whole number of 32 bits."),
        ("device?$filter=not device_name eq 'x'", "device_name is text, not a condition."),
        (
            "device?$filter=created_at gt now() sub duration'soon'",
            "\"soon\" is not a duration: write it as P1DT2H3M4S.",
        ),
    ] {
        match w.ask_as(w.me, url).await {
            Err(StoreError::BadRequest { message: told }) => assert_eq!(told, message, "{url}"),
            other => panic!("{url}: {other:?}"),
        }
    }
}
