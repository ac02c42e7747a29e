// Where the waveform comes from: the server's outline for the whole, and blocks of the peaks file for what is looked at.

import { extent, header, outline, peaks, type Extent, type Header } from "./peaks.ts";

/** Peaks a block: 16 kB of 8-bit peaks, 44 s of a tape at 48 kHz. */
const BLOCK = 8192;
/** The most blocks that one look fetches: 64 kB before anybody touched the player, 256 kB after. A longer look has the outline. */
const LOOK = { first: 4, later: 16 };
/** The most blocks that are kept: 2 MB. */
const KEPT = 128;

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

  /** Fetches what a look from one moment to another needs and has not, where that is not too much. */
  async look(from: number, to: number, when: keyof typeof LOOK): Promise<void> {
    this.#header ??= this.#read(0, 24).then((bytes) => bytes && header(bytes));
    const known = (this.#known ??= await this.#header);
    if (!known) return;
    const first = Math.floor((Math.max(0, from) * known.rate) / BLOCK);
    const last = Math.floor(Math.min(known.count - 1, to * known.rate) / BLOCK);
    if (last - first >= LOOK[when]) return;
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
