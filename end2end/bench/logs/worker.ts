// The log worker seen from beside: its memory, and how long it takes to answer. It runs as it is shipped; only its messages are watched.
import type { Page, Worker } from "@playwright/test";

/** What the worker did about one wish of the page. */
export type Answered = { text: string; ms: number };

/** What the engine says that it holds: rows, rows let go, and bytes. */
export type Held = { rows: number; trimmed: number; bytes: number };

export async function logWorker(page: Page): Promise<Worker> {
  return page.workers().find((one) => one.url().includes("log-worker")) ?? page.waitForEvent("worker", (one) => one.url().includes("log-worker"));
}

/** Bytes of its whole wasm memory. A string, so that no build of this file touches the import: it is the worker's own module. */
export async function memoryOf(worker: Worker): Promise<number> {
  const exports = `import("/binnacle-log-worker.js").then((module) => module.default())`;
  return (await worker.evaluate(`${exports}.then((wasm) => wasm.memory.buffer.byteLength)`)) as number;
}

/** Notes from now on what the engine says it holds, and how long each new filter takes: from the page's message until the answer with the rows is posted. */
export async function watch(worker: Worker): Promise<void> {
  await worker.evaluate(() => {
    const scope = globalThis as unknown as {
      onmessage: (event: MessageEvent) => void;
      postMessage: (message: unknown) => void;
      __answered: { text: string; ms: number }[];
      __shown: string;
    };
    const [hear, say] = [scope.onmessage, scope.postMessage.bind(scope)];
    scope.__answered = [];
    let [former, wished, begun] = ["", "", 0];
    scope.postMessage = (message) => {
      if (typeof message === "string" && message.includes('"Shown"')) {
        if (begun) scope.__answered.push({ text: wished, ms: performance.now() - begun });
        begun = 0;
        scope.__shown = message;
      }
      say(message);
    };
    scope.onmessage = (event) => {
      const filter = JSON.parse(event.data).Desk?.ask?.Look?.filter;
      wished = filter?.text ?? "";
      const key = JSON.stringify(filter ?? null);
      const isNew = filter && key !== former;
      if (filter) former = key;
      begun = isNew ? performance.now() : 0;
      hear.call(scope, event);
    };
  });
}

/** What it answered since it was asked last. */
export async function answered(worker: Worker): Promise<Answered[]> {
  return worker.evaluate(() => (globalThis as unknown as { __answered: Answered[] }).__answered.splice(0));
}

/** What it said last that it holds. */
export async function held(worker: Worker): Promise<Held> {
  const shown = await worker.evaluate(() => JSON.parse((globalThis as unknown as { __shown: string }).__shown).Desk.tell.Shown);
  return { rows: shown.held, trimmed: shown.trimmed, bytes: shown.bytes };
}
