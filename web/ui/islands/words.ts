// The words that islands show: English, or what the server put on the element as `data-text-…`.

/** The word for a key: `data-text-play="…"` of the element, else the English. */
export function word(of: HTMLElement, key: string, english: string): string {
  return of.getAttribute(`data-text-${key}`) ?? english;
}
