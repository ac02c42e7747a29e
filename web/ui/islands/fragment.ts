// Places and moments in addresses: W3C Media Fragments 1.0, sections 4.2.1 (time) and 4.2.2 (space).

/** Seconds from, and to where it was said. */
export interface Span {
  from: number;
  to?: number;
}

/** In pixels of the canvas. */
export interface Region {
  x: number;
  y: number;
  w: number;
  h: number;
}

const CLOCK = /^(?:(\d+):)?([0-5]?\d):([0-5]?\d(?:\.\d*)?)$/;

/** `12.5`, `12.5s`, `0:12.5`, `1:02:03` in seconds. */
export function seconds(text: string): number | undefined {
  const plain = /^\d+(?:\.\d*)?s?$/.exec(text);
  if (plain) return Number.parseFloat(text);
  const clock = CLOCK.exec(text);
  if (!clock) return undefined;
  return Number(clock[1] ?? 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3]);
}

/** `12.5,16`, `npt:12.5`, `,16`. A span that ends before it begins is none. */
export function span(text: string): Span | undefined {
  const [from = "", to, ...more] = text.replace(/^npt:/, "").split(",");
  if (more.length > 0 || (from === "" && !to)) return undefined;
  const start = from === "" ? 0 : seconds(from);
  if (start === undefined) return undefined;
  if (!to) return to === "" ? undefined : { from: start };
  const end = seconds(to);
  if (end === undefined || end <= start) return undefined;
  return { from: start, to: end };
}

/** `120,300,80,900`, also `pixel:` before it, or `percent:` of the canvas. */
export function region(text: string, width: number, height: number): Region | undefined {
  const percent = text.startsWith("percent:");
  const parts = text.replace(/^(?:pixel|percent):/, "").split(",");
  const numbers = parts.map((part) => (/^\d+(?:\.\d*)?$/.test(part) ? Number(part) : Number.NaN));
  const [x = Number.NaN, y = Number.NaN, w = 0, h = 0] = numbers;
  if (numbers.length !== 4 || numbers.some(Number.isNaN) || w <= 0 || h <= 0) return undefined;
  if (!percent) return { x, y, w, h };
  return { x: (x * width) / 100, y: (y * height) / 100, w: (w * width) / 100, h: (h * height) / 100 };
}

/** What a part of an address says under a name; in `#…` or `?…`, first one first. */
export function said(part: string, name: string): string | undefined {
  return new URLSearchParams(part.replace(/^[#?]/, "")).get(name) ?? undefined;
}
