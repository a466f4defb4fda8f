// Sets the theme before the first paint, follows the system while the choice is "system", and takes the dashboard's quiet first
// shell away when the application has mounted (the login page's goes when `src/entrance.rs` has something in its place). A file of its own because the page allows no inline script that it does not know by hash.
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const choice = () => {
    try {
      return localStorage.getItem("binnacle.theme");
    } catch {
      return null; // Storage can be forbidden; then the system decides.
    }
  };
  const apply = () => {
    const chosen = choice();
    const theme = chosen === "light" || chosen === "dark" ? chosen : dark.matches ? "dark" : "light";
    document.documentElement.dataset.theme = theme;
  };
  apply();
  dark.addEventListener("change", apply);
  addEventListener("storage", (event) => {
    if (event.key === "binnacle.theme") apply();
  });
  addEventListener("TrunkApplicationStarted", () => document.querySelector("#prepaint.app")?.remove(), { once: true });
})();
