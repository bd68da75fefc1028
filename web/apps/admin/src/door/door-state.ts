import type { Verdict } from "@tessera/client";

/** One code that was scanned or typed. Sent again after a lost answer it keeps its nonce, so it counts once. */
export interface Scan {
  /** Counts up within this page. */
  seq: number;
  code: string;
  nonce: string;
  list: string;
}

/** Why a scan could not be decided. */
export interface Fault {
  title: string;
  detail: string;
}

/** What fills the screen. */
export type Shown =
  | { is: "ready" }
  | { is: "asking"; scan: Scan }
  | { is: "verdict"; scan: Scan; verdict: Verdict; undone: boolean }
  | { is: "fault"; scan: Scan; fault: Fault };

export interface DoorState {
  shown: Shown;
  /** Scans without an answer that are not in front any more: somebody has to try them again or let them go. */
  unsaved: { scan: Scan; fault: Fault }[];
  /** The last one let in here, who can be sent out again. */
  lastIn: { scan: Scan; verdict: Verdict } | null;
}

export type DoorAction =
  | { type: "scanned"; scan: Scan }
  | { type: "decided"; scan: Scan; verdict: Verdict }
  | { type: "failed"; scan: Scan; fault: Fault }
  | { type: "undone"; ticket: string }
  | { type: "dismissed" }
  | { type: "dropped"; scan: Scan };

export const atRest: DoorState = { shown: { is: "ready" }, unsaved: [], lastIn: null };

const without = (unsaved: DoorState["unsaved"], { nonce }: Scan) => unsaved.filter(({ scan }) => scan.nonce !== nonce);

/** The newest scan owns the screen; answers to older ones are taken in without covering it. */
export function doorReducer(state: DoorState, action: DoorAction): DoorState {
  switch (action.type) {
    case "scanned": {
      const kept = state.shown.is === "fault" ? [...state.unsaved, state.shown] : state.unsaved;
      const unsaved = without(kept, action.scan).map(({ scan, fault }) => ({ scan, fault }));
      return { ...state, unsaved, shown: { is: "asking", scan: action.scan } };
    }
    case "decided": {
      const { scan, verdict } = action;
      const admitted = verdict.verdict === "admitted" && (state.lastIn?.scan.seq ?? -1) <= scan.seq;
      return {
        unsaved: without(state.unsaved, scan),
        lastIn: admitted ? { scan, verdict } : state.lastIn,
        shown: isInFront(state, scan) ? { is: "verdict", scan, verdict, undone: false } : state.shown,
      };
    }
    case "failed": {
      const { scan, fault } = action;
      if (isInFront(state, scan)) return { ...state, shown: { is: "fault", scan, fault } };
      return { ...state, unsaved: [...without(state.unsaved, scan), { scan, fault }] };
    }
    case "undone": {
      const { shown, lastIn } = state;
      const here = shown.is === "verdict" && shown.verdict.ticket?.id === action.ticket;
      return {
        ...state,
        shown: here ? { ...shown, undone: true } : shown,
        lastIn: lastIn?.verdict.ticket?.id === action.ticket ? null : lastIn,
      };
    }
    case "dismissed": {
      const { shown } = state;
      // A scan that was not saved is put aside, never forgotten.
      const unsaved =
        shown.is === "fault" ? [...state.unsaved, { scan: shown.scan, fault: shown.fault }] : state.unsaved;
      return { ...state, unsaved, shown: { is: "ready" } };
    }
    case "dropped":
      return { ...state, unsaved: without(state.unsaved, action.scan) };
  }
}

/** Whether the answer to a scan may fill the screen: nothing newer was scanned since. */
function isInFront({ shown }: DoorState, scan: Scan): boolean {
  return shown.is !== "ready" && shown.scan.nonce === scan.nonce && shown.scan.seq <= scan.seq;
}
