import type { ProductIcon } from "@tessera/client";
import { cn } from "@tessera/ui";
import {
  Accessibility,
  Armchair,
  Baby,
  BedDouble,
  BookOpen,
  Bus,
  CalendarDays,
  Coffee,
  Crown,
  Gift,
  GraduationCap,
  Hammer,
  Heart,
  type LucideIcon,
  MicVocal,
  MonitorPlay,
  Music,
  Shirt,
  SquareParking,
  Star,
  Tent,
  Ticket,
  User,
  Users,
  Utensils,
  Wine,
} from "lucide-react";

/** The drawings that can stand beside a ticket's name, in the order they are offered. The public pages have the same ones. */
export const ticketIcons: Record<ProductIcon, { label: string; drawing: LucideIcon }> = {
  ticket: { label: "Ticket", drawing: Ticket },
  star: { label: "Star", drawing: Star },
  crown: { label: "Crown", drawing: Crown },
  person: { label: "One person", drawing: User },
  people: { label: "Several people", drawing: Users },
  child: { label: "Child", drawing: Baby },
  student: { label: "Student", drawing: GraduationCap },
  heart: { label: "Heart", drawing: Heart },
  accessible: { label: "Accessible", drawing: Accessibility },
  seat: { label: "Seat", drawing: Armchair },
  day: { label: "Day", drawing: CalendarDays },
  online: { label: "Online", drawing: MonitorPlay },
  workshop: { label: "Workshop", drawing: Hammer },
  music: { label: "Music", drawing: Music },
  microphone: { label: "Microphone", drawing: MicVocal },
  book: { label: "Book", drawing: BookOpen },
  meal: { label: "Meal", drawing: Utensils },
  coffee: { label: "Coffee", drawing: Coffee },
  drink: { label: "Drink", drawing: Wine },
  shirt: { label: "Shirt", drawing: Shirt },
  gift: { label: "Gift", drawing: Gift },
  tent: { label: "Tent", drawing: Tent },
  bed: { label: "Bed", drawing: BedDouble },
  parking: { label: "Parking", drawing: SquareParking },
  bus: { label: "Bus", drawing: Bus },
};

export const iconNames = Object.keys(ticketIcons) as [ProductIcon, ...ProductIcon[]];

/** The ticket's drawing, if it has one; its name stands beside it. */
export function TicketIcon({ name, className }: { name: ProductIcon | null | undefined; className?: string }) {
  if (!name) return null;
  const { drawing: Drawing } = ticketIcons[name];
  return <Drawing aria-hidden className={cn("inline-block size-[1.25em] shrink-0 text-brand", className)} />;
}
