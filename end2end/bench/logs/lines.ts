// A million lines of 95 bytes, the same every time, and what JavaScript needs to look through them.

/** What was found, and the quickest and the middle of several searches in milliseconds. */
export type Searched = { hits: number; min: number; median: number };

declare global {
  interface Window {
    __lines: string[];
  }
}

/** The text; runs in Node and in a page alike. */
export function millionLines(): string {
  const levels = ["info", "warn", "debug", "error"];
  const said = [
    "connection opened",
    "update applied",
    "container started main",
    "GET /v7/device 200",
    "supervisor: fetched target state",
    "disk usage 41%",
    "Connection reset by peer",
    "healthcheck ok",
  ];
  let bits = 12_345;
  const random = () => {
    bits ^= bits << 13;
    bits ^= bits >>> 17;
    bits ^= bits << 5;
    return (bits >>> 0) / 4_294_967_296;
  };
  const two = (value: number, width = 2) => String(value).padStart(width, "0");
  const made: string[] = [];
  for (let at = 0; at < 1e6; at++) {
    const time = `${two((at / 60_000) | 0)}:${two(((at / 1_000) | 0) % 60)}.${two(at % 1_000, 3)}`;
    const level = random() < 0.02 ? "error" : levels[(random() * 3) | 0];
    const who = `device-${(random() * 100_000) | 0} svc-${(random() * 20) | 0}`;
    made.push(`2026-11-22T08:${time}Z [${level}] ${who}: ${said[(random() * 8) | 0]} req=${((random() * 1e9) | 0).toString(36)} took=${(random() * 500) | 0}ms\n`);
  }
  return made.join("");
}

/** Looks through `window.__lines` as a page without an engine does; runs in the page. */
export function searchLines([text, isSensitive, runs]: [string, boolean, number]): Searched {
  const lines = window.__lines;
  const folded = text.toLowerCase();
  const took: number[] = [];
  let hits = 0;
  for (let run = 0; run < runs; run++) {
    const begun = performance.now();
    hits = 0;
    if (isSensitive) {
      for (let at = 0; at < lines.length; at++) if (lines[at]!.includes(text)) hits++;
    } else {
      for (let at = 0; at < lines.length; at++) if (lines[at]!.toLowerCase().includes(folded)) hits++;
    }
    took.push(performance.now() - begun);
  }
  took.sort((a, b) => a - b);
  return { hits, min: took[0]!, median: took[took.length >> 1]! };
}
