import { Button } from "@tessera/ui";
import { Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { ProblemAlert } from "./problem-alert";

interface Props<T> {
  items: T[];
  nameOf: (item: T) => string;
  /** What stands beside the name. */
  beside?: (item: T) => ReactNode;
  /** What is on its way back. */
  busy: string | undefined;
  error: unknown;
  onPutBack: (item: T) => void;
}

/** What was removed, each to be put back as it was. */
export function RemovedItems<T extends { id: string }>({ items, nameOf, beside, busy, error, onPutBack }: Props<T>) {
  return (
    <>
      {error !== null && error !== undefined && <ProblemAlert error={error} title="It could not be put back" />}
      <ul className="divide-y divide-line overflow-hidden rounded-card border border-line">
        {items.map((item) => (
          <li key={item.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-(--item-pad)">
            <p className="min-w-0 flex-1 basis-40 wrap-anywhere text-ink-2">{nameOf(item)}</p>
            {beside && <p className="text-ink-2 tabular-nums">{beside(item)}</p>}
            <Button size="sm" busy={busy === item.id} onClick={() => onPutBack(item)}>
              <Undo2 aria-hidden /> Put back
              <span className="sr-only">{nameOf(item)}</span>
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
