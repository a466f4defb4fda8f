// What the CLI offers and no walk does, each with its reason; where asking is safe, that it is refused.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

type Words = (fleet: string, uuid: string) => string[];
export type Refused = { why: string; commands: Record<string, Words | undefined> };

type Manifest = { commands: Record<string, { hidden?: boolean; state?: string }> };
const manifest = JSON.parse(
  readFileSync(resolve(import.meta.dirname, "node_modules/balena-cli/oclif.manifest.json"), "utf8"),
) as Manifest;

/** Every command that `balena help` shows. */
export const COMMANDS: string[] = Object.entries(manifest.commands)
  .filter(([, command]) => !command.hidden && command.state !== "deprecated")
  .map(([name]) => name.replaceAll(":", " "));

export const REFUSED: Refused[] = [
  {
    why: "goes through balenaCloud's ssh proxy; `device tunnel` and ssh do the same",
    commands: { "device ssh": undefined },
  },
  {
    why: "public device URLs, support access and deactivation are services of balenaCloud",
    commands: {
      "device public-url": (_, uuid) => [uuid, "--enable"],
      "device deactivate": (_, uuid) => [uuid, "--yes"],
      support: (fleet) => ["enable", "--fleet", fleet],
    },
  },
  {
    why: "a route of balenaCloud that openBalena has not; `device restart` restarts one device",
    commands: { "fleet restart": (fleet) => [fleet] },
  },
  {
    why: "organizations are made on the server",
    commands: {
      "organization create": () => ["walk"],
      "organization rename": () => ["admin", "walk"],
      "organization rm": () => ["no-such-organization", "--yes"],
    },
  },
  {
    why: "needs published operating systems, and a server has none until someone publishes them",
    commands: {
      "os versions": () => ["raspberrypi4-64"],
      "os download": () => ["raspberrypi4-64", "--output", "/dev/null"],
      "device os-update": (_, uuid) => [uuid, "--version", "6.0.24", "--yes"],
      "device init": undefined,
    },
  },
  {
    why: "needs balenaCloud's builder, or Docker and a registry to push to",
    commands: { push: undefined, build: undefined, deploy: undefined, preload: undefined },
  },
  {
    why: "works on files and drives, or finds devices in the local network: no server takes part",
    commands: {
      "config inject": undefined,
      "config read": undefined,
      "config reconfigure": undefined,
      "config write": undefined,
      "device detect": undefined,
      join: undefined,
      leave: undefined,
      "local configure": undefined,
      "local flash": undefined,
      "os configure": undefined,
      "os initialize": undefined,
      "util available-drives": undefined,
    },
  },
];
