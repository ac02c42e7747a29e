// A recording whose pitch tells the second: second n sounds at 300 + 40 n Hz.

export const RATE = 48_000;
export const SECONDS = 40;
/** Seconds a line of the transcript stands. */
export const LINE = 4;

/** The pitch of a second, in Hz. */
export const pitch = (second) => 300 + 40 * second;
/** Which second sounds at a pitch; with a fraction where it is none of them. */
export const second = (hertz) => (hertz - 300) / 40;

/** RIFF WAVE, PCM, 16 bit, one channel. */
export function wave(seconds) {
  const bytes = Buffer.alloc(44 + seconds * RATE * 2);
  bytes.write("RIFF", 0, "latin1");
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write("WAVEfmt ", 8, "latin1");
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(RATE, 24);
  bytes.writeUInt32LE(RATE * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write("data", 36, "latin1");
  bytes.writeUInt32LE(bytes.length - 44, 40);
  for (let n = 0; n < seconds * RATE; n++) {
    const hertz = pitch(Math.floor(n / RATE));
    bytes.writeInt16LE(Math.round(12_000 * Math.sin((2 * Math.PI * hertz * n) / RATE)), 44 + n * 2);
  }
  return bytes;
}

/** WebVTT: a line each four seconds, from the first whole one. */
export function transcript(seconds) {
  const clock = (at) => `00:${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}.000`;
  const cues = [];
  for (let at = 0; at < seconds; at += LINE) cues.push(`${clock(at)} --> ${clock(at + LINE)}\ntones from ${at} on\n`);
  return `WEBVTT\n\n${cues.join("\n")}`;
}
