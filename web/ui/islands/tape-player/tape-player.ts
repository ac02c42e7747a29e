// One side of a tape: its whole length in sight, and the words that sound now.
//
// In: `<tape-player>` with the server's `<audio>`, waveform and score, and the transcript beside it.
// Out: controls, a waveform to any nearness, lines that follow. It never plays by itself.

import { clock } from "../clock.ts";
import { said, span, type Span } from "../fragment.ts";
import { adopt, button, drawn, element, icon, isTaken } from "../parts.ts";
import { word } from "../words.ts";
import css from "./tape-player.css";
import { Waves } from "./waves.ts";

const [PLAY, PAUSE] = ["M7 4l13 8-13 8z", "M8 4v16M16 4v16"];
const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2];
/** The widest that the score is drawn, in pixels. */
const WIDEST = 4_000_000;

interface Line extends Span {
  to: number;
  element: HTMLElement;
}

class TapePlayer extends HTMLElement {
  #audio = element("audio");
  #waves: Waves | undefined;
  #lines: Line[] = [];
  #span: Span | undefined;
  #ended = new AbortController();
  #whole = element("canvas");
  #near = element("canvas");
  #head = element("div", { class: "playhead" });
  #strip = element("div", { class: "strip", tabindex: "0", role: "slider", "aria-valuemin": "0" });
  #time = element("span", { class: "times" });
  #status = element("p", { role: "status", class: "deck-said" });
  #play = button("", PLAY, () => this.toggle());
  #follow = element("input", { type: "checkbox", checked: "" });
  #score: HTMLElement | null = null;
  /** Whether anybody touched it: from then on it may fetch more. */
  #isUsed = false;
  #axis: SVGSVGElement | null = null;

  connectedCallback(): void {
    const audio = this.querySelector("audio");
    if (!audio || this.#seconds <= 0 || this.querySelector(".deck")) return;
    this.#audio = audio;
    // A browser that was given `#t=20,22` stops once more, wherever one has gone since.
    const [address = "", fragment] = audio.src.split("#");
    if (fragment) audio.src = address;
    this.#ended = new AbortController();
    this.#score = this.querySelector(".score");
    this.#axis = this.querySelector("svg.time");
    this.#lines = [...document.querySelectorAll<HTMLElement>(".cue[data-from], .score .line[data-from]")]
      .map((line) => ({ element: line, from: Number(line.dataset["from"]), to: Number(line.dataset["to"]) }))
      .filter((line) => line.to > line.from);
    const path = this.querySelector(".wave path")?.getAttribute("d") ?? "";
    this.#waves = new Waves(this.getAttribute("peaks") ?? "", this.#seconds, path, () => this.#draw());
    this.#build();
    this.#listen();
    this.#cue();
    audio.controls = false;
    audio.hidden = true;
    this.#draw();
    this.#tell();
  }

  disconnectedCallback(): void {
    this.#ended.abort();
    this.#audio.controls = true;
    this.#audio.hidden = false;
    this.querySelectorAll(".deck, .playhead, canvas").forEach((part) => part.remove());
    this.querySelector<SVGElement>("svg.wave")?.style.removeProperty("visibility");
  }

  get #seconds(): number {
    return Number(this.getAttribute("seconds"));
  }

  /** Plays where it is silent, and the other way round. */
  toggle(): void {
    if (!this.#audio.paused) return this.#audio.pause();
    // Where the span that was asked for is over, going on is meant.
    if (this.#span?.to !== undefined && this.#audio.currentTime >= this.#span.to - 0.05) this.#span = undefined;
    void this.#audio.play().catch(() => this.#say(word(this, "cannot", "This sound cannot be played here.")));
  }

  #seek(to: number): void {
    this.#span = undefined;
    this.#audio.currentTime = Math.min(Math.max(0, to), this.#seconds);
    this.#tell();
  }

  /** Stands at the moment that the address asks for. */
  #cue(): void {
    const [from, to] = [this.getAttribute("from"), this.getAttribute("to")];
    const text = said(location.hash, "t") ?? this.getAttribute("t") ?? (from ? `${from}${to ? `,${to}` : ""}` : "");
    const asked = span(text);
    if (!asked) return;
    this.#seek(asked.from);
    this.#span = asked;
    this.#reveal(asked.from);
  }

