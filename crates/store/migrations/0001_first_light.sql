-- The model of the balena API as tables. Columns bear the API's own names; times are milliseconds since 1970,
-- truth values 0 or 1, JSON is text.

CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Identity

CREATE TABLE actor (id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL);

CREATE TABLE "user" (
    id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    actor INTEGER NOT NULL UNIQUE REFERENCES actor,
    username TEXT NOT NULL UNIQUE,
    email TEXT UNIQUE,
    password TEXT NOT NULL,
    jwt_secret TEXT NOT NULL
);

CREATE TABLE organization (
    id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    name TEXT NOT NULL,
    handle TEXT NOT NULL UNIQUE
);

CREATE TABLE organization_membership (
    id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    "user" INTEGER NOT NULL REFERENCES "user" ON DELETE CASCADE,
    is_member_of__organization INTEGER NOT NULL REFERENCES organization ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('developer', 'observer')),
    UNIQUE ("user", is_member_of__organization)
);
CREATE INDEX membership_of_organization ON organization_membership (is_member_of__organization);

CREATE TABLE user__has__public_key (
    id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    "user" INTEGER NOT NULL REFERENCES "user" ON DELETE CASCADE,
    title TEXT NOT NULL,
    public_key TEXT NOT NULL,
    UNIQUE ("user", public_key)
);

CREATE TABLE api_key (
    id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    is_of__actor INTEGER NOT NULL REFERENCES actor ON DELETE CASCADE,
    role TEXT NOT NULL,
    name TEXT,
    description TEXT,
    expiry_date INTEGER,
    key_hash BLOB NOT NULL UNIQUE
);
CREATE INDEX api_key_of_actor ON api_key (is_of__actor);

-- Device types

CREATE TABLE cpu_architecture (
    id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    slug TEXT NOT NULL UNIQUE
);

CREATE TABLE device_family (
    id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
);

CREATE TABLE device_type (
    id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    is_of__cpu_architecture INTEGER NOT NULL REFERENCES cpu_architecture,
    belongs_to__device_family INTEGER REFERENCES device_family,
    logo TEXT,
    contract TEXT
);

CREATE TABLE device_type_alias (
    id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    references__device_type INTEGER NOT NULL REFERENCES device_type ON DELETE CASCADE,
    is_referenced_by__alias TEXT NOT NULL UNIQUE
);
CREATE INDEX alias_of_device_type ON device_type_alias (references__device_type);

-- Fleets

CREATE TABLE application_type (
    id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    name TEXT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    supports_multicontainer INTEGER NOT NULL,
    supports_web_url INTEGER NOT NULL,
    is_legacy INTEGER NOT NULL,
    requires_payment INTEGER NOT NULL,
    needs__os_version_range TEXT,
    maximum_device_count INTEGER
);

CREATE TABLE application (
    id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    actor INTEGER NOT NULL UNIQUE REFERENCES actor,
    uuid TEXT NOT NULL UNIQUE,
    app_name TEXT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    organization INTEGER NOT NULL REFERENCES organization,
    application_type INTEGER NOT NULL REFERENCES application_type,
    is_for__device_type INTEGER NOT NULL REFERENCES device_type,
    is_of__class TEXT NOT NULL CHECK (is_of__class IN ('fleet', 'app', 'block')),
    is_host INTEGER NOT NULL,
    is_archived INTEGER NOT NULL,
    is_public INTEGER NOT NULL,
    should_track_latest_release INTEGER NOT NULL,
    should_be_running__release INTEGER REFERENCES release
);
CREATE INDEX application_of_organization ON application (organization);
CREATE INDEX application_by_target ON application (should_be_running__release);
CREATE INDEX application_by_device_type ON application (is_for__device_type);

CREATE TABLE service (
    id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    application INTEGER NOT NULL REFERENCES application ON DELETE CASCADE,
    service_name TEXT NOT NULL,
    UNIQUE (application, service_name)
);

-- Releases and images

