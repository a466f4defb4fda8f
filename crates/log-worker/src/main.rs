//! The worker's program; `public/log-worker.js` loads it.

fn main() {
    log_worker::run::run();
}
