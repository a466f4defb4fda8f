-- The rest of the model: who makes device families, what a fleet's type is, files of releases.

CREATE TABLE device_manufacturer (
    id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
);
ALTER TABLE device_family ADD COLUMN is_manufactured_by__device_manufacturer INTEGER REFERENCES device_manufacturer;

ALTER TABLE application_type ADD COLUMN supports_gateway_mode INTEGER NOT NULL DEFAULT 0;
ALTER TABLE application_type ADD COLUMN description TEXT;
UPDATE application_type SET supports_gateway_mode = 1,
    description = 'Default application type, allowing multiple containers and gateway mode.' WHERE slug = 'default';

ALTER TABLE device_type_alias RENAME COLUMN references__device_type TO device_type;

CREATE TABLE release_asset (
    id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    release INTEGER NOT NULL REFERENCES release ON DELETE CASCADE,
    asset_key TEXT NOT NULL,
    -- {filename, href: the file's name beside the database, content_type, size}
    asset TEXT,
    UNIQUE (release, asset_key)
);
CREATE INDEX asset_by_file ON release_asset (asset ->> 'href');

-- Files that come in parts, until they are whole.
CREATE TABLE asset_upload (
    uuid TEXT PRIMARY KEY,
    release_asset INTEGER NOT NULL REFERENCES release_asset ON DELETE CASCADE,
    filename TEXT NOT NULL,
    content_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    chunk_size INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) WITHOUT ROWID;
