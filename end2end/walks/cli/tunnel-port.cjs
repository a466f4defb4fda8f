// The CLI opens tunnels at port 443 of BALENARC_TUNNEL_URL and has no setting for another: what a router's port
// forwarding does for an installation, this does for one process. WALK_TUNNEL_PORT is where the server listens.
const tls = require("node:tls");

const connect = tls.connect;
tls.connect = (port, ...rest) => connect(port === 443 ? Number(process.env.WALK_TUNNEL_PORT) : port, ...rest);
