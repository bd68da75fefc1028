import type { Category, Event, Quota } from "@tessera/client";
import type { ApiForm } from "../../lib/api-form";
import type { TicketValues } from "./values";

/** What every section of the ticket's form gets. */
export interface PartProps {
  of: ApiForm<TicketValues>;
  event: Event;
  quotas: Quota[];
  categories: Category[];
}
