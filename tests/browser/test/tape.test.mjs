import assert from "node:assert/strict";
import { test } from "node:test";
import { island, item, room } from "../room.mjs";
import { LINE, pitch, RATE, second } from "../tones.mjs";

const reading = room();
const clock = (page) => page.locator("tape-player audio").evaluate((audio) => audio.currentTime);
const passed = (page, to) =>
  page.waitForFunction((moment) => document.querySelector("tape-player audio").currentTime > moment, to);

async function player(asked = {}, id = reading.made.tones) {
  const page = await reading.open(item(id, asked));
  await island(page, "tape-player");
  await page.waitForFunction(() => document.querySelector("tape-player audio").readyState >= 1);
  return page;
}

const play = (page) => page.locator("tape-player .deck .play");
const halts = (page) => page.locator("tape-player audio").evaluate((audio) => audio.paused);

/** The pitch that sounds, by an analyser on the element itself, and the clock at that moment. */
function heard(page) {
  return page.evaluate(async () => {
    const audio = document.querySelector("tape-player audio");
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
    context.createMediaElementSource(audio).connect(analyser).connect(context.destination);
    await context.resume();
    const bins = new Float32Array(analyser.frequencyBinCount);
    // In the middle of a second the whole window is of one pitch.
    const middle = () => audio.currentTime % 1 > 0.45 && audio.currentTime % 1 < 0.8;
    for (let tries = 0; tries < 400; tries++) {
      await new Promise((done) => setTimeout(done, 20));
      const now = audio.currentTime;
      if (!middle()) continue;
      analyser.getFloatFrequencyData(bins);
      const peak = bins.indexOf(Math.max(...bins));
      if (bins[peak] > -60) return { now, hertz: (peak * context.sampleRate) / analyser.fftSize };
    }
    throw new Error(`nothing is heard: at ${audio.currentTime}, context ${context.state}`);
  });
}

test("pressing play moves the clock, and what sounds is what lies there", async () => {
  const page = await player();
  assert.equal(await halts(page), true);
  await play(page).click();
  await passed(page, 0.5);
  const { now, hertz } = await heard(page);
  assert.ok(Math.abs(second(hertz) - Math.floor(now)) < 0.25, `${hertz} Hz at ${now} s`);
  await play(page).click();
  await page.waitForFunction(() => document.querySelector("tape-player audio").paused);
});

test("the time of a line seeks there, and the right sound is at the right time", async () => {
  const page = await player();
  const row = page.locator(".cue").nth(5);
  const from = Number(await row.getAttribute("data-from"));
  assert.equal(from, 5 * LINE);
  await row.locator(".moment").click();
  await passed(page, from);
  const { now, hertz } = await heard(page);
  assert.ok(now > from && now < from + LINE + 4, `the clock says ${now}`);
  assert.ok(Math.abs(second(hertz) - Math.floor(now)) < 0.25, `${hertz} Hz at ${now} s`);
  // And back again.
  await page.locator(".cue").nth(1).locator(".moment").click();
  await page.waitForFunction((end) => document.querySelector("tape-player audio").currentTime < end, 3 * LINE);
  assert.ok((await clock(page)) >= LINE);
  assert.match(page.url(), /\/items\/[^?]*$/, "seeking leaves the page where it is");
});

test("a range of the master is the sound of that second", async () => {
  const page = await player();
  const [from, at] = [17, 44 + 17 * RATE * 2];
  const { status, range, crossings } = await page.evaluate(
    async ([first, last]) => {
      const source = document.querySelector("tape-player audio").src.split("#")[0];
      const answer = await fetch(source, { headers: { range: `bytes=${first}-${last}` } });
      const samples = new Int16Array(await answer.arrayBuffer());
      let crossings = 0;
      for (let n = 1; n < samples.length; n++) if (samples[n - 1] < 0 && samples[n] >= 0) crossings += 1;
      return { status: answer.status, range: answer.headers.get("content-range"), crossings };
    },
    [at, at + RATE * 2 - 1],
  );
  assert.equal(status, 206);
  assert.match(range, new RegExp(`^bytes ${at}-${at + RATE * 2 - 1}/\\d+$`));
  assert.ok(Math.abs(crossings - pitch(from)) <= 1, `${crossings} Hz where ${pitch(from)} are`);
});

