import { useQueryClient } from "@tanstack/react-query";
import { useToast } from "@tessera/ui";
import { useSyncExternalStore } from "react";

/** How long a removal can be taken back, in milliseconds: as long as its message is there. */
export const secondThoughts = 10_000;

interface Removal {
  /** Of what is removed; lists leave it out from now on. */
  ids: string[];
  run: () => Promise<unknown>;
  onDone: () => unknown;
}

interface Waiting extends Removal {
  title: string;
  timer: ReturnType<typeof setTimeout>;
}

/** Something that could not be removed after all. */
export interface Refused {
  title: string;
  error: unknown;
}

/**
 * Removals that wait for second thoughts before they are sent, because the server takes none back. They survive a
 * change of screen; when the page itself is left they are sent at once.
 */
export class Removals {
  #gone: ReadonlySet<string> = new Set();
  #refused: Refused | null = null;
  readonly #waiting = new Set<Waiting>();
  readonly #listeners = new Set<() => void>();

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  gone = (): ReadonlySet<string> => this.#gone;
  refused = (): Refused | null => this.#refused;

  /** Returns what takes it back, as long as it was not sent. */
  add(title: string, removal: Removal): () => void {
    const waiting: Waiting = { ...removal, title, timer: setTimeout(() => void this.#send(waiting), secondThoughts) };
    this.#waiting.add(waiting);
    this.#refused = null;
    this.#change(new Set([...this.#gone, ...removal.ids]));
    return () => {
      if (this.#take(waiting)) this.#show(waiting.ids);
    };
  }

  /** Shows again what was removed and is there again. */
  back(ids: string[]): void {
    this.#show(ids);
  }

  flush(): void {
    for (const waiting of this.#waiting) void this.#send(waiting);
  }

  async #send(waiting: Waiting): Promise<void> {
    if (!this.#take(waiting)) return;
    try {
      await waiting.run();
      await waiting.onDone();
    } catch (error) {
      this.#refused = { title: waiting.title, error };
      this.#show(waiting.ids);
    }
  }

  #take(waiting: Waiting): boolean {
    clearTimeout(waiting.timer);
    return this.#waiting.delete(waiting);
  }

  #show(ids: string[]): void {
    this.#change(new Set([...this.#gone].filter((other) => !ids.includes(other))));
  }

  #change(gone: ReadonlySet<string>): void {
    this.#gone = gone;
    for (const listener of this.#listeners) listener();
  }
}

const removals = new Removals();
if (typeof window !== "undefined") window.addEventListener("pagehide", () => removals.flush());

/** What was removed on this page, also where the server has not heard of it yet. */
export const useGone = (): ReadonlySet<string> => useSyncExternalStore(removals.subscribe, removals.gone);

/** Shows something again that was removed and put back. */
export const cameBack = (ids: string[]): void => removals.back(ids);

/** The last removal that was refused, to show it where the list is. */
export const useRefusedRemoval = (): Refused | null => useSyncExternalStore(removals.subscribe, removals.refused);

/** Removes something with a way back: it is out of sight at once, and out of the world ten seconds later. */
export function useRemoval(queryKey: readonly unknown[]) {
  const client = useQueryClient();
  const toast = useToast();
  return (ids: string | string[], name: string, run: () => Promise<unknown>) => {
    const onDone = () => client.invalidateQueries({ queryKey });
    const undo = removals.add(name, { ids: [ids].flat(), run, onDone });
    toast(`${name}: removed`, undo);
  };
}
