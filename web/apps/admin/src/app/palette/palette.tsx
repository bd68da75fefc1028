import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import type { EventSummary } from "@tessera/client";
import { pickText } from "@tessera/ui";
import { type Command, type CommandGroup, CommandPalette } from "@tessera/ui/command-palette";
import {
  ArrowRightLeft,
  CalendarDays,
  CalendarPlus,
  Keyboard,
  LogOut,
  ReceiptText,
  Rows3,
  SunMoon,
} from "lucide-react";
import { useState } from "react";
import { eventsQuery, sessionQuery } from "../../lib/queries";
import { statusWords } from "../../orders/words";
import { densities, themes, useAppearance } from "../appearance";
import { allowedGroups, eventGroups, organisationGroups, type PageGroup } from "../pages";
import { usePermissions } from "../permissions";
import { useSignOut } from "../sign-out";
import { filterCommands } from "./filter";
import { type FoundOrder, useFoundOrders } from "./use-orders";

interface Props {
  org: string;
  onClose: () => void;
  onHelp: () => void;
}

/** Everything that can be reached, in one box: pages, events, orders, actions. */
export default function Palette({ org, onClose, onHelp }: Props) {
  const { event } = useParams({ strict: false });
  const can = usePermissions();
  const [query, setQuery] = useState("");
  const { data: events } = useQuery(eventsQuery(org));
  const all = events?.items ?? [];
  const orders = useFoundOrders(org, event, can("orders.view") ? all : [], query);
  const pages = usePages(org, event);
  const actions = useActions(org, event, onHelp);
  const toOrder = useOrderCommand(org);
  const toEvent = useEventCommand(org);
  const groups: CommandGroup[] = [
    ...filterCommands([pages], query),
    ...filterCommands([{ label: "Events", items: all.map(toEvent) }], query),
    { label: "Orders", items: orders.found.map(toOrder) },
    ...filterCommands([actions], query),
  ].filter(({ items }) => items.length > 0);
  const closing = groups.map(({ label, items }) => ({
    label,
    items: items.map((command) => ({
      ...command,
      run: () => {
        onClose();
        command.run();
      },
    })),
  }));
  return (
    <CommandPalette
      open
      onOpenChange={(open) => !open && onClose()}
      query={query}
      onQuery={setQuery}
      groups={closing}
      busy={orders.busy}
    />
  );
}

function usePages(org: string, event: string | undefined): CommandGroup {
  const navigate = useNavigate();
  const can = usePermissions();
  const commands = (groups: PageGroup[]) =>
    allowedGroups(groups, can).flatMap(({ pages }) =>
      pages.map(
        ({ label, icon, to, words, go }): Command => ({
          id: String(to),
          label,
          icon,
          words,
          detail: `g ${go}`,
          run: () => void navigate({ to, params: { org, event } as never }),
        }),
      ),
    );
  return { label: "Go to", items: [...(event ? commands(eventGroups) : []), ...commands(organisationGroups)] };
}

function useEventCommand(org: string) {
  const navigate = useNavigate();
  const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });
  return (event: EventSummary): Command => ({
    id: event.id,
    label: pickText(event.name),
    detail: day.format(new Date(event.starts_at)),
    words: `${Object.values(event.name).join(" ")} ${event.slug} ${event.venue_name}`,
    icon: CalendarDays,
    run: () => void navigate({ to: "/$org/events/$event", params: { org, event: event.slug } }),
  });
}

function useOrderCommand(org: string) {
  const navigate = useNavigate();
  return ({ order, event }: FoundOrder): Command => ({
    id: order.id,
    label: `${order.code} · ${order.name || order.email}`,
    detail: statusWords[order.status].label,
    icon: ReceiptText,
    run: () =>
      void navigate({
        to: "/$org/events/$event/orders/$code",
        params: { org, event: event.slug, code: order.code },
      }),
  });
}

function useActions(org: string, event: string | undefined, onHelp: () => void): CommandGroup {
  const navigate = useNavigate();
  const can = usePermissions();
  const signOut = useSignOut();
  const look = useAppearance();
  const { data: session } = useSuspenseQuery(sessionQuery());
  const others = session.organisations.filter(({ slug }) => slug !== org);
  const items: (Command | false)[] = [
    can("events.create") && {
      id: "new-event",
      label: "New event",
      icon: CalendarPlus,
      words: "create add",
      run: () => void navigate({ to: "/$org/new-event", params: { org } }),
    },
    Boolean(event) &&
      can("orders.create") && {
        id: "new-order",
        label: "New order",
        icon: ReceiptText,
        words: "sell box office create add",
        run: () =>
          void navigate({
            to: "/$org/events/$event/orders",
            params: { org, event: event ?? "" },
            search: { panel: "new" },
          }),
      },
    ...others.map(
      ({ slug, name }): Command => ({
        id: `switch-${slug}`,
        label: `Switch to ${name}`,
        icon: ArrowRightLeft,
        words: "organisation",
        run: () => void navigate({ to: "/$org", params: { org: slug } }),
      }),
    ),
    ...themes
      .filter(({ value }) => value !== look.theme)
      .map(
        ({ value, label }): Command => ({
          id: `theme-${value}`,
          label: `Appearance: ${label.toLowerCase()}`,
          icon: SunMoon,
          words: "theme mode",
          run: () => look.setTheme(value),
        }),
      ),
    ...densities
      .filter(({ value }) => value !== look.density)
      .map(
        ({ value, label }): Command => ({
          id: `density-${value}`,
          label,
          icon: Rows3,
          words: "density table height appearance",
          run: () => look.setDensity(value),
        }),
      ),
    { id: "shortcuts", label: "Keyboard shortcuts", icon: Keyboard, words: "help keys", run: onHelp },
    { id: "sign-out", label: "Sign out", icon: LogOut, words: "log out leave", run: signOut },
  ];
  return { label: "Do", items: items.filter((item) => item !== false) };
}
