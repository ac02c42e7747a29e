// The text beside a page and the places on it: each lights the other.

import { region, type Region } from "../fragment.ts";

/** One line of the text, and where it stands on the page. */
export interface Line {
  element: HTMLElement;
  region: Region;
}

/** The lines of a page's text that have a place. */
export function lines(width: number, height: number): Line[] {
  const found: Line[] = [];
  for (const element of document.querySelectorAll<HTMLElement>(".page-text .line[data-region]")) {
    const place = region(element.dataset["region"] ?? "", width, height);
    if (place) found.push({ element, region: place });
  }
  return found;
}

/** The smallest region that holds the point: a word before its line, a line before its block. */
export function under<Placed extends { region: Region }>(
  placed: readonly Placed[],
  x: number,
  y: number,
): Placed | undefined {
  let best: Placed | undefined;
  let least = Infinity;
  for (const one of placed) {
    const at = one.region;
    const isIn = x >= at.x && y >= at.y && x <= at.x + at.w && y <= at.y + at.h;
    if (isIn && at.w * at.h < least) {
      best = one;
      least = at.w * at.h;
    }
  }
  return best;
}

/** The regions of `hits="[[x,y,w,h],…]"`; what is not four numbers is left out. */
export function hits(text: string | null): Region[] {
  if (!text) return [];
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return [];
  }
  if (!Array.isArray(read)) return [];
  const found: Region[] = [];
  for (const one of read as unknown[]) {
    if (!Array.isArray(one)) continue;
    const [x, y, w, h] = one as unknown[];
    if ([x, y, w, h].every((n) => typeof n === "number" && Number.isFinite(n))) {
      found.push({ x, y, w, h } as Region);
    }
  }
  return found;
}
