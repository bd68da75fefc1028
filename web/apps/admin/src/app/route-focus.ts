import { useRouterState } from "@tanstack/react-router";
import { useEffect, useRef } from "react";

/** After a move to another page, focus goes to its heading, so that a screen reader says where we are. */
export function useRouteFocus(): void {
  const location = useRouterState({ select: (state) => state.resolvedLocation });
  const pathname = location?.pathname;
  const hash = location?.hash;
  const first = useRef(true);
  useEffect(() => {
    if (!pathname) return;
    if (first.current) {
      first.current = false;
      return;
    }
    const target = (hash && document.getElementById(hash)) || document.querySelector<HTMLElement>("h1");
    target?.focus({ preventScroll: !hash });
  }, [pathname, hash]);
}
