import type { Verdict } from "@tessera/client";
import { describe, expect, it } from "vitest";
import { atRest, type DoorAction, type DoorState, doorReducer, type Scan } from "./door-state";
import { verdictTitle } from "./verdict-words";

const scan = (seq: number): Scan => ({ seq, code: `CODE${seq}`, nonce: `nonce-${seq}`, list: "lst_1" });
const fault = { title: "Scan not saved", detail: "No connection" };

function verdict(kind: Verdict["verdict"], ticket = "tkt_1", more: Partial<Verdict> = {}): Verdict {
  return {
    verdict: kind,
    title: kind,
    detail: "",
    ticket: { id: ticket, short_code: "K7M3PQ-1", attendee_name: null, product_name: "Standard", order_code: "K7M3PQ" },
    main: null,
    first: null,
    choices: [],
    counts: { expected: 10, checked_in: 1 },
    ...more,
  };
}

const play = (...actions: DoorAction[]): DoorState => actions.reduce(doorReducer, atRest);

describe("the screen at the door", () => {
  it("shows the question, then the answer", () => {
    expect(play({ type: "scanned", scan: scan(1) }).shown.is).toBe("asking");
    const state = play(
      { type: "scanned", scan: scan(1) },
      { type: "decided", scan: scan(1), verdict: verdict("admitted") },
    );
    expect(state.shown).toMatchObject({ is: "verdict", verdict: { verdict: "admitted" }, undone: false });
    expect(state.lastIn?.scan.seq).toBe(1);
  });

  it("belongs to the newest scan, even if an older answer comes late", () => {
    const state = play(
      { type: "scanned", scan: scan(1) },
      { type: "scanned", scan: scan(2) },
      { type: "decided", scan: scan(2), verdict: verdict("unknown") },
      { type: "decided", scan: scan(1), verdict: verdict("admitted") },
    );
    expect(state.shown).toMatchObject({ scan: { seq: 2 }, verdict: { verdict: "unknown" } });
    expect(state.lastIn?.scan.seq).toBe(1);
  });

  it("replaces a verdict at once by the next scan", () => {
    const state = play(
      { type: "scanned", scan: scan(1) },
      { type: "decided", scan: scan(1), verdict: verdict("already_in") },
      { type: "scanned", scan: scan(2) },
    );
    expect(state.shown).toMatchObject({ is: "asking", scan: { seq: 2 } });
  });

  it("does not come back after somebody has dismissed it", () => {
    const state = play(
      { type: "scanned", scan: scan(1) },
      { type: "dismissed" },
      { type: "decided", scan: scan(1), verdict: verdict("admitted") },
    );
    expect(state.shown.is).toBe("ready");
    expect(state.lastIn?.scan.seq).toBe(1);
  });
});

describe("a scan that was not saved", () => {
  const failed: DoorAction[] = [
    { type: "scanned", scan: scan(1) },
    { type: "failed", scan: scan(1), fault },
  ];

  it("fills the screen", () => {
    expect(play(...failed).shown.is).toBe("fault");
  });

  it("is put aside by the next scan and by a tap, never forgotten", () => {
    expect(play(...failed, { type: "scanned", scan: scan(2) }).unsaved).toEqual([{ scan: scan(1), fault }]);
    expect(play(...failed, { type: "dismissed" }).unsaved).toEqual([{ scan: scan(1), fault }]);
  });

  it("keeps its nonce when it is tried again, and is settled by the answer", () => {
    const again = { ...scan(1), seq: 3 };
    const state = play(
      ...failed,
      { type: "scanned", scan: scan(2) },
      { type: "decided", scan: scan(2), verdict: verdict("admitted", "tkt_2") },
      { type: "scanned", scan: again },
      { type: "decided", scan: again, verdict: verdict("already_in") },
    );
    expect(state.unsaved).toEqual([]);
    expect(state.shown).toMatchObject({ is: "verdict", scan: { nonce: "nonce-1" } });
  });

  it("can be let go", () => {
    expect(play(...failed, { type: "dismissed" }, { type: "dropped", scan: scan(1) }).unsaved).toEqual([]);
  });
});

describe("an admission that is undone", () => {
  it("is marked where it is shown and cannot be undone twice", () => {
    const state = play(
      { type: "scanned", scan: scan(1) },
      { type: "decided", scan: scan(1), verdict: verdict("admitted") },
      { type: "undone", ticket: "tkt_1" },
    );
    expect(state.shown).toMatchObject({ is: "verdict", undone: true });
    expect(state.lastIn).toBeNull();
  });
});

describe("the words of a verdict", () => {
  const now = new Date("2027-03-14T15:00:00Z");
  const first = { at: "2027-03-14T13:02:00Z", gate: "Gate B" };

  it("say when and where somebody came in, in the event's zone", () => {
    const text = verdictTitle(
      verdict("already_in", "t", { title: "Already in", first }),
      "Europe/Berlin",
      now,
      "en-GB",
    );
    expect(text).toBe("Already in · 14:02, Gate B");
  });

  it("add the day if it was another one", () => {
    const earlier = { ...first, at: "2027-03-13T13:02:00Z", gate: null };
    const text = verdictTitle(
      verdict("already_in", "t", { title: "Already in", first: earlier }),
      "Europe/Berlin",
      now,
      "en-GB",
    );
    expect(text).toBe("Already in · 13 Mar, 14:02");
  });

  it("leave the others as the server says them", () => {
    expect(verdictTitle(verdict("admitted", "t", { title: "Come in" }), "UTC", now)).toBe("Come in");
  });
});
