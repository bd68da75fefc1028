import { useMutation, useQueryClient } from "@tanstack/react-query";
import { linkOptions } from "@tanstack/react-router";
import { type Answer, api, type Discount, type DiscountIn, type Event, keys, type Quote } from "@tessera/client";
import { Badge, formatCount, formatMoney, MenuSeparator, pickText, UseBar, useToast } from "@tessera/ui";
import type { KeyboardEvent } from "react";
import { ProblemAlert } from "../app/problem-alert";
import { useRemoval } from "../lib/removal";
import { takenBy } from "../prices/quote-words";
import { resorted } from "../prices/resorted";
import { MoveItems, RemoveItem, RuleRow, SwitchItem } from "../prices/rule-row";
import type { Offer } from "../prices/scope";
import { again } from "./values";
import { ruleWords } from "./words";

const one = "/api/v1/organisations/{org}/events/{event}/discounts/{discount}";

interface Props {
  org: string;
  event: Event;
  offer: Offer;
  /** In the order they are tried. */
  discounts: Discount[];
  /** What the test basket costs, to show which rule took what. */
  quote: Quote | undefined;
  mayEdit: boolean;
}

interface Change {
  id: string;
  /** The version that was read. */
  version: number;
  body: DiscountIn;
}

/** A rule as it is, to be sent with some of it changed. */
const asChange = (discount: Discount): Change => ({
  id: discount.id,
  version: discount.version,
  body: again(discount),
});

type Discounts = Answer<"/api/v1/organisations/{org}/events/{event}/discounts", "get">;

/** The rules in the order they are tried, each as a sentence, with what it did to the test basket. */
export function DiscountList({ org, event, offer, discounts, quote, mayEdit }: Props) {
  const client = useQueryClient();
  const toast = useToast();
  const path = { org, event: event.slug };
  const queryKey = keys.discounts(org, event.slug);
  const remove = useRemoval(keys.event(org, event.slug));
  const taken = quote ? takenBy(quote) : null;
  const nameOf = (discount: Discount) => pickText(discount.name, event.locales[0]);
  const change = useMutation({
    mutationFn: async (changes: Change[]) => {
      const saved: Discount[] = [];
      for (const { id, version, body } of changes)
        saved.push(await api.PUT(one, { params: { path: { ...path, discount: id } }, body, ifMatch: version }));
      return saved;
    },
    onMutate: async (changes) => {
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData<Discounts>(queryKey);
      const bodies = new Map(changes.map(({ id, body }) => [id, body]));
      client.setQueryData<Discounts>(queryKey, (now) => {
        const items = now?.items.map((item) => ({ ...item, ...bodies.get(item.id) }));
        return now && items ? { ...now, items: items.toSorted((a, b) => (a.sort ?? 0) - (b.sort ?? 0)) } : now;
      });
      return { before };
    },
    onError: (_error, _changes, context) => client.setQueryData(queryKey, context?.before),
    onSettled: () => client.invalidateQueries({ queryKey: keys.event(org, event.slug) }),
  });
  const apply = (changes: Change[], said: string) => {
    if (changes.length === 0) return;
    // Taken back on top of what this has made of them, and of nothing newer.
    const back = (saved: Discount[]) =>
      saved.flatMap(({ id, version }) => {
        const before = discounts.find((discount) => discount.id === id);
        return before ? [{ ...asChange(before), version }] : [];
      });
    change.mutate(changes, { onSuccess: (saved) => toast(said, () => change.mutate(back(saved))) });
  };
  const step = (place: number, by: -1 | 1) => {
    const moved = discounts[place];
    if (!moved) return;
    const changes = resorted(discounts, place, by).map(asChange);
    apply(changes, `${nameOf(moved)} moved ${by < 0 ? "up" : "down"}`);
  };
  const onKeyDown = (place: number) => (pressed: KeyboardEvent) => {
    if (!mayEdit || !pressed.altKey || !["ArrowUp", "ArrowDown"].includes(pressed.key)) return;
    pressed.preventDefault();
    step(place, pressed.key === "ArrowUp" ? -1 : 1);
  };
  return (
    <div className="flex flex-col gap-4">
      {change.error && <ProblemAlert error={change.error} title="That could not be changed" />}
      <ol className="divide-y divide-line overflow-hidden rounded-card border border-line">
        {discounts.map((discount, place) => {
          const took = taken?.get(discount.id);
          return (
            <RuleRow
              key={discount.id}
              name={nameOf(discount)}
              edit={linkOptions({
                to: "/$org/events/$event/discounts",
                params: path,
                search: { discount: discount.id },
              })}
              mayEdit={mayEdit}
              onKeyDown={onKeyDown(place)}
              lead={
                <span aria-hidden className="w-5 shrink-0 text-end text-ink-3 tabular-nums">
                  {place + 1}.
                </span>
              }
              menu={
                <>
                  <MoveItems place={place} count={discounts.length} onMove={(by) => step(place, by)} />
                  <SwitchItem
                    active={discount.active}
                    onSwitch={() =>
                      apply(
                        [asChange({ ...discount, active: !discount.active })],
                        `${nameOf(discount)} is switched ${discount.active ? "off" : "on"}`,
                      )
                    }
                  />
                  <MenuSeparator />
                  <RemoveItem
                    onRemove={() =>
                      remove(discount.id, nameOf(discount), () =>
                        api.DELETE(one, { params: { path: { ...path, discount: discount.id } } }),
                      )
                    }
                  />
                </>
              }
            >
              {!discount.active && <Badge className="ms-2">Off</Badge>}
              <p className="text-ink-2 wrap-anywhere">{ruleWords(discount, offer, event)}</p>
              {discount.max_uses && (
                <UseBar used={discount.used} most={discount.max_uses} className="mt-1 max-w-60">
                  {formatCount(discount.used)} of {formatCount(discount.max_uses)} tickets
                </UseBar>
              )}
              {took && (
                <p className="mt-1 text-sm text-success">
                  In the test basket: {took.count} {took.count === 1 ? "ticket" : "tickets"},{" "}
                  {formatMoney({ amount_minor: took.off, currency: event.currency })} less
                </p>
              )}
            </RuleRow>
          );
        })}
      </ol>
    </div>
  );
}
