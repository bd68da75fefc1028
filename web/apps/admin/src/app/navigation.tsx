import { useQuery } from "@tanstack/react-query";
import { Link, type LinkProps, useParams } from "@tanstack/react-router";
import { pickText } from "@tessera/ui";
import {
  CalendarRange,
  Cog,
  DoorOpen,
  LayoutDashboard,
  type LucideIcon,
  Mail,
  ReceiptText,
  Settings2,
  Ticket,
  Wrench,
} from "lucide-react";
import { eventQuery } from "../lib/queries";

interface NavigationItem {
  label: string;
  icon: LucideIcon;
  to: LinkProps["to"];
  /** True where only this very address counts as current, not the ones below it. */
  exact?: boolean;
}

interface NavigationGroup {
  label: string;
  items: NavigationItem[];
}

/* A new screen takes one line here and one file under routes/. */
const eventGroups: NavigationGroup[] = [
  {
    label: "Overview",
    items: [{ label: "Dashboard", icon: LayoutDashboard, to: "/$org/events/$event", exact: true }],
  },
  {
    label: "Sell",
    items: [
      { label: "Tickets", icon: Ticket, to: "/$org/events/$event/tickets" },
      { label: "Orders", icon: ReceiptText, to: "/$org/events/$event/orders" },
    ],
  },
  { label: "People", items: [{ label: "Door", icon: DoorOpen, to: "/$org/events/$event/door" }] },
  { label: "Settings", items: [{ label: "Event settings", icon: Settings2, to: "/$org/events/$event/settings" }] },
];

const organisationGroup: NavigationGroup = {
  label: "Organisation",
  items: [
    { label: "Events", icon: CalendarRange, to: "/$org", exact: true },
    { label: "Mailbox", icon: Mail, to: "/$org/mailbox" },
    { label: "Background jobs", icon: Wrench, to: "/$org/jobs" },
    { label: "Settings", icon: Cog, to: "/$org/settings" },
  ],
};

/** The sidebar's content: what belongs to the event at hand first, then the organisation. */
export function Navigation({ onNavigate }: { onNavigate?: () => void }) {
  const { org, event } = useParams({ strict: false });
  if (!org) return null;
  return (
    <nav aria-label="Main" className="flex flex-col gap-5 px-3 py-4">
      {event && <EventNavigation org={org} event={event} {...(onNavigate ? { onNavigate } : {})} />}
      <Group group={organisationGroup} params={{ org }} {...(onNavigate ? { onNavigate } : {})} />
    </nav>
  );
}

function EventNavigation({ org, event, onNavigate }: { org: string; event: string; onNavigate?: () => void }) {
  const { data } = useQuery(eventQuery(org, event));
  return (
    <div className="flex flex-col gap-4 border-b border-line pb-5">
      <p className="line-clamp-2 px-2.5 font-semibold text-lg" lang={data?.locales[0]}>
        {data ? pickText(data.name, data.locales[0]) : "\u00a0"}
      </p>
      {eventGroups.map((group) => (
        <Group key={group.label} group={group} params={{ org, event }} {...(onNavigate ? { onNavigate } : {})} />
      ))}
    </div>
  );
}

interface GroupProps {
  group: NavigationGroup;
  params: Record<string, string>;
  onNavigate?: () => void;
}

function Group({ group, params, onNavigate }: GroupProps) {
  return (
    <div>
      <p className="px-2.5 pb-1 text-xs text-ink-3">{group.label}</p>
      <ul className="flex flex-col gap-0.5">
        {group.items.map(({ label, icon: Icon, to, exact }) => (
          <li key={label}>
            <Link
              to={to}
              params={params as never}
              activeOptions={{ exact: exact ?? false, includeSearch: false }}
              onClick={onNavigate}
              className="flex h-9 items-center gap-2.5 rounded-input px-2.5 text-ink-2 transition-colors hover:bg-surface-3 hover:text-ink"
              activeProps={{ className: "bg-surface-3 font-semibold !text-ink" }}
            >
              <Icon aria-hidden className="size-4 shrink-0" />
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
