// Stands in for the modules "xterm" and "xterm-addon-fit" (import map in index.html): xterm.js itself is fetched with the first
// terminal, not with the page, and works under a Content-Security-Policy without 'unsafe-inline'.

/** Live bindings: undefined until `load()` has resolved. */
export let Terminal;
export let FitAddon;

let loading;

/** Fetches xterm.js, its style sheet and the `font` it will measure with. A failed attempt may be repeated. */
export function load(font) {
  loading ??= fetchAll(font).catch((reason) => {
    loading = undefined;
    throw reason;
  });
  return loading;
}

async function fetchAll(font) {
  const [xterm, fit] = await Promise.all([
    import("./xterm.mjs"),
    import("./addon-fit.mjs"),
    styleSheet(new URL("./xterm.css", import.meta.url).href),
    // A missing font is no reason to have no terminal: the next one in the list is measured.
    document.fonts.load(font).catch(() => undefined),
  ]);
  Terminal = xterm.Terminal;
  FitAddon = fit.FitAddon;
}

function styleSheet(href) {
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    link.onload = resolve;
    link.onerror = () => {
      link.remove();
      reject(new Error("xterm.css did not load"));
    };
    document.head.append(link);
  });
}

/**
 * `terminal.open(parent)` without inline styles. xterm's DOM renderer makes <style> elements and writes `style` attributes, and
 * both are refused by `style-src 'self'`. Constructed style sheets and the CSSOM are not, so the same rules go there.
 */
export function open(terminal, parent) {
  const create = Document.prototype.createElement;
  document.createElement = function (name, options) {
    return name === "style" ? constructed(create.call(this, "template")) : create.call(this, name, options);
  };
  try {
    // Synchronous, so nothing else meets the changed `createElement`.
    terminal.open(parent);
  } finally {
    delete document.createElement;
  }
  const rows = terminal._core?._renderService?._renderer?.value?._rowFactory;
  if (rows?._addStyle) {
    rows._addStyle = (element, declaration) => {
      element.style.cssText += `${declaration};`;
    };
  }
}

/** Stands for a <style>: what is written into it becomes a constructed sheet of the document. */
function constructed(standIn) {
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  Object.defineProperty(standIn, "textContent", { set: (css) => sheet.replaceSync(css) });
  standIn.remove = () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    Element.prototype.remove.call(standIn);
  };
  return standIn;
}
