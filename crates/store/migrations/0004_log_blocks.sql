-- Lines that came together are one row: the text readers get, ready to be sent (docs/adr, "Log blocks").

CREATE TABLE device_log_block (
    device INTEGER NOT NULL REFERENCES device ON DELETE CASCADE,
    last_sequence INTEGER NOT NULL,
    lines INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    text BLOB NOT NULL,
    PRIMARY KEY (device, last_sequence)
) WITHOUT ROWID;

INSERT INTO device_log_block (device, last_sequence, lines, created_at, text)
SELECT device, sequence, 1, created_at, CAST(
    '{"createdAt":' || created_at || ',"timestamp":' || timestamp
    || ',"isSystem":' || iif(is_system, 'true', 'false') || ',"isStdErr":' || iif(is_std_err, 'true', 'false')
    || iif(service IS NULL, '', ',"serviceId":' || service) || ',"message":' || json_quote(message) || '}' || char(10)
    AS BLOB)
FROM device_log;

DROP TABLE device_log;
