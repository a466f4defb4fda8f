// docs/compatibility.md: the parts between its marks are what the walks found; WRITE_COMPATIBILITY=1 writes them anew.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";

const FILE = resolve(import.meta.dirname, "../../docs/compatibility.md");

/** What of a tool was seen to work, and what cannot, by reason. */
export type Findings = { works: string[]; refused: { why: string; names: string[] }[] };

/** Fails if the page says anything else than what was found. */
export async function stands(mark: string, findings: Findings): Promise<void> {
  const page = await readFile(FILE, "utf8");
  const [open, close] = [`<!-- ${mark}: written by end2end/walks -->`, `<!-- end of ${mark} -->`];
  const [before, rest] = page.split(open);
  const [told, after] = (rest ?? "").split(close);
  assert.ok(before !== undefined && told !== undefined && after !== undefined, `docs/compatibility.md lacks the marks of ${mark}`);
  const found = `\n${text(findings)}`;
  if (process.env.WRITE_COMPATIBILITY) await writeFile(FILE, before + open + found + close + after);
  else assert.equal(told, found, "docs/compatibility.md is not what was found: run with WRITE_COMPATIBILITY=1");
}

function text({ works, refused }: Findings): string {
  const cannot = refused.reduce((sum, { names }) => sum + names.length, 0);
  const rows = refused.map(({ why, names }) => `| ${grouped(names).join("<br>")} | ${why} |\n`);
  return (
    `${works.length} work, ${cannot} cannot.\n\n| cannot | why |\n|---|---|\n${rows.join("")}\n` +
    `Work: ${grouped(works).join("; ")}.\n`
  );
}

/** `a.b.c`, `a.b.d` as `a.b.{c, d}`. */
function grouped(names: string[]): string[] {
  const families = new Map<string, string[]>();
  for (const name of [...names].sort()) {
    const cut = name.search(/[. ][^. ]*$/);
    const family = cut < 0 ? "" : name.slice(0, cut + 1);
    families.set(family, [...(families.get(family) ?? []), name.slice(cut + 1)]);
  }
  return [...families].map(([family, last]) => `\`${family}${last.length > 1 ? `{${last.join(", ")}}` : last[0]}\``);
}
