/** What scanners put around a code: an AIM symbology identifier (ISO/IEC 15424) in front, control characters. */
const identifier = /^\][A-Za-z][0-9A-Za-z]/;

/** A code as it was scanned or typed, without what does not belong to it. The server reads case, spaces and dashes. */
export function cleanCode(raw: string): string {
  return raw
    .replace(/\p{Cc}/gu, "")
    .trim()
    .replace(identifier, "")
    .trim();
}

/** Scanners send a key every few milliseconds; even fast typists rarely stay below 50. */
const longestGap = 50;
/** Shorter bursts are keys pressed together, not codes. */
const shortestCode = 5;

/**
 * Tells a scanner that acts as a keyboard from a person, wherever the focus is. Feed it every key with its time in
 * milliseconds; at the Enter or Tab that ends a burst it answers with the code.
 */
export class WedgeReader {
  #text = "";
  #last = Number.NEGATIVE_INFINITY;

  feed(key: string, time: number): string | null {
    const inBurst = time - this.#last <= longestGap;
    this.#last = time;
    if (key === "Enter" || key === "Tab") {
      const code = inBurst ? cleanCode(this.#text) : "";
      this.#text = "";
      return code.length >= shortestCode ? code : null;
    }
    // Shift, Alt and the like come between the letters and are no letters.
    if (key.length > 1) return null;
    this.#text = inBurst ? this.#text + key : key;
    return null;
  }

  /** What has come of a burst so far: the field that had the focus swallowed it. */
  get pending(): string {
    return this.#text;
  }
}
