/** What a single key asks for, outside of text fields. */
export type KeyWish =
  | { kind: "go"; letter: string }
  | { kind: "search" }
  | { kind: "help" }
  | { kind: "move"; step: 1 | -1 };

/** How long `g` waits for its letter, in milliseconds. */
const patience = 1500;

/** Reads single keys and the two-key sequences that start with `g`. */
export class KeySequence {
  #goSince = Number.NEGATIVE_INFINITY;

  /** `time` in milliseconds. */
  read(key: string, time: number): KeyWish | null {
    const going = time - this.#goSince <= patience;
    this.#goSince = Number.NEGATIVE_INFINITY;
    if (going && /^[a-z]$/i.test(key)) return { kind: "go", letter: key.toLowerCase() };
    switch (key) {
      case "g":
        this.#goSince = time;
        return null;
      case "/":
        return { kind: "search" };
      case "?":
        return { kind: "help" };
      case "j":
        return { kind: "move", step: 1 };
      case "k":
        return { kind: "move", step: -1 };
      default:
        return null;
    }
  }
}
