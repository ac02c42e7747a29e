// Builds the islands: `node bundle.mjs FOLDER` writes what the crate embeds.
//
// Each island is one ES module that holds its styles. `site.js` is the one that pages name; it knows the islands by the
// version of their bytes, so that both may be kept for ever. Licences of what is not ours stand beside, in `NAME.licence.txt`.

import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? "dist");

const ISLANDS = ["page-viewer", "tape-player"];

/** `import css from "./x.css"` gives the minified text; the island adopts it (a constructed sheet needs no inline style). */
const sheets = {
  name: "sheets",
  setup(plugins) {
    plugins.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), {
        loader: "css",
        minify: true,
        target: "es2022",
      });
      return { contents: code, loader: "text" };
    });
  },
};

/** One entry to one module; gives its bytes and the packages that went into it. */
async function bundle(name, entry, define = {}) {
  const result = await build({
    absWorkingDir: here,
    entryPoints: [entry],
    outfile: join(out, `${name}.js`),
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    charset: "utf8",
    legalComments: "none",
    plugins: [sheets],
    define,
    metafile: true,
    write: false,
    logLevel: "warning",
  });
  const packages = new Set();
  for (const input of Object.keys(result.metafile.inputs)) {
    const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (found) packages.add(found[1]);
  }
  const licences = await Promise.all([...packages].map(licence));
  const notice = licences.map(({ line }) => `/*! ${line}: ${name}.licence.txt */\n`).join("");
  const bytes = notice + result.outputFiles[0].text;
  await writeFile(join(out, `${name}.js`), bytes);
  if (licences.length > 0) {
    await writeFile(
      join(out, `${name}.licence.txt`),
      licences.map(({ line, text }) => `${line}\n\n${text}\n`).join("\n"),
    );
  }
  return createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}

async function licence(name) {
  const folder = join(here, "node_modules", name);
  const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  for (const file of ["LICENSE.txt", "LICENSE", "LICENSE.md"]) {
    try {
      return { line: `${name} ${version}, ${license}`, text: await readFile(join(folder, file), "utf8") };
    } catch {
      // The next name.
    }
  }
  throw new Error(`${name} ${version} came without a licence file: it may not go into the site.`);
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const modules = {};
for (const island of ISLANDS) {
  const version = await bundle(island, `islands/${island}/${island}.ts`);
  modules[island] = `./${island}.js?v=${version}`;
}
await bundle("site", "islands/site.ts", { MODULES: JSON.stringify(modules) });
