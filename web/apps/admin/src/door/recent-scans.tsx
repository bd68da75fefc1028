import { useQuery } from "@tanstack/react-query";
import type { Event, Scan } from "@tessera/client";
import { Badge, Button, Skeleton } from "@tessera/ui";
import { Undo2 } from "lucide-react";
import { ProblemAlert } from "../app/problem-alert";
import { scansQuery } from "./queries";
import { verdictBadge } from "./verdict-words";

interface Props {
  org: string;
  event: Event;
  list: string;
  /** Absent for those who only look on. */
  onUndo?: (ticket: string) => void;
}

/** Why a scan has no ticket to name. */
const noTicket: Partial<Record<Scan["verdict"], string>> = {
  unknown: "No such ticket",
  unpaid: "No ticket before it is paid",
  cancelled: "Its order is over",
};

/** What happened lately at every door of this list. */
export function RecentScans({ org, event, list, onUndo }: Props) {
  const { data, error, isPending, refetch } = useQuery(scansQuery(org, event.slug, list));
  if (isPending) return <Skeleton className="h-40 w-full" />;
  if (error && !data) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  if (!data || data.items.length === 0) return <p className="text-lg text-ink-2">Nobody was scanned yet.</p>;
  return (
    <ul className="divide-y divide-line">
      {data.items.map((scan) => (
        <Row
          key={`${scan.at} ${scan.ticket_id} ${scan.verdict}`}
          scan={scan}
          zone={event.zone}
          {...(onUndo && { onUndo })}
        />
      ))}
    </ul>
  );
}

function Row({ scan, zone, onUndo }: { scan: Scan; zone: string; onUndo?: (ticket: string) => void }) {
  const { tone, label } = verdictBadge[scan.verdict];
  const ticket = scan.ticket_id;
  const time = new Intl.DateTimeFormat(undefined, { timeZone: zone, hour: "2-digit", minute: "2-digit" });
  return (
    <li className="flex items-center gap-3 py-2">
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1">
        <time dateTime={scan.at} className="text-ink-2">
          {time.format(new Date(scan.at))}
        </time>
        <Badge tone={scan.annulled_at ? "neutral" : tone}>{scan.annulled_at ? "Undone" : label}</Badge>
        <span className="min-w-0 flex-1 basis-40 truncate">
          <bdi>
            {[scan.attendee_name, scan.product_name].filter(Boolean).join(" · ") || noTicket[scan.verdict] || ""}
          </bdi>
        </span>
        <span className="font-code text-sm text-ink-2">{scan.short_code}</span>
        {scan.gate && <span className="max-w-32 truncate text-sm text-ink-2">{scan.gate}</span>}
      </div>
      {onUndo && scan.verdict === "admitted" && ticket && !scan.annulled_at && (
        <Button
          variant="quiet"
          size="icon-sm"
          aria-label={`Undo the admission of ${scan.short_code}`}
          onClick={() => onUndo(ticket)}
        >
          <Undo2 aria-hidden />
        </Button>
      )}
    </li>
  );
}
