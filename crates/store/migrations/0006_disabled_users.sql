-- A person who is held back: nothing they hold opens anything until they are let in again.

ALTER TABLE "user" ADD COLUMN is_disabled INTEGER NOT NULL DEFAULT 0;
