import type { QuoteIn } from "@tessera/client";

/** Where people buy: the price may be another one there. */
export type Channel = NonNullable<QuoteIn["channel"]>;

/** The same words wherever somebody is imagined to buy. */
export const channels: { value: Channel; label: string }[] = [
  { value: "web", label: "On the event page" },
  { value: "box_office", label: "At the box office" },
  { value: "api", label: "Through another program" },
];
