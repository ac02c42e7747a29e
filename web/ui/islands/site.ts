// The one module that every page names. It brings each island where its element stands, and adds three small things
// to what the server rendered: copy buttons, a filter over long facets, the wheel on vertical texts.

import { element } from "./parts.ts";
import { word } from "./words.ts";

for (const [name, address] of Object.entries(MODULES)) {
  if (document.querySelector(name)) {
    // Without it the page is what the server rendered: to be read and heard all the same.
    import(address).catch((fault: unknown) => console.warn(name, fault));
  }
}

function copies(of: HTMLElement): void {
  const text = of.dataset["copy"] || of.textContent || "";
  const name = word(of, "copy", "Copy");
  const press = element("button", { type: "button", class: "copy" }, name);
  press.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      press.textContent = word(of, "copied", "Copied");
    } catch {
      // Only pages that came safely may write there: mark it, so that one key copies it.
      getSelection()?.selectAllChildren(of);
      press.textContent = word(of, "marked", "Marked: press Ctrl+C");
    }
    press.setAttribute("aria-live", "polite");
    setTimeout(() => (press.textContent = name), 4000);
  });
  of.after(" ", press);
}

/** Letters without case and marks. */
const fold = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** How many values a facet has before looking through them takes longer than typing. */
const LONG = 10;

function filters(facet: HTMLElement): void {
  const values = [...facet.querySelectorAll<HTMLElement>(".values > *")];
  const list = facet.querySelector(".values");
  if (!list || values.length <= LONG) return;
  const name = word(facet, "filter", "Find in this list");
  const field = element("input", { type: "search", class: "facet-filter", placeholder: name, "aria-label": name });
  const count = element("output", { class: "unseen" });
  field.addEventListener("input", () => {
    const asked = fold(field.value.trim());
    let shown = 0;
    for (const value of values) {
      value.hidden = !fold(value.textContent ?? "").includes(asked);
      if (!value.hidden) shown += 1;
    }
    count.textContent = `${shown} / ${values.length}`;
  });
  // What is typed here is no part of the form.
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  list.before(field, count);
}

function turns(scroller: HTMLElement): void {
  scroller.addEventListener(
    "wheel",
    (event) => {
      if (event.ctrlKey || event.shiftKey || Math.abs(event.deltaX) >= Math.abs(event.deltaY)) return;
      const room = scroller.scrollWidth - scroller.clientWidth;
      const at = scroller.scrollLeft;
      // At an end the page goes on.
      if (event.deltaY > 0 ? at >= room - 1 : at <= 0) return;
      event.preventDefault();
      scroller.scrollLeft = at + event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 24 : 1);
    },
    { passive: false },
  );
}

document.querySelectorAll<HTMLElement>("[data-copy]").forEach(copies);
document.querySelectorAll<HTMLElement>("details.facet").forEach(filters);
document.querySelectorAll<HTMLElement>(".scroller").forEach(turns);
