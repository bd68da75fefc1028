import type { Event } from "@tessera/client";
import { Page } from "../../app/page";
import { CoverSettings } from "./cover";
import { PaymentSettings } from "./payment";
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
      <div className="grid gap-8 lg:grid-cols-[minmax(0,42rem)_minmax(0,1fr)]">
        <div>
          <TextSettings key={event.id} org={org} event={event} />
          <CoverSettings org={org} event={event} />
          <TimeSettings org={org} event={event} />
          <VenueSettings org={org} event={event} />
          <PaymentSettings org={org} event={event} />
        </div>
        <nav aria-label="On this page" className="hidden lg:block">
          <ul className="sticky top-20 flex flex-col border-s border-line text-sm">
            {parts.map(([id, label]) => (
              <li key={id}>
                <a
                  href={`#${id}`}
                  className="-ms-px block border-transparent border-s-2 px-4 py-1.5 text-ink-2 hover:border-control hover:text-ink"
                >
                  {label}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </div>
    </Page>
  );
}
