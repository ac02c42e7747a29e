// Small pieces that both islands build their controls of.

/** An element with attributes and children. Nothing that comes from data is ever read as markup. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const SVG = "http://www.w3.org/2000/svg";

/** An SVG element with attributes. */
export function drawn<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Record<string, string | number>,
): SVGElementTagNameMap[Name] {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

/** A picture of strokes on a field of 24 by 24. */
export function icon(path: string): SVGSVGElement {
  const made = drawn("svg", { viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false", class: "icon" });
  made.append(drawn("path", { d: path }));
  return made;
}

/** A button that is called `name`, shown by an icon (a path), or by words where `shows` is none. */
export function button(name: string, shows: string, act: () => void): HTMLButtonElement {
  const isIcon = /^M[\d.\s-]/.test(shows);
  // Who says what is seen must be heard: words that are shown begin the name (WCAG 2.5.3).
  const label = isIcon || name.startsWith(shows) ? name : `${shows}: ${name}`;
  const made = element("button", { type: "button", title: name, "aria-label": label }, isIcon ? icon(shows) : shows);
  made.addEventListener("click", act);
  return made;
}

/** Gives the document a sheet of styles once. A constructed sheet is no inline style, so the site's policy allows it. */
export function adopt(css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/** Whether a key pressed there belongs to what has the focus: one types, or works a control. */
export function isTaken(event: KeyboardEvent, controls: boolean): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return true;
  const at = event.target;
  if (!(at instanceof HTMLElement)) return false;
  const typed = "input,select,textarea,[contenteditable],[role=textbox]";
  return at.closest(controls ? `${typed},button,summary,audio,video,[role=slider],.scroller` : typed) !== null;
}
