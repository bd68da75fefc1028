import { useEffect, useState } from "react";

/** What stands in a search box: it goes into the address a moment after the last key, and follows the back button. */
export function useTypedText(inAddress: string, onSettled: (text: string | undefined) => void) {
  const [text, setText] = useState(inAddress);
  const [seen, setSeen] = useState(inAddress);
  if (seen !== inAddress) {
    setSeen(inAddress);
    if (text.trim() !== inAddress) setText(inAddress);
  }
  useEffect(() => {
    if (text.trim() === inAddress) return;
    const timer = setTimeout(() => onSettled(text.trim() || undefined), 250);
    return () => clearTimeout(timer);
  });
  return [text, setText] as const;
}
