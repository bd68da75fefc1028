import type { Category, Event, Product, Quota } from "@tessera/client";
import type { ApiForm } from "../../lib/api-form";
import type { TicketValues } from "./values";

/** What every section of the ticket's form gets. */
export interface PartProps {
  of: ApiForm<TicketValues>;
  org: string;
  event: Event;
  /** The ticket as it was loaded. */
  product: Product;
  /** All tickets of the event. */
  products: Product[];
  quotas: Quota[];
  categories: Category[];
}
