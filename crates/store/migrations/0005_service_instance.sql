-- Instances of a VPN service, and which of them a device is connected through (balena-api.md §10, last part).

CREATE TABLE service_instance (
    id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    service_type TEXT NOT NULL,
    ip_address TEXT NOT NULL,
    last_heartbeat INTEGER NOT NULL
);

ALTER TABLE device ADD COLUMN is_managed_by__service_instance INTEGER REFERENCES service_instance ON DELETE SET NULL;
CREATE INDEX device_by_service_instance ON device (is_managed_by__service_instance)
    WHERE is_managed_by__service_instance IS NOT NULL;
