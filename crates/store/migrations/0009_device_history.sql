-- What changed on each device and who did it, and samples of its metrics: both bounded per device by what overwrites the oldest.

CREATE TABLE device_event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    device INTEGER NOT NULL REFERENCES device ON DELETE CASCADE,
    -- What the device went through by itself is counted apart: it cannot push out what people did.
    is_state INTEGER NOT NULL,
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT,
    was TEXT,
    became TEXT,
    doer TEXT NOT NULL,
    doer_user INTEGER,
    doer_key INTEGER,
    UNIQUE (device, is_state, number)
);
CREATE INDEX event_of_device ON device_event (device, id);

-- A ring a device: slots 0–287 are the five minutes of a day, 288–455 the hours of a week.
CREATE TABLE device_metric (
    device INTEGER NOT NULL REFERENCES device ON DELETE CASCADE,
    slot INTEGER NOT NULL,
    at INTEGER NOT NULL,
    cpu_usage INTEGER, cpu_temp INTEGER, memory_usage INTEGER, storage_usage INTEGER,
    PRIMARY KEY (device, slot)
) WITHOUT ROWID;
