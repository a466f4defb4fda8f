// What a look at a page finds wrong with it beyond what axe sees: each answers one line a finding.
import type { Page } from "@playwright/test";

/** What is wider than the window or cut without a way to scroll to it, one line a finding. */
export async function lost(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const root = document.scrollingElement!;
    if (root.scrollWidth > root.clientWidth + 1) found.push(`the page is ${root.scrollWidth} px wide in ${root.clientWidth}`);
    const scrolls = (element: Element, axis: "X" | "Y") => /auto|scroll/.test(getComputedStyle(element)[`overflow${axis}`]);
    const said = (element: Element) =>
      `${element.tagName.toLowerCase()}.${element.className} "${(element.textContent ?? "").trim().slice(0, 40)}"`;
    const controls = "a[href], button, input, select, textarea, [role=button], [role=tab], [role=switch], [role=checkbox]";
    for (const element of document.querySelectorAll(`main ${controls.split(", ").join(", main ")}, main h1, main h2`)) {
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.height === 0 || !element.checkVisibility({ visibilityProperty: true })) continue;
      if (element.closest(".sr-only")) continue;
      let reachable = true;
      for (let holder = element.parentElement; holder && holder !== document.body; holder = holder.parentElement) {
        const edge = holder.getBoundingClientRect();
        const style = getComputedStyle(holder);
        if (style.overflowX === "visible") continue;
        if (box.left >= edge.left - 1 && box.right <= edge.right + 1) continue;
        if (scrolls(holder, "X")) break;
        // Cut text is fine where it ends with an ellipsis: it is shown in full on its own page or when pointed at.
        if (style.textOverflow !== "ellipsis") reachable = false;
      }
      const room = document.documentElement.clientWidth;
      const inScroller = (() => {
        for (let holder = element.parentElement; holder; holder = holder.parentElement) if (scrolls(holder, "X") && holder !== root) return true;
        return false;
      })();
      if (!reachable || (!inScroller && (box.right > room + 1 || box.left < -1))) found.push(`cut: ${said(element)}`);
    }
    return found;
  });
}

/** What still moves where a person asked for less motion. */
export async function moving(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    document
      .getAnimations()
      .filter((animation) => Number(animation.effect?.getComputedTiming().activeDuration ?? 0) > 1)
      .map((animation) => `moves: ${(animation.effect as KeyframeEffect | null)?.target?.className ?? "?"}`),
  );
}

/** State marks that vanish into the background where a person's own colours are forced. */
export async function vanished(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const canvas = getComputedStyle(document.body).backgroundColor;
    return [...document.querySelectorAll<SVGElement>("main .mk")]
      .filter((mark) => mark.checkVisibility() && mark.getBoundingClientRect().width > 0)
      .filter((mark) => getComputedStyle(mark).color === canvas)
      .map((mark) => `vanished: ${mark.outerHTML.slice(0, 80)}`);
  });
}
