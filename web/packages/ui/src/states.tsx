import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

interface EmptyStateProps {
  icon?: LucideIcon;
  title: string;
  /** One sentence on what this is for. */
  children?: ReactNode;
  /** One action. */
  action?: ReactNode;
  className?: string;
}

/** Teaches: what it is for, one action. A filtered list that is empty says so in other words. */
export function EmptyState({ icon: Icon, title, children, action, className }: EmptyStateProps) {
  return (
    <div
      className={cn(
        "flex flex-col items-center rounded-card border border-line border-dashed px-6 py-12 text-center",
        className,
      )}
    >
      {Icon && (
        <span className="mb-3 flex size-11 items-center justify-center rounded-full bg-brand-soft text-brand">
          <Icon aria-hidden className="size-5" />
        </span>
      )}
      <h2 className="text-lg font-semibold">{title}</h2>
      {children && <div className="mt-1 max-w-[52ch] text-ink-2">{children}</div>}
      {action && <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}

/** A grey block of the final size, while the first load runs. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn("rounded-input bg-surface-3 motion-safe:animate-pulse", className)} />;
}

/** A whole page that is loading, said once to screen readers. */
export function PageSkeleton({ rows = 6 }: { rows?: number }) {
  return (
    <div role="status" className="flex flex-col gap-4">
      <span className="sr-only">Loading</span>
      <Skeleton className="h-8 w-56" />
      <Skeleton className="h-4 w-80 max-w-full" />
      <div className="mt-2 flex flex-col gap-px overflow-hidden rounded-card border border-line">
        {Array.from({ length: rows }, (_, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never move
          <div key={row} className="flex h-11 items-center gap-4 px-3">
            <Skeleton className="h-3.5 w-24" />
            <Skeleton className="h-3.5 flex-1" />
            <Skeleton className="h-3.5 w-16" />
          </div>
        ))}
      </div>
    </div>
  );
}

interface ProgressProps {
  value: number;
  max: number;
  label: string;
  className?: string;
}

export function Progress({ value, max, label, className }: ProgressProps) {
  const percent = max > 0 ? Math.min(100, (value / max) * 100) : 0;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={0}
      aria-valuemax={max}
      className={cn("h-2 overflow-hidden rounded-full border border-transparent bg-surface-3", className)}
    >
      <div className="h-full rounded-full bg-brand forced-colors:bg-[Highlight]" style={{ width: `${percent}%` }} />
    </div>
  );
}
