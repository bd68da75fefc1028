import { useMutation, useQueryClient } from "@tanstack/react-query";
import { linkOptions } from "@tanstack/react-router";
import { api, type Event, type Fee, keys, type PriceSettings, type TaxRule } from "@tessera/client";
import { Badge, MenuItem, MenuSeparator, pickText, useToast } from "@tessera/ui";
import { Star } from "lucide-react";
import { ProblemAlert } from "../app/problem-alert";
import { useRemoval } from "../lib/removal";
import { RemoveItem, RuleRow } from "../prices/rule-row";
import type { Offer } from "../prices/scope";
import { baseWords, caseWords } from "./words";

interface Props {
  org: string;
  event: Event;
  offer: Offer;
  rules: TaxRule[];
  fees: Fee[];
  settings: PriceSettings;
  mayEdit: boolean;
}

/** The tax rules in plain words, and what each is for. */
export function TaxList({ org, event, offer, rules, fees, settings, mayEdit }: Props) {
  const client = useQueryClient();
  const toast = useToast();
  const path = { org, event: event.slug };
  const remove = useRemoval(keys.event(org, event.slug));
  const makeDefault = useMutation({
    mutationFn: (id: string | null) =>
      api.PUT("/api/v1/organisations/{org}/events/{event}/price-settings", {
        params: { path },
        body: { ...settings, default_tax_rule_id: id },
      }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.event(org, event.slug) }),
  });
  const choose = (id: string, name: string) => {
    const was = settings.default_tax_rule_id ?? null;
    makeDefault.mutate(id, {
      onSuccess: () => toast(`${name} is for everything that names no rule`, () => makeDefault.mutate(was)),
    });
  };
  return (
    <div className="flex flex-col gap-3">
      {makeDefault.error && <ProblemAlert error={makeDefault.error} title="That could not be changed" />}
      <ul className="divide-y divide-line overflow-hidden rounded-card border border-line">
        {rules.map((rule) => {
          const name = pickText(rule.name, event.locales[0]);
          const isDefault = settings.default_tax_rule_id === rule.id;
          const tickets = offer.products.filter(({ id }) => rule.product_ids?.includes(id));
          const inUse = isDefault || tickets.length > 0 || fees.some(({ tax_rule_id }) => tax_rule_id === rule.id);
          return (
            <RuleRow
              key={rule.id}
              name={name}
              edit={linkOptions({ to: "/$org/events/$event/taxes", params: path, search: { rule: rule.id } })}
              mayEdit={mayEdit}
              menu={
                <>
                  {!isDefault && (
                    <MenuItem onSelect={() => choose(rule.id, name)}>
                      <Star aria-hidden /> Use for everything else
                    </MenuItem>
                  )}
                  {!inUse && (
                    <>
                      <MenuSeparator />
                      <RemoveItem
                        onRemove={() =>
                          remove(rule.id, name, () =>
                            api.DELETE("/api/v1/organisations/{org}/events/{event}/tax-rules/{tax_rule}", {
                              params: { path: { ...path, tax_rule: rule.id } },
                            }),
                          )
                        }
                      />
                    </>
                  )}
                </>
              }
            >
              {isDefault && (
                <Badge tone="brand" icon={Star} className="ms-2">
                  For everything else
                </Badge>
              )}
              <ul className="text-ink-2">
                {rule.cases?.map((one, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: an exception is its place in the order
                  <li key={place}>{caseWords(one)}</li>
                ))}
                <li>{baseWords(rule)}</li>
              </ul>
              {tickets.length > 0 && (
                <p className="text-sm text-ink-3 wrap-anywhere">
                  For {tickets.map((ticket) => pickText(ticket.name, offer.locale)).join(", ")}
                </p>
              )}
            </RuleRow>
          );
        })}
      </ul>
    </div>
  );
}
