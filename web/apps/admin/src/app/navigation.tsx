import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { pickText } from "@tessera/ui";
import { eventQuery } from "../lib/queries";
import { allowedGroups, eventGroups, organisationGroups, type PageGroup } from "./pages";
import { usePermissions } from "./permissions";

/** The sidebar's content: what belongs to the event at hand first, then the organisation. */
export function Navigation({ onNavigate }: { onNavigate?: () => void }) {
  const { org, event } = useParams({ strict: false });
  const can = usePermissions();
  if (!org) return null;
  return (
    <nav aria-label="Main" className="flex flex-col gap-5 px-3 py-4">
      {event && <EventNavigation org={org} event={event} {...(onNavigate ? { onNavigate } : {})} />}
      {allowedGroups(organisationGroups, can).map((group) => (
        <Group key={group.label} group={group} params={{ org }} {...(onNavigate ? { onNavigate } : {})} />
      ))}
    </nav>
  );
}

function EventNavigation({ org, event, onNavigate }: { org: string; event: string; onNavigate?: () => void }) {
  const { data } = useQuery(eventQuery(org, event));
  const can = usePermissions();
  return (
    <div className="flex flex-col gap-4 border-b border-line pb-5">
      <p className="line-clamp-2 px-2.5 font-semibold text-lg" lang={data?.locales[0]}>
        {data ? pickText(data.name, data.locales[0]) : "\u00a0"}
      </p>
      {allowedGroups(eventGroups, can).map((group) => (
        <Group key={group.label} group={group} params={{ org, event }} {...(onNavigate ? { onNavigate } : {})} />
      ))}
    </div>
  );
}

interface GroupProps {
  group: PageGroup;
  params: Record<string, string>;
  onNavigate?: () => void;
}

function Group({ group, params, onNavigate }: GroupProps) {
  return (
    <div>
      <p className="px-2.5 pb-1 text-xs text-ink-3">{group.label}</p>
      <ul className="flex flex-col gap-0.5">
        {group.pages.map(({ label, icon: Icon, to, exact }) => (
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