  #build(): void {
    const say = (key: string, english: string): string => word(this, key, english);
    const speed = element("select", { "aria-label": say("speed", "Speed") });
    for (const one of SPEEDS) speed.append(element("option", { value: `${one}` }, `${one}×`));
    speed.value = "1";
    speed.addEventListener("change", () => (this.#audio.playbackRate = Number(speed.value)));
    const volume = element("input", { type: "range", max: "1", step: ".05", "aria-label": say("volume", "Volume") });
    volume.value = `${this.#audio.volume}`;
    volume.addEventListener("input", () => (this.#audio.volume = Number(volume.value)));
    this.#play.classList.add("play");
    this.#strip.setAttribute("aria-label", say("place", "Place on the tape"));
    this.#strip.setAttribute("aria-valuemax", `${this.#seconds}`);
    this.#strip.replaceChildren(this.#whole, ...this.#ticks(), element("div", { class: "playhead" }));
    const buttons = element(
      "div",
      { class: "deck-row" },
      button(say("back", "Back 15 seconds"), "−15 s", () => this.#seek(this.#audio.currentTime - 15)),
      this.#play,
      button(say("on", "On 15 seconds"), "+15 s", () => this.#seek(this.#audio.currentTime + 15)),
      this.#time,
      speed,
      volume,
      element("label", {}, this.#follow, " ", say("follow", "Follow the words")),
      button(say("link", "Link to this moment"), say("link", "Link to this moment"), () => void this.#link()),
    );
    if (this.#axis) {
      buttons.append(
        button(say("farther", "Farther"), "M5 12h14", () => this.#zoom(1 / 2)),
        button(say("nearer", "Nearer"), "M12 5v14M5 12h14", () => this.#zoom(2)),
      );
    }
    const deck = element("div", { class: "deck", role: "group", "aria-label": say("player", "Player") });
    deck.append(this.#strip, buttons, this.#status);
    this.prepend(deck);
    const wave = this.querySelector<SVGSVGElement>("svg.wave");
    if (this.#score && this.#axis && wave) {
      this.#near.className = "near";
      const height = wave.height.baseVal.value;
      this.#near.style.height = `${height}px`;
      this.#near.style.marginBottom = `-${height}px`;
      wave.style.visibility = "hidden";
      this.#score.prepend(this.#near);
      this.#score.append(this.#head);
    }
  }

  /** The server's marks of hits, and of the span asked for, on the strip too. */
  #ticks(): SVGSVGElement[] {
    const layer = drawn("svg", { "aria-hidden": "true" });
    for (const mark of this.#axis?.querySelectorAll("rect.hit, rect.span") ?? []) {
      const copy = mark.cloneNode() as SVGElement;
      copy.setAttribute("height", "100%");
      layer.append(copy);
    }
    return [layer];
  }

  #listen(): void {
    const { signal } = this.#ended;
    const audio = this.#audio;
    for (const kind of ["play", "pause", "timeupdate", "seeked", "ended", "volumechange"]) {
      audio.addEventListener(kind, () => this.#tell(), { signal });
    }
    audio.addEventListener("play", () => this.#run(), { signal });
    for (const kind of ["pointerdown", "keydown", "wheel"]) {
      this.addEventListener(kind, () => (this.#isUsed = true), { signal, passive: true });
    }
    // One at a time on a page.
    const alone = (event: Event): void => {
      if (event.target instanceof HTMLMediaElement && event.target !== audio) audio.pause();
    };
    document.addEventListener("play", alone, { signal, capture: true });
    document.addEventListener("keydown", (event) => this.#press(event), { signal });
    document.addEventListener("click", (event) => this.#choose(event), { signal });
    addEventListener("hashchange", () => this.#cue(), { signal });
    this.#score?.addEventListener("scroll", () => this.#draw(), { signal });
    this.#drag(this.#strip, (x, edge) => ((x - edge.x) / edge.width) * this.#seconds);
    this.#drag(this.#near, (x) => {
      const axis = this.#axis?.getBoundingClientRect();
      return axis ? ((x - axis.x) / axis.width) * this.#seconds : 0;
    });
    this.#strip.addEventListener("keydown", (event) => {
      const to = { Home: 0, End: this.#seconds, PageUp: this.#now + 60, PageDown: this.#now - 60 }[event.key];
      if (to !== undefined) this.#seek(to);
      if (to !== undefined || this.#act(event.key)) event.preventDefault();
    });
    const sized = new ResizeObserver(() => this.#draw());
    sized.observe(this);
    signal.addEventListener("abort", () => sized.disconnect());
  }

  get #now(): number {
    return this.#audio.currentTime;
  }

  #drag(over: HTMLElement, moment: (x: number, edge: DOMRect) => number): void {
    const go = (event: PointerEvent): void => this.#seek(moment(event.clientX, over.getBoundingClientRect()));
    over.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      over.setPointerCapture(event.pointerId);
      go(event);
    });
    over.addEventListener("pointermove", (event) => {
      if (over.hasPointerCapture(event.pointerId)) go(event);
    });
  }

  #press(event: KeyboardEvent): void {
    if (!isTaken(event, true) && this.#act(event.key)) event.preventDefault();
  }

  #act(key: string): boolean {
    if (key === " " || key === "k") this.toggle();
    else if (key === "ArrowLeft") this.#seek(this.#now - 5);
    else if (key === "ArrowRight") this.#seek(this.#now + 5);
    else if (key === "m") this.#audio.muted = !this.#audio.muted;
    else return false;
    return true;
  }

  /** A link to a moment of this side is a button: it plays from there. */
  #choose(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href*='t=']") : null;
    if (!link || event.defaultPrevented || event.button !== 0) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const to = new URL(link.href);
    const asked = span(said(to.hash, "t") ?? to.searchParams.get("t") ?? "");
    const canvas = to.searchParams.get("canvas") ?? "1";
    if (!asked || to.pathname !== location.pathname || canvas !== (this.getAttribute("canvas") ?? "1")) return;
    event.preventDefault();
    this.#seek(asked.from);
    if (this.#audio.paused) this.toggle();
  }

  #run(): void {
    if (this.#audio.paused) return;
    this.#tell();
    requestAnimationFrame(() => this.#run());
  }

  /** Shows the moment: clock, playhead, lines; stops where the span that was asked for ends. */
  #tell(): void {
    const [audio, now] = [this.#audio, this.#now];
    if (this.#span?.to !== undefined && now >= this.#span.to && !audio.paused) audio.pause();
    const name = audio.paused ? word(this, "play", "Play") : word(this, "pause", "Pause");
    if (this.#play.title !== name) {
      this.#play.title = name;
      this.#play.setAttribute("aria-label", name);
      this.#play.replaceChildren(icon(audio.paused ? PLAY : PAUSE));
    }
    const shown = `${clock(now)} / −${clock(this.#seconds - now)}`;
    if (this.#time.textContent !== shown) {
      this.#time.textContent = shown;
      this.#strip.setAttribute("aria-valuenow", now.toFixed(1));
      const left = `${clock(this.#seconds - now)} ${word(this, "left", "left")}`;
      this.#strip.setAttribute("aria-valuetext", `${clock(now)}, ${left}`);
    }
    const share = `${(now / this.#seconds) * 100}%`;
    const strip = this.#strip.querySelector<HTMLElement>(".playhead");
    if (strip) strip.style.left = share;
    if (this.#axis) this.#head.style.left = `${(now / this.#seconds) * this.#axis.getBoundingClientRect().width}px`;
    if (now > 0 || !audio.paused) this.#light(now);
    if (!audio.paused) this.#reveal(now);
  }

  #light(now: number): void {
    for (const line of this.#lines) {
      const sounds = now >= line.from && now < line.to;
      if (sounds === line.element.classList.contains("lit")) continue;
      line.element.classList.toggle("lit", sounds);
      if (!sounds) {
        line.element.removeAttribute("aria-current");
        continue;
      }
      // The row that the address asked for gives way to the one that sounds.
      for (const other of this.#lines) if (other !== line && now >= other.to) other.element.removeAttribute("aria-current");
      line.element.setAttribute("aria-current", "true");
      const list = line.element.closest<HTMLElement>(".cues");
      if (list && this.#follow.checked && !this.#audio.paused) {
        // Its own scroller alone moves, never the page.
        const [edge, frame] = [line.element.getBoundingClientRect(), list.getBoundingClientRect()];
        list.scrollTop += edge.top - frame.top - (frame.height - edge.height) / 2;
      }
    }
  }

  /** Turns the score so that the moment is in sight. */
  #reveal(now: number): void {
    if (!this.#score || !this.#axis || !this.#follow.checked) return;
    const x = (now / this.#seconds) * this.#axis.getBoundingClientRect().width;
    const [left, width] = [this.#score.scrollLeft, this.#score.clientWidth];
    if (x < left || x > left + width * 0.9) this.#score.scrollLeft = x - width * 0.1;
  }

  #zoom(by: number): void {
    if (!this.#axis || !this.#score) return;
    const whole = this.#score.clientWidth;
    const width = Math.min(WIDEST, Math.max(whole, this.#axis.getBoundingClientRect().width * by));
    this.#axis.style.width = `${width}px`;
    this.#score.scrollLeft = (this.#now / this.#seconds) * width - whole / 2;
    this.#tell();
    this.#draw();
  }

  #draw(): void {
    this.#paint(this.#whole, this.#strip.clientWidth, this.#strip.clientHeight, 0, this.#seconds);
    if (!this.#isUsed) this.#look(0, this.#seconds);
    if (!this.#score || !this.#axis || !this.#near.isConnected) return;
    const axis = this.#axis.getBoundingClientRect().width;
    const [from, width] = [(this.#score.scrollLeft / axis) * this.#seconds, this.#score.clientWidth];
    const to = from + (width / axis) * this.#seconds;
    this.#paint(this.#near, width, this.#near.clientHeight, from, to);
    this.#look(from, to);
  }

  #look(from: number, to: number): void {
    if (this.hasAttribute("peaks")) void this.#waves?.look(from, to, this.#isUsed ? "later" : "first");
  }

  #paint(canvas: HTMLCanvasElement, width: number, height: number, from: number, to: number): void {
    const pixels = devicePixelRatio || 1;
    const [w, h] = [Math.round(width * pixels), Math.round(height * pixels)];
    const pen = canvas.getContext("2d");
    if (!pen || w === 0 || h === 0 || !this.#waves) return;
    [canvas.width, canvas.height] = [w, h];
    canvas.style.width = `${width}px`;
    pen.fillStyle = getComputedStyle(canvas).color;
    const step = (to - from) / w;
    for (let x = 0; x < w; x++) {
      const [low, high] = this.#waves.at(from + x * step, from + (x + 1) * step) ?? [0, 0];
      pen.fillRect(x, h / 2 - (high / 256) * h, 1, Math.max(pixels, ((high - low) / 256) * h));
    }
  }

  #say(text: string): void {
    this.#status.textContent = text;
  }

  async #link(): Promise<void> {
    const canvas = encodeURIComponent(this.getAttribute("canvas") ?? "1");
    const moment = Number(this.#now.toFixed(1));
    const address = `${location.origin}${location.pathname}?canvas=${canvas}&t=${moment}`;
    try {
      await navigator.clipboard.writeText(address);
      this.#say(`${word(this, "copied", "Copied:")} ${address}`);
    } catch {
      this.#say(address);
    }
  }
}

if (!customElements.get("tape-player")) {
  adopt(css);
  customElements.define("tape-player", TapePlayer);
}
