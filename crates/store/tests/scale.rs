//! A page of a big fleet stays one quick statement: no query a row, no scan of what is not shown.

use std::time::{Duration, Instant};

use odata::Request;
use store::{Access, Store};
use tempfile::TempDir;

const WORLD: &str = "
    INSERT INTO organization (id, created_at, modified_at, name, handle) VALUES (1, 0, 0, 'o', 'o');
    INSERT INTO actor (id, created_at, modified_at) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10002)
        SELECT i, 0, 0 FROM n;
    INSERT INTO \"user\" (id, created_at, modified_at, actor, username, password, jwt_secret) VALUES (1, 0, 0, 10002, 'u', '', '');
    INSERT INTO organization_membership (created_at, modified_at, \"user\", is_member_of__organization, role)
        VALUES (0, 0, 1, 1, 'developer');
    INSERT INTO application SELECT 1, 0, 0, 10001, 'u', 'a', 'o/a', 1, 1, id, 'fleet', 0, 0, 0, 1, NULL
        FROM device_type WHERE slug = 'raspberrypi4-64';
    INSERT INTO service VALUES (1, 0, 0, 1, 'main');
    INSERT INTO release (id, created_at, modified_at, belongs_to__application, \"commit\", composition, status, source, is_invalidated,
        start_timestamp, update_timestamp, is_passing_tests, is_final, semver_major, semver_minor, semver_patch, semver_prerelease,
        semver_build, variant) VALUES (1, 0, 0, 1, 'a1', '{}', 'success', 'cloud', 0, 0, 0, 1, 1, 1, 0, 0, '', '', '');
    INSERT INTO image (id, created_at, modified_at, is_a_build_of__service, is_stored_at__image_location, start_timestamp, status)
        VALUES (1, 0, 0, 1, 'x', 0, 'success');
    UPDATE application SET should_be_running__release = 1;
    INSERT INTO device (created_at, modified_at, actor, uuid, device_name, is_of__device_type, belongs_to__application)
        SELECT 0, 0, id, printf('%032x', id), 'd' || id, (SELECT is_for__device_type FROM application), 1 FROM actor WHERE id <= 10000;
    INSERT INTO device_tag (created_at, modified_at, device, tag_key, value) SELECT 0, 0, id, 'site', 'berlin' FROM device;
    INSERT INTO image_install (created_at, modified_at, device, installs__image, is_provided_by__release, status, install_date)
        SELECT 0, 0, id, 1, 1, 'Running', 0 FROM device;";

#[tokio::test]
async fn a_page_of_ten_thousand_devices() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).unwrap();
    store.write(|c| Ok(c.execute_batch(WORLD)?)).await.unwrap();
    let me = Access::User { user: 1, actor: 10_002 };
    let page = "device?$select=id,uuid,device_name,overall_status,overall_progress&$expand=is_running__release($select=raw_version),\
         should_be_running__release($select=id,raw_version),device_tag($select=tag_key,value),\
         image_install($filter=status ne 'deleted';$select=id,status;$expand=installs__image($select=id;\
         $expand=is_a_build_of__service($select=service_name)))&$filter=belongs_to__application eq 1&$orderby=overall_status desc,uuid desc&$top=50";
    let status = "device?$select=overall_status&$filter=belongs_to__application eq 1";
    for (url, rows, most) in [(page, 50, 1_000), (status, 10_000, 3_000)] {
        let request = Request::parse(url).unwrap();
        store.odata(me, request.clone()).await.unwrap();
        let begun = Instant::now();
        let answer = store.odata(me, request).await.unwrap();
        let took = begun.elapsed();
        assert_eq!(answer.as_array().unwrap().len(), rows);
        // Generous: it tells a linear plan from a quadratic one, on a busy machine and unoptimised.
        assert!(took < Duration::from_millis(most), "{took:?} for {url}");
    }
}
