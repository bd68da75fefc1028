import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api, type Event, type Explanation, keys, type Product, type Quota } from "@tessera/client";
import { Button, buttonClass, pickText } from "@tessera/ui";
import type { ReactNode } from "react";
import { ProblemAlert } from "../../app/problem-alert";
import { AvailabilityBadge } from "../availability-badge";
import { type EditorPart, type Remedy, remedyOf } from "./fixes";

interface Props {
  org: string;
  event: Event;
  product: Product;
  /** The quotas of this ticket alone. */
  own: Quota[];
  items: Explanation[];
  mayEdit: boolean;
  /** What a form costs, or the ticket if it has none. */
  priceOf: (variation: string | null) => ReactNode;
  /** Where the editor is on the same page: goes to a part of it. */
  onPart?: (part: EditorPart) => void;
}

/** On sale, or every reason why not in order, each with what helps. */
export function Reasons({ org, event, product, own, items, mayEdit, priceOf, onPart }: Props) {
  const nameOf = (id: string) =>
    pickText(product.variations.find((variation) => variation.id === id)?.name, event.locales[0]);
  return (
    <ul className="flex flex-col gap-4">
      {items.map((item) => (
        <li key={item.variation_id ?? "ticket"}>
          <div className="flex flex-wrap items-center gap-2">
            {item.variation_id && <span className="font-semibold wrap-anywhere">{nameOf(item.variation_id)}</span>}
            <AvailabilityBadge availability={item.availability} />
          </div>
          {priceOf(item.variation_id ?? null)}
          {/* What was typed may as well be an access code. */}
          {item.voucher && item.voucher.code !== "unknown" && (
            <p className="mt-1 text-ink-2 wrap-anywhere">{item.voucher.organiser}</p>
          )}
          {item.reasons.length === 0 ? (
            <p className="mt-1 text-ink-2">On sale. {item.availability.reason}</p>
          ) : (
            <ol className="mt-2 flex list-decimal flex-col gap-3 ps-5">
              {item.reasons.map((reason) => {
                const remedy = mayEdit ? remedyOf(reason, item, own) : null;
                return (
                  <li key={`${reason.code}-${reason.fix.quota}`}>
                    <p>{reason.organiser}</p>
                    {remedy && (
                      <p className="mt-1.5">
                        <Fix org={org} event={event.slug} product={product.id} remedy={remedy} onPart={onPart} />
                      </p>
                    )}
                  </li>
                );
              })}
            </ol>
          )}
        </li>
      ))}
    </ul>
  );
}

interface FixProps {
  org: string;
  event: string;
  product: string;
  remedy: Remedy;
  onPart: Props["onPart"];
}

function Fix({ org, event, product, remedy, onPart }: FixProps) {
  const client = useQueryClient();
  const path = { org, event };
  const repair = useMutation({
    mutationFn: async (chosen: Remedy) => {
      if (chosen.kind === "open")
        await api.PATCH("/api/v1/organisations/{org}/events/{event}/quotas/{quota}", {
          params: { path: { ...path, quota: chosen.quota } },
          body: { closed: false },
        });
      if (chosen.kind === "activate")
        await api.PATCH("/api/v1/organisations/{org}/events/{event}/products/{product}/variations/{variation}", {
          params: { path: { ...path, product, variation: chosen.variation } },
          body: { active: true },
        });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: keys.event(org, event) }),
  });
  if (remedy.kind === "part") {
    const { part, label } = remedy;
    if (onPart)
      return (
        <Button size="sm" onClick={() => onPart(part)}>
          {label}
        </Button>
      );
    return (
      <Link
        to="/$org/events/$event/tickets/$ticket"
        params={{ ...path, ticket: product }}
        hash={part}
        className={buttonClass({ size: "sm" })}
      >
        {label}
      </Link>
    );
  }
  if (remedy.kind === "limit")
    return (
      <Link
        to="/$org/events/$event/tickets"
        params={path}
        search={{ limit: remedy.quota }}
        className={buttonClass({ size: "sm" })}
      >
        {remedy.label}
      </Link>
    );
  return (
    <>
      <Button size="sm" busy={repair.isPending} onClick={() => repair.mutate(remedy)}>
        {remedy.label}
      </Button>
      {repair.error && <ProblemAlert error={repair.error} title="That did not work" />}
    </>
  );
}
