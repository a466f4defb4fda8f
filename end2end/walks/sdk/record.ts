// The SDK with every call written down: which functions there are, and which of them a walk has seen succeed.

type Callable = (...words: unknown[]) => unknown;

/** Parts that send nothing of their own: error classes, the HTTP client and the query client under the models. */
const PLUMBING = new Set(["errors", "request", "pine", "interceptors", "version"]);

/** Every function of the SDK by its dotted name, as a program that uses it writes it. */
export function functionsOf(sdk: object): string[] {
  const names: string[] = [];
  const seen = new Set<object>();
  const visit = (part: Record<string, unknown>, path: string) => {
    if (seen.has(part)) return;
    seen.add(part);
    for (const [key, value] of Object.entries(part)) {
      if (key.startsWith("_") || (path === "" && PLUMBING.has(key))) continue;
      if (typeof value === "function") names.push(path + key);
      else if (value && typeof value === "object" && !Array.isArray(value)) visit(value as Record<string, unknown>, `${path}${key}.`);
    }
  };
  visit(sdk as Record<string, unknown>, "");
  return names.sort();
}

/** The same SDK; a call that returns, or whose promise is kept, adds its name to `worked`. */
export function recorded<Part extends object>(part: Part, worked: Set<string>, path = ""): Part {
  return new Proxy(part, {
    get(target, key, receiver) {
      const value: unknown = Reflect.get(target, key, receiver);
      if (typeof key === "symbol" || key.startsWith("_") || (path === "" && PLUMBING.has(key))) return value;
      const name = path + key;
      if (typeof value === "function") return call(target, value as Callable, name, worked);
      return value && typeof value === "object" && !Array.isArray(value) ? recorded(value, worked, `${name}.`) : value;
    },
  });
}

function call(owner: object, act: Callable, name: string, worked: Set<string>): Callable {
  return (...words) => {
    const answer = act.apply(owner, words);
    if (!(answer instanceof Promise)) {
      worked.add(name);
      return answer;
    }
    return answer.then((value) => {
      worked.add(name);
      return value;
    });
  };
}
