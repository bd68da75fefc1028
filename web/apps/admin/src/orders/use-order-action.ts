import { useMutation, useQueryClient } from "@tanstack/react-query";
import { keys, type Order } from "@tessera/client";
import { useRef } from "react";

interface OrderAction<Input> {
  org: string;
  event: string;
  code: string;
  /** Sends the request with this `Idempotency-Key`. */
  run: (input: Input, idempotencyKey: string) => Promise<Order>;
  onDone: () => void;
}

/**
 * One action on an order. Pressed again after a lost answer it repeats the same intention under the same key, so
 * that nothing happens twice; with other particulars it is another intention.
 */
export function useOrderAction<Input>({ org, event, code, run, onDone }: OrderAction<Input>) {
  const client = useQueryClient();
  const intention = useRef({ key: "", input: "" });
  return useMutation({
    // Offline it says so at once, instead of doing it when nobody expects it any more.
    networkMode: "always",
    mutationFn: (input: Input) => {
      const text = JSON.stringify(input);
      if (intention.current.input !== text) intention.current = { key: crypto.randomUUID(), input: text };
      return run(input, intention.current.key);
    },
    onSuccess: (order) => {
      client.setQueryData(keys.order(org, event, code), order);
      onDone();
    },
    // Also after a refusal: whoever was faster has changed what is shown.
    onSettled: () => client.invalidateQueries({ queryKey: keys.event(org, event) }),
  });
}
