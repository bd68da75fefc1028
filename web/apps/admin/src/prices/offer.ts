import { type QueryClient, useSuspenseQuery } from "@tanstack/react-query";
import type { Event } from "@tessera/client";
import { useMemo } from "react";
import { categoriesQuery, productsQuery, quotasQuery } from "../lib/queries";
import type { Offer } from "./scope";

/** Loads what prices can be about, for a route. */
export const loadOffer = (client: QueryClient, org: string, event: string) =>
  Promise.all([
    client.ensureQueryData(productsQuery(org, event)),
    client.ensureQueryData(categoriesQuery(org, event)),
    client.ensureQueryData(quotasQuery(org, event)),
  ]);

/** The tickets, categories and quotas of an event. */
export function useOffer(org: string, event: Event): Offer {
  const { data: products } = useSuspenseQuery(productsQuery(org, event.slug));
  const { data: categories } = useSuspenseQuery(categoriesQuery(org, event.slug));
  const { data: quotas } = useSuspenseQuery(quotasQuery(org, event.slug));
  const locale = event.locales[0];
  return useMemo(
    () => ({ products: products.items, categories: categories.items, quotas: quotas.items, locale }),
    [products, categories, quotas, locale],
  );
}
