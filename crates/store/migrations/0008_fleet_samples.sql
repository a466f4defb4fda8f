-- How many devices of each fleet were in each state, over time: a row where something changed, and the moments at which
-- anybody counted, so that a time nobody counted is told from a time nothing happened. `step` is the series (0 each minute,
-- 1 each half hour).

CREATE TABLE fleet_sample_moment (
    step INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (step, at)
) WITHOUT ROWID;

CREATE TABLE fleet_sample (
    application INTEGER NOT NULL REFERENCES application ON DELETE CASCADE,
    step INTEGER NOT NULL,
    at INTEGER NOT NULL,
    -- As JSON: the states that any device was in, by name.
    states TEXT NOT NULL,
    -- The fleet's target, how many devices follow it, and how many of those run it.
    target INTEGER,
    following INTEGER NOT NULL,
    on_target INTEGER NOT NULL,
    PRIMARY KEY (application, step, at)
) WITHOUT ROWID;
CREATE INDEX fleet_sample_by_moment ON fleet_sample (step, at);
