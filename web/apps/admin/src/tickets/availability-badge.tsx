import type { Availability } from "@tessera/client";
import { Badge, type Tone } from "@tessera/ui";
import {
  CalendarClock,
  CalendarX2,
  CircleCheck,
  CircleSlash,
  EyeOff,
  Hourglass,
  type LucideIcon,
  TriangleAlert,
} from "lucide-react";

const looks: Record<Availability["state"] | "paused" | "reserved", { tone: Tone; icon: LucideIcon; word: string }> = {
  available: { tone: "success", icon: CircleCheck, word: "Available" },
  low: { tone: "warning", icon: Hourglass, word: "Few left" },
  held: { tone: "warning", icon: Hourglass, word: "All held" },
  reserved: { tone: "warning", icon: Hourglass, word: "All reserved" },
  sold_out: { tone: "neutral", icon: CircleSlash, word: "Sold out" },
  not_yet: { tone: "info", icon: CalendarClock, word: "Not yet" },
  over: { tone: "neutral", icon: CalendarX2, word: "Sale over" },
  paused: { tone: "neutral", icon: CircleSlash, word: "Switched off" },
  no_quota: { tone: "danger", icon: TriangleAlert, word: "No places" },
  hidden: { tone: "neutral", icon: EyeOff, word: "Hidden" },
};

/** Whether a ticket can be bought right now, as the sale itself sees it. */
export function AvailabilityBadge({ availability }: { availability: Availability }) {
  const { tone, icon, word } = looks[availability.state];
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  );
}
