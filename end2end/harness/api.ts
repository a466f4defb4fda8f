// The balena API of a server, asked as an SDK does: for addresses to visit and for facts to wait for.
import type { Server } from "./server.ts";

export class Api {
  private readonly token: string;
  private readonly base: string;

  private constructor(base: string, token: string) {
    this.base = base;
    this.token = token;
  }

  static async of(server: Server): Promise<Api> {
    const answer = await fetch(new URL("/login_", server.api), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ username: server.user, password: server.password }),
    });
    if (!answer.ok) throw new Error(`/login_ answered ${answer.status}`);
    return new Api(server.api, (await answer.text()).trim());
  }

  /** The rows of a `/v7/` query. */
  async rows<Row>(query: string): Promise<Row[]> {
    const answer = await fetch(new URL(`/v7/${query}`, this.base), { headers: { authorization: `Bearer ${this.token}` } });
    if (!answer.ok) throw new Error(`/v7/${query} answered ${answer.status}: ${await answer.text()}`);
    return ((await answer.json()) as { d: Row[] }).d;
  }

  /** Any other route of the API. */
  async call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await fetch(new URL(path, this.base), {
      method,
      headers: { authorization: `Bearer ${this.token}`, "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return (text.startsWith("{") || text.startsWith("[") || text.startsWith('"') ? JSON.parse(text) : text) as Answer;
  }

  /** Asks again until the rows are as wanted. */
  async until<Row>(query: string, wanted: (rows: Row[]) => boolean, seconds = 60): Promise<Row[]> {
    const end = Date.now() + seconds * 1_000;
    for (;;) {
      const rows = await this.rows<Row>(query);
      if (wanted(rows)) return rows;
      if (Date.now() > end) throw new Error(`not so after ${seconds} s: ${query}\n${JSON.stringify(rows).slice(0, 2_000)}`);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}
