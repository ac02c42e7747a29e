/** A style sheet of an island, as text. */
declare module "*.css" {
  const text: string;
  export default text;
}

/** The address of each island's module, by the name of its element; bundle.mjs writes it in. */
declare const MODULES: Record<string, string>;
