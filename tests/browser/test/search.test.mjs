import assert from "node:assert/strict";
import { test } from "node:test";
import { found } from "../archive.mjs";
import { room } from "../room.mjs";

const reading = room();
const search = (query) => `/search?${new URLSearchParams({ q: query })}`;
const ids = (page) =>
  page.locator(".card h3 a").evaluateAll((links) => links.map((link) => new URL(link.href).pathname).sort());

test("a word typed at home is found, marked, and its link leads to the place", async () => {
  const page = await reading.open("/");
  await page.getByRole("searchbox").first().fill("steppe");
  await page.keyboard.press("Enter");

  const passage = page.locator(".card .passage").first();
  await passage.waitFor();
  assert.equal(new URL(page.url()).searchParams.get("q"), "steppe");
  assert.deepEqual(await passage.locator("mark").allTextContents(), ["steppe"]);

  await passage.click();
  await page.waitForURL(/\/items\//);
  const { hits } = found(reading.made.folder, "steppe");
  const [{ canvas, time }] = hits[0].passages;
  const asked = new URL(page.url());
  assert.equal(asked.pathname, `/items/${hits[0].id}`);
  assert.equal(asked.searchParams.get("canvas"), `${canvas.n}`);
  assert.deepEqual(asked.searchParams.get("t").split(",").map(Number), time);
  const line = page.locator(".cue[aria-current=true]");
  assert.deepEqual(await line.locator("mark").allTextContents(), ["steppe"]);
  assert.equal(Number(await line.getAttribute("data-from")), time[0]);
  await page.locator(".back a").click();
  await page.waitForURL(/\/search\?q=steppe/);
});

test("every highlight of the first page is the word that the index says", async () => {
  const page = await reading.open(search("Jangar"));
  const { hits } = found(reading.made.folder, "Jangar");
  const wanted = hits.flatMap((hit) =>
    hit.passages.map(({ text, highlights }) => highlights.map(([from, to]) => [...text].slice(from, to).join(""))),
  );
  const shown = await page
    .locator(".card .passage .quote")
    .evaluateAll((quotes) => quotes.map((quote) => [...quote.querySelectorAll("mark")].map((mark) => mark.textContent)));
  assert.ok(wanted.length >= 4);
  assert.deepEqual(shown, wanted);
});

test("a name finds the same items in whichever script it is asked", async () => {
  const spellings = ["Jangar", "江格尔", "Җаңһр", "ᠵᠠᠩᠭᠠᠷ"];
  const answers = [];
  for (const spelling of spellings) answers.push(await ids(await reading.open(search(spelling))));
  assert.deepEqual(answers[0], [reading.made.book, reading.made.reel].map((id) => `/items/${id}`).sort());
  for (const answer of answers) assert.deepEqual(answer, answers[0]);
});

test("a facet narrows by as many as it says, and can be taken off again", async () => {
  const page = await reading.open(search("Jangar"));
  const row = page.locator("[data-facet=kind] li").filter({ hasText: /reel/i });
  const count = Number(await row.locator(".count").textContent());
  await row.getByRole("checkbox").check();
  await page.locator("button.apply").click();
  await page.waitForURL(/f\.kind=reel/);
  assert.equal((await ids(page)).length, count);
  assert.deepEqual(await ids(page), [`/items/${reading.made.reel}`]);
  assert.equal(new URL(page.url()).searchParams.get("q"), "Jangar");

  await page.locator(".chips .chip").click();
  await page.waitForURL((address) => !address.href.includes("f.kind"));
  assert.equal((await ids(page)).length, 2);
});

test("what is nowhere is said to be nowhere, with the query and ways on", async () => {
  const page = await reading.open(search("zzzzzz"));
  assert.match(await page.getByRole("status").textContent(), /Nothing was found for zzzzzz/);
  assert.equal(await page.locator(".card").count(), 0);
  assert.ok((await page.locator(".nothing .ways a").count()) >= 2);
  assert.equal(await page.getByRole("searchbox").first().inputValue(), "zzzzzz");
});

test("a query that does not parse shows where", async () => {
  const page = await reading.open(search('steppe "grass'));
  const alert = page.getByRole("alert");
  assert.match(await alert.textContent(), /quotation mark/);
  const [before, at] = await alert
    .locator(".query code")
    .evaluate((code) => [code.firstChild.textContent, code.querySelector("mark").textContent]);
  assert.equal(before, "steppe ");
  assert.match(at, /^"/);
  assert.equal(await page.getByRole("searchbox").first().inputValue(), 'steppe "grass');
});

test("what was withdrawn is not found and says why it is gone", async () => {
  const page = await reading.open("/search?q=");
  assert.ok(!(await ids(page)).includes(`/items/${reading.made.gone}`));
  const tombstone = await reading.open(`/items/${reading.made.gone}`, { status: 410 });
  assert.match(await tombstone.locator("main").textContent(), /It was a test\./);
});

test("what is closed is neither found, nor named, nor heard, nor handed to programs", async () => {
  const { closed } = reading.made;
  for (const query of ["underlock", ""]) {
    const page = await reading.open(search(query));
    assert.ok(!(await ids(page)).includes(`/items/${closed}`), `found by "${query}"`);
    assert.doesNotMatch(await page.locator(".results").textContent(), /and key/);
  }
  const page = await reading.open(`/items/${closed}`, { status: 403 });
  assert.doesNotMatch(await page.locator("body").textContent(), /underlock/i);
  const file = `${closed.replace("ark:", "").replace("/", "-")}-f1`;
  for (const path of [`/media/${file}`, `/media/${file}/peaks.dat`, `/iiif/manifest/${closed}`]) {
    const answer = await page.request.get(new URL(path, reading.address).href, { headers: { accept: "application/json" } });
    assert.equal(answer.status(), 403, path);
    assert.doesNotMatch(await answer.text(), /underlock/i, path);
  }
  const open = await page.request.get(new URL(`/media/${reading.made.tones.replace("ark:", "").replace("/", "-")}-f1`, reading.address).href);
  assert.equal(open.status(), 200, "and such an address is where the sound of what is open stands");
});
