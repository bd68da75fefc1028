import type { ReactNode } from "react";
import { cn } from "./cn";
import { formatCount } from "./format";

interface StatTileProps {
  label: string;
  value: ReactNode;
  /** A second line in small type: "12 waiting for payment". */
  detail?: ReactNode;
  className?: string;
}

/** One number and what it means. Wrap it into the link to the list that produces it. */
export function StatTile({ label, value, detail, className }: StatTileProps) {
  return (
    <div className={cn("flex min-w-0 flex-col rounded-card border border-line bg-surface px-4 py-3", className)}>
      <span className="text-sm text-ink-2">{label}</span>
      <span className="mt-0.5 truncate text-2xl font-semibold tabular-nums">{value}</span>
      {detail && <span className="mt-0.5 text-sm text-ink-3">{detail}</span>}
    </div>
  );
}

interface StockBarProps {
  sold: number;
  /** In carts and unpaid orders. */
  held: number;
  /** Kept aside by the organiser. */
  blocked?: number;
  /** Null means unlimited. */
  /** Those of the sold and held ones that vouchers took beyond the size. */
  overbooked?: number;
  size: number | null;
  className?: string;
}

/** Sold, held, kept aside and free at a glance; the words under the bar say the same. */
export function StockBar({ sold, held, blocked = 0, overbooked = 0, size, className }: StockBarProps) {
  const share = (count: number) => `${size ? Math.min(100, (count / size) * 100) : 0}%`;
  const free = size === null ? null : Math.max(0, size + overbooked - sold - held - blocked);
  return (
    <div className={cn("min-w-0", className)}>
      {size !== null && (
        <div aria-hidden className="mb-1 flex h-2 overflow-hidden rounded-full bg-surface-3 forced-colors:border">
          <div className="bg-brand forced-colors:bg-[Highlight]" style={{ width: share(sold) }} />
          <div className="stripes" style={{ width: share(held) }} />
          <div className="dots" style={{ width: share(blocked) }} />
        </div>
      )}
      <p className="text-sm text-ink-2 tabular-nums">
        {formatCount(sold)} sold
        {held > 0 && ` · ${formatCount(held)} held`}
        {blocked > 0 && ` · ${formatCount(blocked)} kept aside`}
        {overbooked > 0 && ` · +${formatCount(overbooked)} by voucher`}
        {free === null ? " · no limit" : ` · ${formatCount(free)} free`}
      </p>
    </div>
  );
}

interface UseBarProps {
  used: number;
  /** Null means without end. */
  most: number | null;
  /** "3 of 10 uses": says what the bar shows. */
  children: ReactNode;
  className?: string;
}

/** How much of a limit is used up, with the words under it. */
export function UseBar({ used, most, children, className }: UseBarProps) {
  const share = most ? Math.min(100, (used / most) * 100) : 0;
  return (
    <div className={cn("min-w-0", className)}>
      {most !== null && (
        <div aria-hidden className="mb-1 h-1.5 overflow-hidden rounded-full bg-surface-3 forced-colors:border">
          <div className="h-full bg-brand forced-colors:bg-[Highlight]" style={{ width: `${share}%` }} />
        </div>
      )}
      <p className="text-sm text-ink-2 tabular-nums">{children}</p>
    </div>
  );
}
