import { Menu as Base } from "@base-ui/react/menu";
import type { ReactElement, ReactNode } from "react";
import { cn } from "./cn";

interface MenuProps {
  /** The button that opens the menu, usually a `Button`. */
  trigger: ReactElement;
  align?: "start" | "end";
  children: ReactNode;
  className?: string;
}

export function Menu({ trigger, align = "end", children, className }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} sideOffset={4} className="z-50 outline-none">
          <Base.Popup
            className={cn(
              "max-h-(--available-height) min-w-48 max-w-[min(22rem,var(--available-width))] overflow-y-auto rounded-card border border-line bg-surface p-1 shadow-overlay outline-none transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0",
              className,
            )}
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

interface MenuItemProps {
  onSelect?: () => void;
  tone?: "neutral" | "danger";
  /** Render as a link: `<Link to="…" />`. */
  render?: ReactElement;
  children: ReactNode;
}

export function MenuItem({ onSelect, tone = "neutral", render, children }: MenuItemProps) {
  return (
    <Base.Item
      onClick={onSelect}
      {...(render ? { render } : {})}
      className={cn(
        "flex min-h-9 cursor-default select-none items-center gap-2.5 rounded-input px-2.5 py-1.5 outline-none data-highlighted:bg-surface-3 [&_svg]:size-4 [&_svg]:shrink-0",
        tone === "danger" ? "text-danger" : "text-ink",
      )}
    >
      {children}
    </Base.Item>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <div className="px-2.5 pt-2 pb-1 text-sm text-ink-3">{children}</div>;
}

export function MenuSeparator() {
  return <Base.Separator className="my-1 h-px bg-line" />;
}
