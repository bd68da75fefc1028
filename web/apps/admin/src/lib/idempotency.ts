import { useRef } from "react";

/**
 * A key for `Idempotency-Key`: the same for retries of one intention, a new one after `renew`,
 * which is called once the write went through.
 */
export function useIdempotencyKey(): { current: () => string; renew: () => void } {
  const key = useRef<string | null>(null);
  return {
    current: () => {
      key.current ??= crypto.randomUUID();
      return key.current;
    },
    renew: () => {
      key.current = null;
    },
  };
}