CREATE TABLE release (
    id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    belongs_to__application INTEGER NOT NULL REFERENCES application ON DELETE CASCADE,
    "commit" TEXT NOT NULL,
    composition TEXT NOT NULL,
    status TEXT NOT NULL,
    source TEXT NOT NULL,
    build_log TEXT,
    is_invalidated INTEGER NOT NULL,
    invalidation_reason TEXT,
    start_timestamp INTEGER NOT NULL,
    end_timestamp INTEGER,
    update_timestamp INTEGER NOT NULL,
    release_version TEXT,
    contract TEXT,
    is_passing_tests INTEGER NOT NULL,
    is_finalized_at__date INTEGER,
    phase TEXT,
    is_final INTEGER NOT NULL,
    semver_major INTEGER NOT NULL,
    semver_minor INTEGER NOT NULL,
    semver_patch INTEGER NOT NULL,
    semver_prerelease TEXT NOT NULL,
    semver_build TEXT NOT NULL,
    variant TEXT NOT NULL,
    revision INTEGER,
    known_issue_list TEXT,
    note TEXT
);
CREATE INDEX release_of_application ON release (belongs_to__application, start_timestamp);
CREATE INDEX release_by_commit ON release ("commit");

CREATE TABLE image (
    id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    is_a_build_of__service INTEGER NOT NULL REFERENCES service ON DELETE CASCADE,
    is_stored_at__image_location TEXT NOT NULL UNIQUE,
    start_timestamp INTEGER NOT NULL,
    end_timestamp INTEGER,
    push_timestamp INTEGER,
    dockerfile TEXT,
    image_size INTEGER,
    project_type TEXT,
    error_message TEXT,
    build_log TEXT,
    status TEXT NOT NULL,
    content_hash TEXT,
    contract TEXT
);
CREATE INDEX image_of_service ON image (is_a_build_of__service);

CREATE TABLE image_manifest (
    image INTEGER PRIMARY KEY REFERENCES image ON DELETE CASCADE,
    digest TEXT NOT NULL,
    manifest TEXT NOT NULL
);

CREATE TABLE release_image (
    id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    image INTEGER NOT NULL REFERENCES image ON DELETE CASCADE,
    is_part_of__release INTEGER NOT NULL REFERENCES release ON DELETE CASCADE,
    UNIQUE (image, is_part_of__release)
);
CREATE INDEX release_image_of_release ON release_image (is_part_of__release);

-- Devices

CREATE TABLE device (
    id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    actor INTEGER NOT NULL UNIQUE REFERENCES actor,
    uuid TEXT NOT NULL UNIQUE,
    local_id TEXT,
    device_name TEXT NOT NULL,
    note TEXT,
    is_of__device_type INTEGER NOT NULL REFERENCES device_type,
    belongs_to__application INTEGER NOT NULL REFERENCES application ON DELETE CASCADE,
    is_pinned_on__release INTEGER REFERENCES release,
    -- Reported, informative: it may name a release that is gone.
    is_running__release INTEGER,
    should_be_operated_by__release INTEGER REFERENCES release ON DELETE SET NULL,
    should_be_managed_by__release INTEGER REFERENCES release ON DELETE SET NULL,
    is_active INTEGER NOT NULL DEFAULT 1,
    is_connected_to_vpn INTEGER NOT NULL DEFAULT 0,
    last_connectivity_event INTEGER,
    last_vpn_event INTEGER,
    api_heartbeat_state TEXT NOT NULL DEFAULT 'unknown',
    changed_api_heartbeat_state_on__date INTEGER,
    status TEXT,
    download_progress INTEGER,
    update_status TEXT,
    last_update_status_event INTEGER,
    provisioning_state TEXT,
    provisioning_progress INTEGER,
    os_version TEXT,
    os_variant TEXT,
    supervisor_version TEXT,
    ip_address TEXT,
    mac_address TEXT,
    public_address TEXT,
    api_port INTEGER,
    api_secret TEXT,
    cpu_id TEXT,
    cpu_usage INTEGER,
    cpu_temp INTEGER,
    memory_usage INTEGER,
    memory_total INTEGER,
    storage_block_device TEXT,
    storage_usage INTEGER,
    storage_total INTEGER,
    is_undervolted INTEGER NOT NULL DEFAULT 0,
    is_locked_until__date INTEGER
);
CREATE INDEX device_of_application ON device (belongs_to__application);
CREATE INDEX device_by_pin ON device (is_pinned_on__release);
CREATE INDEX device_by_running_release ON device (is_running__release);
CREATE INDEX device_by_operating_release ON device (should_be_operated_by__release);
CREATE INDEX device_by_managing_release ON device (should_be_managed_by__release);

