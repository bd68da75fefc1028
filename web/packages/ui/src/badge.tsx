import { Ban, CircleAlert, CircleCheck, CircleDot, Clock, Info, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

export type Tone = "neutral" | "brand" | "success" | "warning" | "danger" | "info";

const toneClass: Record<Tone, string> = {
  neutral: "bg-surface-3 text-ink-2",
  brand: "bg-brand-soft text-brand",
  success: "bg-success-soft text-success",
  warning: "bg-warning-soft text-warning",
  danger: "bg-danger-soft text-danger",
  info: "bg-info-soft text-info",
};

const toneIcon: Record<Tone, LucideIcon> = {
  neutral: CircleDot,
  brand: CircleDot,
  success: CircleCheck,
  warning: Clock,
  danger: Ban,
  info: Info,
};

interface BadgeProps {
  tone?: Tone;
  /** Every badge has a sign and a word; the tone's own sign unless one fits better. */
  icon?: LucideIcon;
  children: ReactNode;
  className?: string;
}

/** A state: sign and word, never colour alone. */
export function Badge({ tone = "neutral", icon, children, className }: BadgeProps) {
  const Icon = icon ?? toneIcon[tone];
  return (
    <span
      className={cn(
        "inline-flex h-6 w-fit shrink-0 items-center gap-1 whitespace-nowrap rounded-full border border-transparent px-2 text-sm font-semibold",
        toneClass[tone],
        className,
      )}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {children}
    </span>
  );
}

/** A plain label for a category; no state. */
export function Tag({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <span
      className={cn(
        "inline-flex h-6 w-fit items-center rounded-input border border-line px-1.5 text-sm text-ink-2",
        className,
      )}
    >
      {children}
    </span>
  );
}

interface AlertProps {
  tone?: Exclude<Tone, "neutral" | "brand">;
  title?: ReactNode;
  children?: ReactNode;
  /** A button or link that helps. */
  action?: ReactNode;
  className?: string;
}

const alertIcon = { success: CircleCheck, warning: CircleAlert, danger: CircleAlert, info: Info } as const;
const alertEdge = {
  success: "border-s-success",
  warning: "border-s-warning",
  danger: "border-s-danger",
  info: "border-s-info",
} as const;

/** A message that stays where it belongs. It interrupts a screen reader only where the caller sets a live region. */
export function Alert({ tone = "info", title, children, action, className }: AlertProps) {
  const Icon = alertIcon[tone];
  return (
    <div
      className={cn(
        "flex flex-wrap items-start gap-3 rounded-card border border-line border-s-4 px-4 py-3 sm:flex-nowrap",
        alertEdge[tone],
        className,
      )}
    >
      <Icon aria-hidden className={cn("mt-0.5 size-4.5 shrink-0", toneClass[tone], "bg-transparent")} />
      <div className="min-w-0 flex-1 basis-48 wrap-anywhere">
        {title && <p className="font-semibold">{title}</p>}
        {children && <div className="text-ink-2">{children}</div>}
      </div>
      {action}
    </div>
  );
}