test("the line that sounds is marked, in the transcript alone and one at a time", async () => {
  const page = await player();
  const marked = page.locator(".cue[aria-current=true]");
  for (const n of [3, 6]) {
    await page.locator(".cue").nth(n).locator(".moment").click();
    await passed(page, n * LINE + 0.2);
    await page.locator(".cue").nth(n).and(page.locator("[aria-current=true]")).waitFor();
    assert.equal(await marked.count(), 1);
  }
});

test("the sung column under the waveform is lit while it sounds", async () => {
  const page = await player({ canvas: 1 }, reading.made.reel);
  const column = page.locator(".score .line").nth(2);
  const from = Number(await column.getAttribute("data-from"));
  await column.locator("a").click();
  await passed(page, from + 0.2);
  assert.match(await column.getAttribute("class"), /\blit\b/);
  assert.equal(await page.locator(".score .line.lit").count(), 1);
});

for (const [how, address] of [
  ["?t=", { t: "12.5,15" }],
  ["#t=", {}],
]) {
  test(`${how} stands at the moment, does not play by itself, and stops at the end of the span`, async () => {
    const hash = how === "#t=" ? "#t=12.5,15" : "";
    const page = await reading.open(item(reading.made.tones, address) + hash);
    await island(page, "tape-player");
    await page.waitForFunction(() => Math.abs(document.querySelector("tape-player audio").currentTime - 12.5) < 0.1);
    await page.waitForTimeout(400);
    assert.equal(await halts(page), true);
    assert.ok(Math.abs((await clock(page)) - 12.5) < 0.1);
    await play(page).click();
    await passed(page, 14);
    await page.waitForFunction(() => document.querySelector("tape-player audio").paused);
    assert.ok(Math.abs((await clock(page)) - 15) < 0.5, `stopped at ${await clock(page)}`);
  });
}

test("at twice the speed each second still sounds at its own pitch", async () => {
  const page = await player();
  await page.getByRole("combobox", { name: "Speed" }).selectOption("2");
  await play(page).click();
  await passed(page, 2);
  assert.equal(await page.locator("tape-player audio").evaluate((audio) => audio.playbackRate), 2);
  const { now, hertz } = await heard(page);
  assert.ok(Math.abs(second(hertz) - Math.floor(now)) < 0.4, `${hertz} Hz at ${now} s`);
});

test("15 seconds on and back, and the keys", async () => {
  const page = await player();
  await page.getByRole("button", { name: "On 15 seconds" }).click();
  assert.equal(Math.round(await clock(page)), 15);
  await page.getByRole("button", { name: "Back 15 seconds" }).click();
  assert.equal(Math.round(await clock(page)), 0);
  await page.locator("main").focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(Math.round(await clock(page)), 5);
  await page.keyboard.press("k");
  await passed(page, 5.2);
  await page.keyboard.press("k");
  assert.equal(await halts(page), true);
});

test("a sentence of the fixtures is found and heard where it is said", async (t) => {
  if (!reading.made.aesop) return t.skip("no fixtures");
  const page = await reading.open(`/search?${new URLSearchParams({ q: '"hanging there"' })}`);
  const passage = page.locator(`.passage[href*="${reading.made.aesop}"]`).first();
  assert.match(await passage.locator("mark").allTextContents().then((marks) => marks.join(" ")), /hanging.*there/i);
  await passage.click();
  await island(page, "tape-player");
  const from = Number(new URL(page.url()).searchParams.get("t").split(",")[0]);
  assert.ok(from > 30);
  await page.waitForFunction(
    (moment) => Math.abs(document.querySelector("tape-player audio").currentTime - moment) < 0.2,
    from,
  );
  await play(page).click();
  await passed(page, from + 0.5);
  assert.match(await page.locator(".cue[aria-current=true]").first().textContent(), /hanging/i);
});
