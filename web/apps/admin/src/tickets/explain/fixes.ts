import type { Explanation, Quota, Reason } from "@tessera/client";

/** A part of the ticket's editor that a fix leads to. */
export type EditorPart = "visibility" | "limits" | "window" | "places";

export type Remedy =
  | { kind: "part"; label: string; part: EditorPart }
  | { kind: "limit"; label: string; quota: string }
  | { kind: "open"; label: string; quota: string }
  | { kind: "activate"; label: string; variation: string };

/** What an organiser can do about a reason; null where nothing helps but another ticket. */
export function remedyOf(reason: Reason, about: Pick<Explanation, "variation_id">, own: Quota[]): Remedy | null {
  const { fix, quota } = reason.fix;
  switch (fix) {
    case "product.visibility":
      return { kind: "part", label: "Change who sees it", part: "visibility" };
    case "product.channels":
      return { kind: "part", label: "Change where it is sold", part: "limits" };
    case "product.sales_from":
      return { kind: "part", label: "Change the start of the sale", part: "window" };
    case "product.sales_until":
      return { kind: "part", label: "Change the end of the sale", part: "window" };
    case "product.quota_ids":
      return { kind: "part", label: "Give it places", part: "places" };
    case "product.max_per_order":
    case "product.min_per_order":
    case "product.min_per_customer":
    case "product.max_per_customer":
      return { kind: "part", label: "Change the limits", part: "limits" };
    case "product.active":
      return about.variation_id ? { kind: "activate", label: "Switch it on", variation: about.variation_id } : null;
    case "quota.closed":
      return quota ? { kind: "open", label: "Open it again", quota } : null;
    case "quota.size": {
      if (!quota) return { kind: "part", label: "Add places", part: "places" };
      if (own.some(({ id }) => id === quota)) return { kind: "part", label: "Add places", part: "places" };
      return { kind: "limit", label: "Change the shared limit", quota };
    }
    default:
      return null;
  }
}
