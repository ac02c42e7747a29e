// Where the waveform comes from: the server's outline for the whole, and blocks of the peaks file for what is looked at.

import { extent, header, outline, peaks, type Extent, type Header } from "./peaks.ts";

/** Peaks a block: 32 kB of 8-bit peaks, 87 s of a tape at 48 kHz. */
const BLOCK = 16_384;
/** The most blocks that one look fetches (256 kB): a longer look has the outline. */
const LOOK = 8;
/** The most blocks that are kept: 2 MB. */
const KEPT = 64;

export class Waves {
  readonly #address: string;
  readonly #seconds: number;
  readonly #coarse: Int8Array;
  readonly #changed: () => void;
  readonly #blocks = new Map<number, Int8Array | null>();
  #header: Promise<Header | undefined> | undefined;
  #known: Header | undefined;

  constructor(address: string, seconds: number, path: string, changed: () => void) {
    [this.#address, this.#seconds, this.#coarse, this.#changed] = [address, seconds, outline(path), changed];
  }

  /** Highest and lowest from one moment to another, from the finest that is here. */
  at(from: number, to: number): Extent | undefined {
    const known = this.#known;
    if (known) {
      const [first, last] = [from * known.rate, to * known.rate];
      const block = this.#blocks.get(Math.floor(first / BLOCK));
      const base = Math.floor(first / BLOCK) * BLOCK;
      if (block) return extent(block, first - base, last - base);
    }
    const share = this.#coarse.length / 2 / this.#seconds;
    return extent(this.#coarse, from * share, to * share);
  }

  /** Fetches what a look from one moment to another needs and has not; at most 64 kB for the first, whole drawing. */
  async look(from: number, to: number): Promise<void> {
    this.#header ??= this.#read(0, 24).then((bytes) => bytes && header(bytes));
    const known = (this.#known ??= await this.#header);
    if (!known) return;
    const first = Math.floor((Math.max(0, from) * known.rate) / BLOCK);
    const last = Math.floor(Math.min(known.count - 1, to * known.rate) / BLOCK);
    const isWhole = from <= 0 && to >= this.#seconds;
    if (last - first >= (isWhole && this.#coarse.length > 0 ? 2 : LOOK)) return;
    const wanted = [];
    for (let n = first; n <= last; n++) if (!this.#blocks.has(n)) wanted.push(n);
    await Promise.all(wanted.map((n) => this.#fetch(n, known)));
  }

  async #fetch(n: number, known: Header): Promise<void> {
    this.#blocks.set(n, null);
    const width = known.size * 2 * known.channels;
    const peaksLeft = Math.min(BLOCK, known.count - n * BLOCK);
    const bytes = await this.#read(known.at + n * BLOCK * width, peaksLeft * width);
    if (!bytes) return;
    this.#blocks.set(n, peaks(bytes, known));
    for (const old of this.#blocks.keys()) if (this.#blocks.size > KEPT) this.#blocks.delete(old);
    this.#changed();
  }

  async #read(at: number, length: number): Promise<ArrayBuffer | undefined> {
    try {
      const answer = await fetch(this.#address, { headers: { range: `bytes=${at}-${at + length - 1}` } });
      // A server that does not know ranges sends the whole: not for us.
      if (answer.status === 206) return await answer.arrayBuffer();
      await answer.body?.cancel();
    } catch {
      // The outline stays.
    }
    return undefined;
  }
}
