-- What lists of big fleets are read by: their names, and all that the overall status looks at.

CREATE INDEX device_by_name ON device (belongs_to__application, device_name);
CREATE INDEX device_by_state ON device (
    belongs_to__application, is_active, provisioning_state, is_connected_to_vpn, last_connectivity_event,
    api_heartbeat_state, status, download_progress, provisioning_progress
);
CREATE INDEX install_downloading ON image_install (device)
WHERE status = 'Downloading' AND download_progress IS NOT NULL;
