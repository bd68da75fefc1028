import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Removals, secondThoughts } from "./removal";

const removal = (run: () => Promise<unknown>) => ({ ids: ["a"], run, onDone: () => undefined });

describe("a removal", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("is out of sight at once and sent after ten seconds", async () => {
    const run = vi.fn(async () => undefined);
    const removals = new Removals();
    removals.add("Floor", removal(run));
    expect(removals.gone().has("a")).toBe(true);
    await vi.advanceTimersByTimeAsync(secondThoughts - 1);
    expect(run).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(run).toHaveBeenCalledOnce();
    expect(removals.gone().has("a")).toBe(true);
  });

  it("is never sent once it was taken back", async () => {
    const run = vi.fn(async () => undefined);
    const removals = new Removals();
    const undo = removals.add("Floor", removal(run));
    undo();
    expect(removals.gone().size).toBe(0);
    await vi.advanceTimersByTimeAsync(secondThoughts * 2);
    expect(run).not.toHaveBeenCalled();
  });

  it("is sent at once when the page is left", async () => {
    const run = vi.fn(async () => undefined);
    const removals = new Removals();
    removals.add("Floor", removal(run));
    removals.flush();
    await vi.advanceTimersByTimeAsync(secondThoughts);
    expect(run).toHaveBeenCalledOnce();
  });

  it("comes back with the reason when it is refused", async () => {
    const removals = new Removals();
    const heard = vi.fn();
    removals.subscribe(heard);
    const refusal = new Error("is in use");
    removals.add(
      "Floor",
      removal(() => Promise.reject(refusal)),
    );
    await vi.advanceTimersByTimeAsync(secondThoughts);
    expect(removals.gone().size).toBe(0);
    expect(removals.refused()).toEqual({ title: "Floor", error: refusal });
    expect(heard).toHaveBeenCalledTimes(2);
  });
});
