import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api, type Event, type Fee, type FeeIn, keys } from "@tessera/client";
import { Badge, Button, Menu, MenuItem, MenuSeparator, pickText, useToast } from "@tessera/ui";
import { ArrowDown, ArrowUp, Ellipsis, Pencil, Power, PowerOff, Trash2 } from "lucide-react";
import { ProblemAlert } from "../app/problem-alert";
import { useRemoval } from "../lib/removal";
import { again } from "./values";
import { feeWords } from "./words";

const one = "/api/v1/organisations/{org}/events/{event}/fees/{fee}";

interface Props {
  org: string;
  event: Event;
  /** In the order that buyers see them. */
  fees: Fee[];
  mayEdit: boolean;
}

/** The fees in plain words, in the order that buyers see them. */
export function FeeList({ org, event, fees, mayEdit }: Props) {
  const client = useQueryClient();
  const toast = useToast();
  const path = { org, event: event.slug };
  const remove = useRemoval(keys.event(org, event.slug));
  const change = useMutation({
    mutationFn: async (changes: { id: string; body: FeeIn }[]) => {
      for (const { id, body } of changes) await api.PUT(one, { params: { path: { ...path, fee: id } }, body });
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.event(org, event.slug) }),
  });
  const apply = (changes: { id: string; body: FeeIn }[], said: string) => {
    const back = fees
      .filter(({ id }) => changes.some((one) => one.id === id))
      .map((fee) => ({ id: fee.id, body: again(fee) }));
    change.mutate(changes, { onSuccess: () => toast(said, () => change.mutate(back)) });
  };
  const step = (place: number, by: -1 | 1, name: string) => {
    const moved = fees[place];
    if (!moved) return;
    const order = fees.toSpliced(place, 1).toSpliced(place + by, 0, moved);
    const changes = order.flatMap((fee, at) =>
      fee.sort === (at + 1) * 10 ? [] : [{ id: fee.id, body: { ...again(fee), sort: (at + 1) * 10 } }],
    );
    apply(changes, `${name} moved ${by < 0 ? "up" : "down"}`);
  };
  return (
    <div className="flex flex-col gap-3">
      {change.error && <ProblemAlert error={change.error} title="That could not be changed" />}
      <ul className="divide-y divide-line overflow-hidden rounded-card border border-line">
        {fees.map((fee, place) => {
          const name = pickText(fee.name, event.locales[0]);
          return (
            <li key={fee.id} className="relative flex items-start gap-3 px-4 py-3 transition-colors hover:bg-surface-2">
              <div className="min-w-0 flex-1">
                {mayEdit ? (
                  <Link
                    to="/$org/events/$event/taxes"
                    params={path}
                    search={{ fee: fee.id }}
                    resetScroll={false}
                    data-row
                    className="font-semibold wrap-anywhere after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:-outline-offset-2 focus-visible:after:outline-2 focus-visible:after:outline-focus"
                  >
                    {name}
                  </Link>
                ) : (
                  <span className="font-semibold">{name}</span>
                )}
                {!fee.active && <Badge className="ms-2">Off</Badge>}
                <p className="text-ink-2">{feeWords(fee, event.currency)}</p>
              </div>
              {mayEdit && (
                <div className="relative z-10">
                  <Menu
                    trigger={
                      <Button variant="quiet" size="icon-sm" aria-label={`Actions for ${name}`}>
                        <Ellipsis aria-hidden />
                      </Button>
                    }
                  >
                    <MenuItem render={<Link to="/$org/events/$event/taxes" params={path} search={{ fee: fee.id }} />}>
                      <Pencil aria-hidden /> Edit
                    </MenuItem>
                    {place > 0 && (
                      <MenuItem onSelect={() => step(place, -1, name)}>
                        <ArrowUp aria-hidden /> Move up
                      </MenuItem>
                    )}
                    {place < fees.length - 1 && (
                      <MenuItem onSelect={() => step(place, 1, name)}>
                        <ArrowDown aria-hidden /> Move down
                      </MenuItem>
                    )}
                    <MenuItem
                      onSelect={() =>
                        apply(
                          [{ id: fee.id, body: { ...again(fee), active: !fee.active } }],
                          `${name} is switched ${fee.active ? "off" : "on"}`,
                        )
                      }
                    >
                      {fee.active ? <PowerOff aria-hidden /> : <Power aria-hidden />}
                      {fee.active ? "Switch off" : "Switch on"}
                    </MenuItem>
                    <MenuSeparator />
                    <MenuItem
                      tone="danger"
                      onSelect={() =>
                        remove(fee.id, name, () => api.DELETE(one, { params: { path: { ...path, fee: fee.id } } }))
                      }
                    >
                      <Trash2 aria-hidden /> Remove
                    </MenuItem>
                  </Menu>
                </div>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
