import type { LinkProps } from "@tanstack/react-router";
import type { Permission } from "@tessera/client";
import {
  BadgePercent,
  CalendarRange,
  Cog,
  DoorOpen,
  FileClock,
  KeyRound,
  KeySquare,
  Landmark,
  LayoutDashboard,
  type LucideIcon,
  Mail,
  ReceiptText,
  Settings2,
  ShieldCheck,
  Smartphone,
  Ticket,
  TicketPercent,
  UserCog,
  Users,
  Wrench,
} from "lucide-react";

/** A screen with a place in the sidebar, in the palette and on the keyboard. */
export interface AdminPage {
  label: string;
  icon: LucideIcon;
  to: LinkProps["to"];
  /** True where only this very address counts as current, not the ones below it. */
  exact?: boolean;
  /** Who lacks it does not see the page. */
  needs?: Permission;
  /** The letter after `g` that goes there. */
  go: string;
  /** Other words people look for. */
  words?: string;
}

export interface PageGroup {
  label: string;
  pages: AdminPage[];
}

/* A new screen takes one line here and one file under routes/. */
export const eventGroups: PageGroup[] = [
  {
    label: "Overview",
    pages: [{ label: "Dashboard", icon: LayoutDashboard, to: "/$org/events/$event", exact: true, go: "d" }],
  },
  {
    label: "Sell",
    pages: [
      {
        label: "Tickets",
        icon: Ticket,
        to: "/$org/events/$event/tickets",
        go: "t",
        words: "products quotas prices categories variations",
      },
      {
        label: "Vouchers",
        icon: TicketPercent,
        to: "/$org/events/$event/vouchers",
        needs: "catalogue.edit",
        go: "v",
        words: "codes coupons promo presale free",
      },
      {
        label: "Discounts",
        icon: BadgePercent,
        to: "/$org/events/$event/discounts",
        go: "n",
        words: "early bird group rules test basket cheaper",
      },
      {
        label: "Taxes and fees",
        icon: Landmark,
        to: "/$org/events/$event/taxes",
        go: "x",
        words: "vat net gross rounding reverse charge booking fee service prices",
      },
      {
        label: "Orders",
        icon: ReceiptText,
        to: "/$org/events/$event/orders",
        needs: "orders.view",
        go: "o",
        words: "buyers sales",
      },
    ],
  },
  {
    label: "People",
    pages: [
      {
        label: "Door",
        icon: DoorOpen,
        to: "/$org/events/$event/door",
        needs: "checkin.view",
        go: "c",
        words: "check-in scan entrance",
      },
      {
        label: "Door links",
        icon: Smartphone,
        to: "/$org/events/$event/door-links",
        needs: "checkin.manage",
        go: "h",
        words: "helpers staff qr code phone",
      },
    ],
  },
  {
    label: "Settings",
    pages: [
      {
        label: "Event settings",
        icon: Settings2,
        to: "/$org/events/$event/settings",
        needs: "events.edit",
        go: "p",
        words: "name dates place cover payment",
      },
    ],
  },
];

export const organisationGroups: PageGroup[] = [
  {
    label: "Organisation",
    pages: [
      { label: "Events", icon: CalendarRange, to: "/$org", exact: true, go: "e", words: "home" },
      { label: "Mailbox", icon: Mail, to: "/$org/mailbox", needs: "mails.view", go: "m", words: "email messages" },
      {
        label: "Background jobs",
        icon: Wrench,
        to: "/$org/jobs",
        needs: "jobs.manage",
        go: "b",
        words: "failed queue",
      },
      {
        label: "Settings",
        icon: Cog,
        to: "/$org/settings",
        needs: "organisation.edit",
        go: "s",
        words: "organisation languages contact",
      },
    ],
  },
  {
    label: "Team",
    pages: [
      {
        label: "Members",
        icon: Users,
        to: "/$org/members",
        needs: "members.view",
        go: "u",
        words: "people team invite staff users",
      },
      {
        label: "Roles",
        icon: UserCog,
        to: "/$org/roles",
        needs: "members.view",
        go: "r",
        words: "permissions rights",
      },
      {
        label: "API keys",
        icon: KeySquare,
        to: "/$org/api-keys",
        needs: "api_keys.manage",
        go: "k",
        words: "tokens integrations programs",
      },
      {
        label: "Audit log",
        icon: FileClock,
        to: "/$org/audit",
        needs: "audit.view",
        go: "l",
        words: "history changes who",
      },
      {
        label: "Security",
        icon: ShieldCheck,
        to: "/$org/security",
        needs: "security.manage",
        go: "y",
        words: "second factor webhook syslog retention",
      },
      {
        label: "Single sign-on",
        icon: KeyRound,
        to: "/$org/sso",
        needs: "security.manage",
        go: "i",
        words: "sso oidc saml scim identity provider entra okta keycloak domains",
      },
    ],
  },
];

/** The page that a route belongs to, such as `/$org/events/$event/orders/$code` to the orders. */
export function pageAt(place: string): AdminPage | undefined {
  const path = place.replace(/\/$/, "");
  return [...eventGroups, ...organisationGroups]
    .flatMap(({ pages }) => pages)
    .find(({ to, exact }) => path === to || (!exact && path.startsWith(`${to}/`)));
}

/** The pages somebody may see, groups without any left out. */
export function allowedGroups(groups: PageGroup[], can: (permission: Permission) => boolean): PageGroup[] {
  return groups
    .map(({ label, pages }) => ({ label, pages: pages.filter(({ needs }) => !needs || can(needs)) }))
    .filter(({ pages }) => pages.length > 0);
}
