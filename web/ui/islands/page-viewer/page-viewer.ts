// One page of a book, as near as one likes.
//
// In: `<page-viewer>` with the server's picture in it. Out: the same page in OpenSeadragon, with hits and lines marked.
// The server's picture stands until the first tile is drawn, and comes back if none can be.

import OpenSeadragon from "openseadragon";
import { region, said, type Region } from "../fragment.ts";
import { adopt, button, drawn, element, isTaken } from "../parts.ts";
import { word } from "../words.ts";
import { hits, lines, under, type Line } from "./lines.ts";
import css from "./page-viewer.css";

const ICONS = {
  nearer: "M12 5v14M5 12h14",
  farther: "M5 12h14",
  whole: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  turn: "M20 11a8 8 0 1 0-2.3 6M20 4v7h-7",
  full: "M14 10l6-6M15 4h5v5M10 14l-6 6M9 20H4v-5",
  before: "M15 5l-7 7 7 7",
  after: "M9 5l7 7-7 7",
};

class PageViewer extends HTMLElement {
  #viewer: OpenSeadragon.Viewer | undefined;
  #marks = drawn("g", {});
  #place = drawn("rect", { class: "place", visibility: "hidden" });
  #lit = drawn("rect", { class: "lit", visibility: "hidden" });
  #count = element("output", { class: "count" });
  #hits: Region[] = [];
  #hit = -1;
  #lines: Line[] = [];
  #bright: Line | undefined;
  #ended = new AbortController();

  connectedCallback(): void {
    const info = this.getAttribute("info");
    if (!info || this.#viewer || this.#width <= 0 || this.#height <= 0) return;
    this.#ended = new AbortController();
    try {
      this.#open(info);
    } catch (fault) {
      this.#giveBack(fault);
    }
  }

  disconnectedCallback(): void {
    this.#giveBack();
  }

  get #width(): number {
    return Number(this.getAttribute("width"));
  }

