import { useState } from "react";

/** A choice that this browser keeps. Where storage is refused it lasts as long as the page. */
export function useRemembered(key: string, fallback: string): [string, (value: string) => void] {
  const [value, setValue] = useState(() => {
    try {
      return localStorage.getItem(key) ?? fallback;
    } catch {
      return fallback;
    }
  });
  const remember = (next: string) => {
    setValue(next);
    try {
      localStorage.setItem(key, next);
    } catch {
      /* Private windows may refuse: the choice still holds for this page. */
    }
  };
  return [value, remember];
}
