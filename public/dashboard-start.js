// The login page's way to the dashboard: fetched and compiled while a person types, begun in the same page when they are in.
// `src/entrance.rs` says when to begin; the build names the two files by `<link rel="later">`. A file of its own, as the content
// policy asks.
(() => {
  const later = (ending) => document.querySelector(`link[rel=later][href$="${ending}"]`)?.href;
  let compiled;
  let program;
  const fetchBoth = () => {
    if (compiled) return;
    compiled = WebAssembly.compileStreaming(fetch(later(".wasm"), { priority: "low" }));
    program = import(later(".js"));
    // Told when it is wanted; until then a broken line is no error of the login page.
    compiled.catch(() => {});
    program.catch(() => {});
  };
  const begin = async () => {
    try {
      fetchBoth();
      const [{ default: start }, module] = await Promise.all([program, compiled]);
      await start({ module_or_path: module });
      dispatchEvent(new Event("binnacle:begun"));
    } catch {
      // The whole page anew, which asks for everything again and can say what is wrong.
      location.reload();
    }
  };
  // From the first sign of a person on, once the login page stands: who only opens it pays for nothing more.
  addEventListener(
    "TrunkApplicationStarted",
    () => ["pointermove", "pointerdown", "keydown", "input"].forEach((sign) => addEventListener(sign, fetchBoth, { once: true })),
    { once: true },
  );
  addEventListener("binnacle:begin", begin, { once: true });
  // This page is served to who has no session: logs that an ended one kept in this browser (crates/vault) go with it. Where another tab
  // still has them open it forgets them itself, as soon as it hears that its session has ended.
  const forget = async () => (await navigator.storage.getDirectory()).removeEntry("binnacle-logs", { recursive: true });
  forget().catch(() => {});
})();
