// Every kind of page that a reader can come to.

import { item } from "./room.mjs";

/** `[name, address, status]` of each, in an archive that was made. */
export async function kinds({ address, made }) {
  const reel = await (await fetch(new URL(item(made.reel), address))).text();
  const [authority] = reel.match(/\/authorities\/ark:[^"?]+/);
  return [
    ["home", "/", 200],
    ["search", "/search?q=Jangar", 200],
    ["search that found nothing", "/search?q=zzzzzz", 200],
    ["search that does not parse", `/search?q=${encodeURIComponent('"steppe')}`, 200],
    ["collections", "/collections/", 200],
    ["collection", `/collections/${made.collection}`, 200],
    ["item, a book", item(made.book), 200],
    ["item, a book with a hit", item(made.book, { canvas: 3, q: "Jangar" }), 200],
    ["item, a reel", item(made.reel), 200],
    ["item, a reel at a moment", item(made.reel, { canvas: 2, t: "4,10.1", q: "Jangar" }), 200],
    ["item, tones", item(made.tones), 200],
    ["names", "/authorities/", 200],
    ["authority", authority, 200],
    ["about", "/about", 200],
    ["error", "/items/ark:99999/b1nothing", 404],
    ["closed", item(made.closed), 403],
    ["tombstone", item(made.gone), 410],
  ];
}
