import type { Event } from "@tessera/client";
import { Page, Parts } from "../../app/page";
import { CoverSettings } from "./cover";
import { PaymentSettings } from "./payment";
import { TemplateSettings } from "./template";
import { TextSettings } from "./texts";
import { VenueSettings } from "./venue";
import { TimeSettings } from "./when";

const parts = [
  ["name", "Name and texts"],
  ["cover", "Cover image"],
  ["dates", "Date and time"],
  ["venue", "Place"],
  ["payment", "Selling and payment"],
] as const;

/** Everything about the event but its tickets; each part is saved on its own. */
export function EventSettingsPage({ org, event }: { org: string; event: Event }) {
  return (
    <Page title="Event settings">
      <Parts parts={parts}>
        <TextSettings key={event.id} org={org} event={event} />
        <CoverSettings org={org} event={event} />
        <TimeSettings org={org} event={event} />
        <VenueSettings org={org} event={event} />
        <PaymentSettings org={org} event={event} />
        {!event.published_at && <TemplateSettings org={org} event={event} />}
      </Parts>
    </Page>
  );
}
