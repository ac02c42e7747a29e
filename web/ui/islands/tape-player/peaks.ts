// Peaks as they lie in a file: audiowaveform's data format, versions 1 and 2, little-endian.
// https://github.com/bbc/audiowaveform/blob/master/doc/DataFormat.md

/** What the first 20 (version 1) or 24 bytes (version 2) say. */
export interface Header {
  /** Where the peaks begin, in bytes. */
  at: number;
  /** Bytes a value: 1 or 2. */
  size: 1 | 2;
  channels: number;
  /** Peaks a second. */
  rate: number;
  /** How many peaks there are. */
  count: number;
}

/** Lowest and highest of one stretch of sound, −128 to 127. */
export type Extent = [low: number, high: number];

/** Reads a header; none where the bytes are no peaks. */
export function header(bytes: ArrayBuffer): Header | undefined {
  if (bytes.byteLength < 20) return undefined;
  const view = new DataView(bytes);
  const word = (n: number): number => view.getUint32(n * 4, true);
  const version = word(0);
  if (version !== 1 && !(version === 2 && bytes.byteLength >= 24)) return undefined;
  const channels = version === 1 ? 1 : word(5);
  const rate = word(2) / word(3);
  if (channels < 1 || channels > 256 || !Number.isFinite(rate) || rate <= 0) return undefined;
  return { at: version === 1 ? 20 : 24, size: word(1) & 1 ? 1 : 2, channels, rate, count: word(4) };
}

/** Lowest and highest of each peak, all channels taken together; a last peak that is cut off is left out. */
export function peaks(bytes: ArrayBuffer, { size, channels }: Header): Int8Array {
  const width = size * 2 * channels;
  const view = new DataView(bytes);
  const out = new Int8Array(Math.floor(bytes.byteLength / width) * 2);
  for (let n = 0; n < out.length / 2; n++) {
    let [low, high] = [127, -128];
    for (let at = n * width; at < (n + 1) * width; at += size) {
      // Of two bytes the second is the greater one.
      const value = view.getInt8(at + size - 1);
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    out.set([low, high], n * 2);
  }
  return out;
}

/** The outline that the server drew, `M0 -5L1 -90…` over the tops and back under them, as peaks. */
export function outline(path: string): Int8Array {
  const numbers = (path.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number);
  const count = Math.floor(numbers.length / 4);
  const out = new Int8Array(count * 2);
  for (let n = 0; n < count; n++) {
    const [top = 0, under = 0] = [numbers[n * 2 + 1], numbers[(count * 2 - 1 - n) * 2 + 1]];
    out.set([Math.max(-128, -under), Math.min(127, -top)], n * 2);
  }
  return out;
}

/** The extent of a stretch of peaks, from the first up to the one before `to`; at least one. */
export function extent(values: Int8Array, from: number, to: number): Extent | undefined {
  let [low, high] = [127, -128];
  const last = Math.min(values.length / 2, Math.max(Math.ceil(to), Math.floor(from) + 1));
  for (let n = Math.max(0, Math.floor(from)); n < last; n++) {
    low = Math.min(low, values[n * 2] ?? 0);
    high = Math.max(high, values[n * 2 + 1] ?? 0);
  }
  return low > high ? undefined : [low, high];
}
