// The log worker seen from beside: its memory, and how long it takes to answer. It runs as it is shipped; only its messages are watched.
import type { Page, Worker } from "@playwright/test";

/** What the worker did about one wish of the page. */
export type Answered = { text: string; ms: number };

/** What the engine says that it holds: rows, rows let go, and bytes. */
export type Held = { rows: number; trimmed: number; bytes: number };

/** What is kept in the worker beside its program. */
type Watched = {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: unknown): void;
  __answered: Answered[];
  __shown: string;
  __streams?: string;
};

export async function logWorker(page: Page): Promise<Worker> {
  return page.workers().find((one) => one.url().includes("log-worker")) ?? page.waitForEvent("worker", (one) => one.url().includes("log-worker"));
}

/** Bytes of its whole wasm memory. A string, so that no build of this file touches the import: it is the worker's own module. */
export async function memoryOf(worker: Worker): Promise<number> {
  const exports = `import("/binnacle-log-worker.js").then((module) => module.default())`;
  return (await worker.evaluate(`${exports}.then((wasm) => wasm.memory.buffer.byteLength)`)) as number;
}

/**
 * Notes from now on what the engine says it holds and where streams stand, and how long each new filter takes: from the page's message
 * until the answer with the rows is posted.
 */
export async function watch(worker: Worker): Promise<void> {
  await worker.evaluate(async () => {
    const scope = globalThis as unknown as Watched;
    // It listens once its program is there.
    while (!scope.onmessage) await new Promise((rested) => setTimeout(rested, 1));
    const [hear, say] = [scope.onmessage, scope.postMessage.bind(scope)];
    scope.__answered = [];
    let [former, wished, begun] = ["", "", 0];
    scope.postMessage = (message) => {
      const head = typeof message === "string" ? message.slice(0, 60) : "";
      if (head.includes('"Shown"')) {
        if (begun) scope.__answered.push({ text: wished, ms: performance.now() - begun });
        begun = 0;
        scope.__shown = message as string;
      } else if (head.includes('"Streams"')) {
        scope.__streams = message as string;
      }
      say(message);
    };
    scope.onmessage = (event) => {
      const isLook = event.data.includes('"Look"');
      const filter = isLook ? JSON.parse(event.data).Desk?.ask?.Look?.filter : undefined;
      const key = JSON.stringify(filter ?? null);
      const isNew = filter && key !== former;
      if (filter) [former, wished] = [key, filter.text];
      begun = isNew ? performance.now() : 0;
      hear.call(scope, event);
    };
  });
}

/** What it answered since it was asked last. */
export async function answered(worker: Worker): Promise<Answered[]> {
  return worker.evaluate(() => (globalThis as unknown as Watched).__answered.splice(0));
}

/** What it said last that it holds. */
export async function held(worker: Worker): Promise<Held> {
  const shown = await worker.evaluate(() => JSON.parse((globalThis as unknown as Watched).__shown).Desk.tell.Shown);
  return { rows: shown.held, trimmed: shown.trimmed, bytes: shown.bytes };
}

/** How many streams are live. */
export async function live(worker: Worker): Promise<number> {
  const streams = await worker.evaluate(() => (globalThis as unknown as Watched).__streams);
  return streams ? JSON.parse(streams).Desk.tell.Streams.live : 0;
}
