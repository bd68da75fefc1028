import { ArrowDown, ArrowUp, Search } from "lucide-react";
import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "./cn";
import { inputClass } from "./inputs";

interface TableProps {
  /** Names the table, also the region that scrolls sideways on narrow screens. */
  label: string;
  /** A thin bar over kept rows while newer ones are on the way. */
  refreshing?: boolean;
  children: ReactNode;
  className?: string;
}

/** Real table markup with rows of 44 px, 32 where rows are compact. The head sticks; narrow screens scroll inside a labelled region. */
export function Table({ label, refreshing = false, children, className }: TableProps) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard
      tabIndex={0}
      className={cn("relative overflow-x-auto rounded-card border border-line", className)}
    >
      {refreshing && <div className="absolute inset-x-0 top-0 z-10 h-0.5 bg-brand motion-safe:animate-pulse" />}
      <table className="w-full border-collapse text-start">{children}</table>
    </section>
  );
}

export function Thead({ children }: { children: ReactNode }) {
  return (
    <thead className="border-b border-line bg-surface-2 text-sm text-ink-2">
      <tr>{children}</tr>
    </thead>
  );
}

interface ThProps extends Omit<ComponentProps<"th">, "align"> {
  align?: "start" | "end";
  sort?: "asc" | "desc" | null;
  onSort?: () => void;
}

export function Th({ align = "start", sort, onSort, className, children, ...props }: ThProps) {
  const Arrow = sort === "asc" ? ArrowUp : ArrowDown;
  return (
    <th
      scope="col"
      {...props}
      aria-sort={sort === "asc" ? "ascending" : sort === "desc" ? "descending" : undefined}
      className={cn("h-9 whitespace-nowrap px-3 font-semibold", align === "end" ? "text-end" : "text-start", className)}
    >
      {onSort ? (
        <button type="button" onClick={onSort} className="inline-flex h-8 items-center gap-1">
          {children}
          <Arrow aria-hidden className={cn("size-3.5", !sort && "invisible")} />
        </button>
      ) : (
        children
      )}
    </th>
  );
}

/** A body row. Make the first cell's link cover it with `after:absolute after:inset-0`. */
export function Tr({ className, children, ...props }: ComponentProps<"tr">) {
  return (
    <tr {...props} className={cn("relative border-b border-line last:border-b-0 hover:bg-surface-2", className)}>
      {children}
    </tr>
  );
}

interface TdProps extends Omit<ComponentProps<"td">, "align"> {
  align?: "start" | "end";
}

export function Td({ align = "start", className, children, ...props }: TdProps) {
  return (
    <td
      {...props}
      className={cn(
        "h-(--row) px-3 py-(--row-pad) align-middle",
        align === "end" ? "text-end tabular-nums" : "text-start",
        className,
      )}
    >
      {children}
    </td>
  );
}

interface FilterBarProps {
  search: string;
  onSearch: (text: string) => void;
  /** Names the search box: "Search orders by code, name or email". */
  label: string;
  placeholder?: string;
  /** Selects and chips beside the search box. */
  children?: ReactNode;
  /** What the filters leave: "214 orders · €12,480.00". Announced politely. */
  summary?: ReactNode;
  className?: string;
}

/** One search box and the filters beside it; the caller keeps their state in the URL. */
export function FilterBar({ search, onSearch, label, placeholder, children, summary, className }: FilterBarProps) {
  const id = useId();
  return (
    <search className={cn("flex flex-wrap items-center gap-2", className)}>
      <div className="relative min-w-0 flex-1 basis-56">
        <label htmlFor={id} className="sr-only">
          {label}
        </label>
        <Search
          aria-hidden
          className="-translate-y-1/2 pointer-events-none absolute start-3 top-1/2 size-4 text-ink-3"
        />
        <input
          id={id}
          type="search"
          value={search}
          onChange={(event) => onSearch(event.target.value)}
          placeholder={placeholder ?? label}
          className={cn(inputClass, "ps-9")}
        />
      </div>
      {children}
      {summary && (
        <p aria-live="polite" className="ms-auto py-1 text-ink-2 tabular-nums">
          {summary}
        </p>
      )}
    </search>
  );
}