  get #height(): number {
    return Number(this.getAttribute("height"));
  }

  #open(info: string): void {
    this.#hits = hits(this.getAttribute("hits"));
    this.#lines = lines(this.#width, this.#height);
    const stage = element("div", { class: "deep" });
    this.classList.add("opening");
    this.append(stage, this.#bar());
    allowOpenSeadragon();
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const viewer = OpenSeadragon({
      element: stage,
      tileSources: info,
      drawer: "canvas",
      prefixUrl: "",
      showNavigationControl: false,
      keyboardNavEnabled: false,
      animationTime: isStill ? 0 : 0.6,
      visibilityRatio: 0.5,
      minZoomImageRatio: 0.8,
      maxZoomPixelRatio: 3,
      imageSmoothingEnabled: true,
      gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
    } as OpenSeadragon.Options);
    this.#viewer = viewer;
    viewer.canvas.setAttribute("role", "img");
    viewer.canvas.setAttribute("aria-label", this.getAttribute("label") ?? word(this, "page", "Page"));
    viewer.addOnceHandler("open", () => this.#opened(viewer));
    viewer.addOnceHandler("tile-drawn", () => this.classList.replace("opening", "deep-open"));
    viewer.addOnceHandler("open-failed", (event) => this.#giveBack(event.message));
    viewer.addHandler("tile-load-failed", (event) => {
      if (!this.classList.contains("deep-open")) this.#giveBack(event.message);
    });
    this.#listen(viewer, stage);
  }

  #opened(viewer: OpenSeadragon.Viewer): void {
    const layer = drawn("svg", { class: "marks", "aria-hidden": "true" });
    for (const hit of this.#hits) this.#marks.append(drawn("rect", { class: "hit", ...box(hit) }));
    this.#marks.append(this.#place, this.#lit);
    layer.append(this.#marks);
    viewer.canvas.append(layer);
    viewer.addHandler("update-viewport", () => this.#follow(viewer));
    this.#follow(viewer);
    this.#go(this.#asked() ?? this.#hits[0], true);
  }

  /** The place that the address asks for, after `#` before what the server read from it. */
  #asked(): Region | undefined {
    const text = said(location.hash, "xywh") ?? this.getAttribute("xywh") ?? this.getAttribute("region");
    const place = text ? region(text, this.#width, this.#height) : undefined;
    if (place) show(this.#place, place);
    return place;
  }

  /** Lays the marks, which are in pixels of the canvas, over the picture as it is turned and moved now. */
  #follow(viewer: OpenSeadragon.Viewer): void {
    const item = viewer.world.getItemAt(0);
    if (!item) return;
    const size = item.getContentSize();
    const tall = size.y / size.x;
    const at = (x: number, y: number): OpenSeadragon.Point =>
      viewer.viewport.pixelFromPoint(new OpenSeadragon.Point(x, y), true);
    const [zero, right, down] = [at(0, 0), at(1, 0), at(0, tall)];
    const [w, h] = [this.#width, this.#height];
    const matrix = [(right.x - zero.x) / w, (right.y - zero.y) / w, (down.x - zero.x) / h, (down.y - zero.y) / h];
    this.#marks.setAttribute("transform", `matrix(${matrix.join(" ")} ${zero.x} ${zero.y})`);
  }

  /** Where on the canvas a point of the window is. */
  #canvasPoint(viewer: OpenSeadragon.Viewer, x: number, y: number): [number, number] {
    const item = viewer.world.getItemAt(0);
    if (!item) return [-1, -1];
    const size = item.getContentSize();
    const at = viewer.viewport.pointFromPixel(new OpenSeadragon.Point(x, y), true);
    return [at.x * this.#width, (at.y * size.x * this.#height) / size.y];
  }

  #go(place: Region | undefined, atOnce = false): void {
    const item = this.#viewer?.world.getItemAt(0);
    if (!place || !item || !this.#viewer) return;
    const size = item.getContentSize();
    const [across, tall] = [1 / this.#width, size.y / size.x / this.#height];
    // Room around it, so that one sees where on the page one is.
    const [w, h] = [Math.max(place.w, this.#width * 0.18), Math.max(place.h, this.#height * 0.18)];
    const [x, y] = [place.x + place.w / 2 - w * 0.75, place.y + place.h / 2 - h * 0.75];
    const bounds = new OpenSeadragon.Rect(x * across, y * tall, w * 1.5 * across, h * 1.5 * tall);
    this.#viewer.viewport.fitBoundsWithConstraints(bounds, atOnce);
  }

  #step(by: number): void {
    const all = this.#hits.length;
    if (all === 0) return;
    this.#hit = this.#hit < 0 && by < 0 ? all - 1 : (this.#hit + by + all) % all;
    const place = this.#hits[this.#hit];
    this.#marks.querySelectorAll(".hit").forEach((rect, n) => rect.classList.toggle("now", n === this.#hit));
    this.#count.textContent = `${this.#hit + 1} / ${all}`;
    this.#go(place);
    const line = place && under(this.#lines, place.x + place.w / 2, place.y + place.h / 2);
    this.#light(line, true);
  }

  #light(line: Line | undefined, bring = false): void {
    if (line !== this.#bright) {
      this.#bright?.element.classList.remove("lit");
      line?.element.classList.add("lit");
      this.#bright = line;
      if (line) show(this.#lit, line.region);
      else this.#lit.setAttribute("visibility", "hidden");
    }
    if (line && bring) line.element.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  #listen(viewer: OpenSeadragon.Viewer, stage: HTMLElement): void {
    const { signal } = this.#ended;
    const lineAt = (x: number, y: number): Line | undefined =>
      under(this.#lines, ...this.#canvasPoint(viewer, x, y));
    stage.addEventListener(
      "pointermove",
      (event) => {
        const edge = stage.getBoundingClientRect();
        if (event.buttons === 0) this.#light(lineAt(event.clientX - edge.x, event.clientY - edge.y));
      },
      { signal },
    );
    stage.addEventListener("pointerleave", () => this.#light(undefined), { signal });
    viewer.addHandler("canvas-click", (event) => {
      if (event.quick) this.#light(lineAt(event.position.x, event.position.y), true);
    });
    for (const line of this.#lines) {
      const on = (): void => this.#light(line);
      const off = (): void => {
        if (!line.element.contains(document.activeElement)) this.#light(undefined);
      };
      for (const [kind, act] of [["pointerenter", on], ["focusin", on], ["pointerleave", off]] as const) {
        line.element.addEventListener(kind, act, { signal });
      }
      line.element.addEventListener("focusout", () => this.#light(undefined), { signal });
      line.element.addEventListener("click", (event) => this.#choose(event, line), { signal });
    }
    document.addEventListener("keydown", (event) => this.#press(event), { signal });
    addEventListener("hashchange", () => this.#go(this.#asked()), { signal });
    document.addEventListener("fullscreenchange", () => this.#fit(), { signal });
  }

  /** A line's link leads to its place on this page: it is there already, so the picture flies and the address follows. */
  #choose(event: MouseEvent, line: Line): void {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    history.replaceState(history.state, "", link.href);
    show(this.#place, line.region);
    this.#go(line.region);
    if (!this.#isInSight) this.scrollIntoView({ block: "nearest" });
  }

  get #isInSight(): boolean {
    const edge = this.getBoundingClientRect();
    return edge.top < innerHeight * 0.7 && edge.bottom > innerHeight * 0.3;
  }

  #press(event: KeyboardEvent): void {
    if (isTaken(event, false)) return;
    if (!this.#act(event.key)) return;
    event.preventDefault();
  }

  #act(key: string): boolean {
    switch (key) {
      case "+":
      case "=":
        return this.#zoom(1.5);
      case "-":
        return this.#zoom(1 / 1.5);
      case "0":
        return this.#whole();
      case "r":
        return this.#turn();
      case "f":
        return this.#full();
      case "n":
        this.#step(1);
        return this.#hits.length > 0;
      case "N":
        this.#step(-1);
        return this.#hits.length > 0;
      case "ArrowLeft":
        return this.#arrow(-1, 0);
      case "ArrowRight":
        return this.#arrow(1, 0);
      case "ArrowUp":
        return this.#arrow(0, -1);
      case "ArrowDown":
        return this.#arrow(0, 1);
      default:
        return false;
    }
  }

  /** Moves the picture where it is larger than its window; else sideways leads to the page before or after. */
  #arrow(x: number, y: number): boolean {
    const viewer = this.#viewer;
    // In a scroller of its own, text moves.
    if (!viewer?.isOpen() || document.activeElement?.closest(".scroller")) return false;
    const { viewport } = viewer;
    if (viewport.getZoom() > viewport.getHomeZoom() * 1.05) {
      const seen = viewport.getBounds();
      viewport.panBy(new OpenSeadragon.Point(x * seen.width * 0.2, y * seen.height * 0.2));
      viewport.applyConstraints();
      return true;
    }
    const link = document.querySelector<HTMLAnchorElement>(`.pages a[rel=${x < 0 ? "prev" : "next"}]`);
    if (x === 0 || !link) return false;
    link.click();
    return true;
  }

  #zoom(by: number): boolean {
    this.#viewer?.viewport.zoomBy(by).applyConstraints();
    return true;
  }

  #whole(): boolean {
    this.#viewer?.viewport.setRotation(0).goHome();
    return true;
  }

  #turn(): boolean {
    this.#viewer?.viewport.rotateBy(90);
    return true;
  }

  #full(): boolean {
    if (document.fullscreenElement === this) void document.exitFullscreen();
    else void this.requestFullscreen?.().catch((fault: unknown) => console.warn(fault));
    return true;
  }

  #fit(): void {
    const name = document.fullscreenElement === this ? word(this, "leave", "Leave full screen (f)") : this.#fullName;
    const press = this.querySelector(".full");
    press?.setAttribute("aria-label", name);
    press?.setAttribute("title", name);
  }

  get #fullName(): string {
    return word(this, "full", "Full screen (f)");
  }

  #bar(): HTMLElement {
    const bar = element("div", { class: "deep-bar", role: "group", "aria-label": word(this, "controls", "Page viewer") });
    const full = button(this.#fullName, ICONS.full, () => this.#full());
    full.classList.add("full");
    bar.append(
      button(word(this, "nearer", "Zoom in (+)"), ICONS.nearer, () => this.#zoom(1.5)),
      button(word(this, "farther", "Zoom out (−)"), ICONS.farther, () => this.#zoom(1 / 1.5)),
      button(word(this, "whole", "Whole page (0)"), ICONS.whole, () => this.#whole()),
      button(word(this, "turn", "Turn (r)"), ICONS.turn, () => this.#turn()),
      full,
    );
    if (this.#hits.length > 0) {
      this.#count.textContent = `${this.#hits.length}`;
      bar.append(
        button(word(this, "hit-before", "Previous hit (N)"), ICONS.before, () => this.#step(-1)),
        this.#count,
        button(word(this, "hit-after", "Next hit (n)"), ICONS.after, () => this.#step(1)),
      );
    }
    return bar;
  }

  /** Puts the server's picture back. */
  #giveBack(fault?: unknown): void {
    if (fault !== undefined) console.warn("page-viewer:", fault);
    this.#ended.abort();
    this.classList.remove("opening", "deep-open");
    this.querySelectorAll(".deep, .deep-bar").forEach((part) => part.remove());
    const viewer = this.#viewer;
    this.#viewer = undefined;
    // Not from within the viewer's own call.
    if (viewer) setTimeout(() => viewer.destroy());
  }
}

function box(place: Region): Record<string, number> {
  return { x: place.x, y: place.y, width: place.w, height: place.h };
}

function show(rect: SVGRectElement, place: Region): void {
  for (const [key, value] of Object.entries({ ...box(place), visibility: "visible" })) {
    rect.setAttribute(key, String(value));
  }
}

/**
 * OpenSeadragon 6 writes one inline sheet (no focus ring on touch screens), which the site's policy forbids, unless it
 * finds a `style` with that mark. One of no namespace is found, and is no sheet: there is nothing to forbid.
 */
function allowOpenSeadragon(): void {
  if (document.querySelector("style[data-openseadragon-mobile-css]")) return;
  const mark = document.createElementNS(null, "style");
  mark.setAttribute("data-openseadragon-mobile-css", "true");
  document.head.append(mark);
}

if (!customElements.get("page-viewer")) {
  adopt(css);
  customElements.define("page-viewer", PageViewer);
}