CREATE TABLE image_install (
    id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    device INTEGER NOT NULL REFERENCES device ON DELETE CASCADE,
    installs__image INTEGER NOT NULL REFERENCES image ON DELETE CASCADE,
    is_provided_by__release INTEGER NOT NULL REFERENCES release ON DELETE CASCADE,
    status TEXT NOT NULL,
    download_progress INTEGER,
    install_date INTEGER NOT NULL,
    UNIQUE (device, installs__image)
);
CREATE INDEX install_of_image ON image_install (installs__image);
CREATE INDEX install_of_release ON image_install (is_provided_by__release);

CREATE TABLE service_install (
    id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    device INTEGER NOT NULL REFERENCES device ON DELETE CASCADE,
    installs__service INTEGER NOT NULL REFERENCES service ON DELETE CASCADE,
    UNIQUE (device, installs__service)
);
CREATE INDEX install_of_service ON service_install (installs__service);

-- An actor goes with what acts, and its keys with it.
CREATE TRIGGER actor_of_device AFTER DELETE ON device BEGIN DELETE FROM actor WHERE id = OLD.actor; END;
CREATE TRIGGER actor_of_application AFTER DELETE ON application BEGIN DELETE FROM actor WHERE id = OLD.actor; END;
CREATE TRIGGER actor_of_user AFTER DELETE ON "user" BEGIN DELETE FROM actor WHERE id = OLD.actor; END;

-- Tags, variables, labels

CREATE TABLE application_tag (
    id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    application INTEGER NOT NULL REFERENCES application ON DELETE CASCADE,
    tag_key TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (application, tag_key)
);
CREATE TABLE device_tag (
    id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    device INTEGER NOT NULL REFERENCES device ON DELETE CASCADE,
    tag_key TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (device, tag_key)
);
CREATE TABLE release_tag (
    id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    release INTEGER NOT NULL REFERENCES release ON DELETE CASCADE,
    tag_key TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (release, tag_key)
);
CREATE TABLE application_environment_variable (
    id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    application INTEGER NOT NULL REFERENCES application ON DELETE CASCADE,
    name TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (application, name)
);
CREATE TABLE application_config_variable (
    id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    application INTEGER NOT NULL REFERENCES application ON DELETE CASCADE,
    name TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (application, name)
);
CREATE TABLE service_environment_variable (
    id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    service INTEGER NOT NULL REFERENCES service ON DELETE CASCADE,
    name TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (service, name)
);
CREATE TABLE device_environment_variable (
    id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    device INTEGER NOT NULL REFERENCES device ON DELETE CASCADE,
    name TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (device, name)
);
CREATE TABLE device_config_variable (
    id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    device INTEGER NOT NULL REFERENCES device ON DELETE CASCADE,
    name TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (device, name)
);
CREATE TABLE device_service_environment_variable (
    id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    service_install INTEGER NOT NULL REFERENCES service_install ON DELETE CASCADE,
    name TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (service_install, name)
);
CREATE TABLE image_environment_variable (
    id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    release_image INTEGER NOT NULL REFERENCES release_image ON DELETE CASCADE,
    name TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (release_image, name)
);
CREATE TABLE image_label (
    id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    release_image INTEGER NOT NULL REFERENCES release_image ON DELETE CASCADE,
    label_name TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (release_image, label_name)
);
CREATE TABLE service_label (
    id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    service INTEGER NOT NULL REFERENCES service ON DELETE CASCADE,
    label_name TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (service, label_name)
);

-- Logs: a ring per device, and how far each of a device's numbered runs of lines has come.

CREATE TABLE device_log (
    device INTEGER NOT NULL REFERENCES device ON DELETE CASCADE,
    sequence INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    timestamp INTEGER NOT NULL,
    is_system INTEGER NOT NULL,
    is_std_err INTEGER NOT NULL,
    service INTEGER,
    message TEXT NOT NULL,
    PRIMARY KEY (device, sequence)
) WITHOUT ROWID;

CREATE TABLE device_log_head (
    device INTEGER PRIMARY KEY REFERENCES device ON DELETE CASCADE,
    next_sequence INTEGER NOT NULL,
    first_sequence INTEGER NOT NULL
);

CREATE TABLE device_log_session (
    device INTEGER NOT NULL REFERENCES device ON DELETE CASCADE,
    session TEXT NOT NULL,
    next_offset INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (device, session)
) WITHOUT ROWID;
