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

/** Half a code that somebody left standing for so long, in milliseconds, is not part of the next scan. */
const forgottenAfter = 15_000;

type KeyUse = "type" | "start-over" | "dismiss" | "other";

/** Decides what a key at the door is for; a scanner that acts as a keyboard sends the same keys, only faster. */
export class KeyReader {
  #last = Number.NEGATIVE_INFINITY;

  /** `time` in milliseconds; `onButton` when a button or link has the focus, which keeps its space key. */
  read(key: string, time: number, onButton: boolean): KeyUse {
    if (key === "Escape") return "dismiss";
    if (key.length !== 1 || (key === " " && onButton)) return "other";
    const idle = time - this.#last;
    this.#last = time;
    return idle > forgottenAfter ? "start-over" : "type";
  }
}
