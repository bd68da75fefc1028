import { Link } from "@tanstack/react-router";
import type { Event } from "@tessera/client";
import { linkClass } from "@tessera/ui";
import { FlaskConical } from "lucide-react";
import { useCan } from "../app/permissions";

/** Above every screen of an event in test mode. */
export function TestBanner({ org, event }: { org: string; event: Event }) {
  const maySee = useCan("orders.view");
  if (!event.test_mode) return null;
  return (
    <section
      aria-label="Test mode"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b bg-info-soft px-4 py-2 text-info md:px-8"
    >
      <p className="flex items-start gap-3">
        <FlaskConical aria-hidden className="mt-1 size-4 shrink-0" />
        <span>
          <b>Test mode.</b> What is ordered now does not count.
        </span>
      </p>
      {maySee && (
        <Link
          to="/$org/events/$event/orders"
          params={{ org, event: event.slug }}
          search={{ test: true }}
          className={linkClass}
        >
          Test orders
        </Link>
      )}
    </section>
  );
}
