import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, useToast } from "@tessera/ui";
import { Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { cameBack } from "../lib/removal";
import { ProblemAlert } from "./problem-alert";

interface Props<T> {
  items: T[];
  nameOf: (item: T) => string;
  /** What stands beside the name. */
  beside?: (item: T) => ReactNode;
  /** Puts one back. */
  restore: (item: T) => Promise<unknown>;
  /** What is read anew afterwards, whether it came back or not. */
  queryKey: readonly unknown[];
}

/** What was removed, each to be put back as it was. */
export function RemovedItems<T extends { id: string }>({ items, nameOf, beside, restore, queryKey }: Props<T>) {
  const client = useQueryClient();
  const toast = useToast();
  const putBack = useMutation({
    mutationFn: restore,
    onSuccess: (_, item) => {
      cameBack([item.id]);
      toast(`${nameOf(item)} is back`);
    },
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
  return (
    <>
      {putBack.error && <ProblemAlert error={putBack.error} title="It could not be put back" />}
      <ul className="divide-y divide-line overflow-hidden rounded-card border border-line">
        {items.map((item) => (
          <li key={item.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-(--item-pad)">
            <p className="min-w-0 flex-1 basis-40 wrap-anywhere text-ink-2">{nameOf(item)}</p>
            {beside && <p className="text-ink-2 tabular-nums">{beside(item)}</p>}
            <Button
              size="sm"
              busy={putBack.isPending && putBack.variables.id === item.id}
              onClick={() => putBack.mutate(item)}
            >
              <Undo2 aria-hidden /> Put back
              <span className="sr-only">{nameOf(item)}</span>
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
