// The worker that follows logs and looks through them (crates/log-worker): loads its program, which does the rest.
import start from "/binnacle-log-worker.js";
start();
