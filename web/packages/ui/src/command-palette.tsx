import { Autocomplete } from "@base-ui/react/autocomplete";
import { Dialog as Base } from "@base-ui/react/dialog";
import { type LucideIcon, Search } from "lucide-react";
import { backdropClass } from "./dialog";

export interface Command {
  id: string;
  label: string;
  /** Beside the label: what it belongs to, its state. */
  detail?: string | undefined;
  /** Other words that find it. */
  words?: string | undefined;
  icon: LucideIcon;
  run: () => void;
}

export interface CommandGroup {
  label: string;
  items: Command[];
}

interface CommandPaletteProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  query: string;
  onQuery: (query: string) => void;
  /** What the query finds, best first; the caller filters, because some of it comes from the server. */
  groups: CommandGroup[];
  /** More is on the way. */
  busy?: boolean;
}

/** One box for everything: type, choose with the arrows, Enter. The first hit is always chosen. */
export function CommandPalette({ open, onOpenChange, query, onQuery, groups, busy = false }: CommandPaletteProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Popup
          aria-label="Go to anything"
          className="-translate-x-1/2 fixed top-[max(1rem,12dvh)] left-1/2 z-50 flex max-h-[min(32rem,calc(100dvh-2rem))] w-[min(38rem,calc(100vw-2rem))] flex-col overflow-hidden rounded-dialog border border-line bg-surface shadow-overlay transition-opacity duration-(--motion-state) data-ending-style:opacity-0 data-starting-style:opacity-0"
        >
          <Autocomplete.Root
            inline
            open
            mode="none"
            items={groups}
            value={query}
            onValueChange={onQuery}
            itemToStringValue={(command: Command) => command.label}
            autoHighlight="always"
            keepHighlight
          >
            <div className="relative border-b border-line">
              <Search
                aria-hidden
                className="-translate-y-1/2 pointer-events-none absolute start-4 top-1/2 size-4.5 text-ink-3"
              />
              <Autocomplete.Input
                aria-label="Search pages, events, orders and actions"
                placeholder="Pages, events, orders, actions"
                className="h-13 w-full bg-transparent ps-12 pe-4 text-lg outline-none"
              />
              {busy && <div className="absolute inset-x-0 -bottom-px h-0.5 bg-brand motion-safe:animate-pulse" />}
            </div>
            <Autocomplete.List className="min-h-0 flex-1 overflow-y-auto p-1.5 data-empty:p-0">
              {(group: CommandGroup) => (
                <Autocomplete.Group key={group.label} items={group.items} className="pb-1.5">
                  <Autocomplete.GroupLabel className="px-2.5 pt-1.5 pb-1 text-xs text-ink-3">
                    {group.label}
                  </Autocomplete.GroupLabel>
                  <Autocomplete.Collection>
                    {(command: Command) => <Row key={command.id} command={command} />}
                  </Autocomplete.Collection>
                </Autocomplete.Group>
              )}
            </Autocomplete.List>
            <Autocomplete.Empty>
              <p className="px-5 py-6 text-center text-ink-2 empty:hidden">
                {busy ? "Searching…" : "Nothing found. Try a name, an order code or an email address."}
              </p>
            </Autocomplete.Empty>
          </Autocomplete.Root>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

function Row({ command }: { command: Command }) {
  const { icon: Icon, label, detail } = command;
  return (
    <Autocomplete.Item
      value={command}
      onClick={command.run}
      className="flex min-h-10 cursor-default items-center gap-3 rounded-input px-2.5 py-1.5 outline-none data-highlighted:bg-surface-3"
    >
      <Icon aria-hidden className="size-4 shrink-0 text-ink-2" />
      <span className="min-w-0 flex-1 truncate">
        <bdi>{label}</bdi>
      </span>
      {detail && <span className="max-w-[50%] shrink-0 truncate text-sm text-ink-3">{detail}</span>}
    </Autocomplete.Item>
  );
}
