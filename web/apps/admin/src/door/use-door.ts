import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ApiProblem, api, type CheckInList, keys, type Verdict } from "@tessera/client";
import { useCallback, useReducer, useRef } from "react";
import { atRest, type DoorState, doorReducer, type Fault, type Scan } from "./door-state";
import { checkInListsQuery } from "./queries";

const list = "/api/v1/organisations/{org}/events/{event}/check-in-lists/{list}";

/** How long the door waits for an answer, in milliseconds. */
const patience = 6000;

interface Door {
  state: DoorState;
  scan: (code: string) => void;
  /** Sends a scan again that was not saved: the same nonce, so that it counts once. */
  retry: (scan: Scan) => void;
  dismiss: () => void;
  /** Lets go of a scan that was not saved. */
  drop: (scan: Scan) => void;
  undo: (ticket: string) => void;
  undoing: boolean;
  undoError: unknown;
}

interface Place {
  org: string;
  event: string;
  /** The check-in list. */
  list: string;
  gate: string;
}

/** Sends what is scanned to the server, one request for each code, and keeps what is shown of the answers. */
export function useDoor({ org, event, list: here, gate }: Place): Door {
  const client = useQueryClient();
  const [state, dispatch] = useReducer(doorReducer, atRest);
  const count = useRef(0);

  const setCounts = useCallback(
    (id: string, counts: Pick<CheckInList, "expected" | "checked_in">) => {
      client.setQueryData(
        checkInListsQuery(org, event).queryKey,
        (lists) =>
          lists && { ...lists, items: lists.items.map((item) => (item.id === id ? { ...item, ...counts } : item)) },
      );
      void client.invalidateQueries({ queryKey: keys.scans(org, event, id) });
    },
    [client, org, event],
  );

  const { mutateAsync: redeem } = useMutation({
    // Waiting until the network is back would let the guest stand there without a word.
    networkMode: "always",
    mutationFn: (scan: Scan): Promise<Verdict> =>
      api.POST(`${list}/redeem`, {
        params: { path: { org, event, list: scan.list } },
        body: { code: scan.code, nonce: scan.nonce, ...(gate && { gate }) },
        signal: AbortSignal.timeout(patience),
      }),
    retry: (failures, error) => failures < 1 && error instanceof ApiProblem && error.retryable,
    retryDelay: 300,
  });

  const send = useCallback(
    (scan: Scan) => {
      dispatch({ type: "scanned", scan });
      redeem(scan).then(
        (verdict) => {
          dispatch({ type: "decided", scan, verdict });
          setCounts(scan.list, verdict.counts);
        },
        (error: unknown) => dispatch({ type: "failed", scan, fault: faultOf(error) }),
      );
    },
    [redeem, setCounts],
  );

  const undoing = useMutation({
    mutationFn: (ticket: string) =>
      api.POST(`${list}/undo`, { params: { path: { org, event, list: here } }, body: { ticket } }),
    onSuccess: (counts, ticket) => {
      dispatch({ type: "undone", ticket });
      setCounts(here, counts);
    },
  });

  const next = useCallback(() => {
    count.current += 1;
    return count.current;
  }, []);

  return {
    state,
    scan: useCallback(
      (code: string) => send({ seq: next(), code, nonce: crypto.randomUUID(), list: here }),
      [send, next, here],
    ),
    retry: useCallback((scan: Scan) => send({ ...scan, seq: next() }), [send, next]),
    dismiss: useCallback(() => dispatch({ type: "dismissed" }), []),
    drop: useCallback((scan: Scan) => dispatch({ type: "dropped", scan }), []),
    undo: undoing.mutate,
    undoing: undoing.isPending,
    undoError: undoing.error,
  };
}

function faultOf(error: unknown): Fault {
  const title = "Scan not saved";
  if (!(error instanceof ApiProblem)) return { title, detail: "The server did not answer in time." };
  if (error.status === 0) return { title, detail: "There is no connection to the server." };
  const fields = error.errors.map(({ message }) => message).join(" ");
  return { title, detail: [error.title, error.detail, fields].filter(Boolean).join(". ") };
}
