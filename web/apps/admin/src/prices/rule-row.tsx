import { Link, type LinkProps } from "@tanstack/react-router";
import { Button, Menu, MenuItem } from "@tessera/ui";
import { ArrowDown, ArrowUp, Ellipsis, Pencil, Power, PowerOff, Trash2 } from "lucide-react";
import type { KeyboardEvent, ReactNode } from "react";

interface Props {
  name: string;
  /** Where it is edited. */
  edit: LinkProps;
  mayEdit: boolean;
  /** What stands before the name. */
  lead?: ReactNode;
  /** What stands below and beside the name. */
  children: ReactNode;
  /** What can be done with it besides editing. */
  menu: ReactNode;
  onKeyDown?: (pressed: KeyboardEvent) => void;
}

/** A rule of prices in a list: its name leads to its form, its menu to everything else. */
export function RuleRow({ name, edit, mayEdit, lead, children, menu, onKeyDown }: Props) {
  return (
    <li className="relative flex items-start gap-3 px-4 py-3 transition-colors hover:bg-surface-2">
      {lead}
      <div className="min-w-0 flex-1">
        {mayEdit ? (
          <Link
            {...edit}
            resetScroll={false}
            data-row
            onKeyDown={onKeyDown}
            className="font-semibold wrap-anywhere after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:-outline-offset-2 focus-visible:after:outline-2 focus-visible:after:outline-focus"
          >
            {name}
          </Link>
        ) : (
          <span className="font-semibold">{name}</span>
        )}
        {children}
      </div>
      {mayEdit && (
        <div className="relative z-10">
          <Menu
            trigger={
              <Button variant="quiet" size="icon-sm" aria-label={`Actions for ${name}`}>
                <Ellipsis aria-hidden />
              </Button>
            }
          >
            <MenuItem render={<Link {...edit} />}>
              <Pencil aria-hidden /> Edit
            </MenuItem>
            {menu}
          </Menu>
        </div>
      )}
    </li>
  );
}

interface MoveProps {
  place: number;
  count: number;
  onMove: (by: -1 | 1) => void;
}

/** Up and down, as far as there is room. */
export function MoveItems({ place, count, onMove }: MoveProps) {
  return (
    <>
      {place > 0 && (
        <MenuItem onSelect={() => onMove(-1)}>
          <ArrowUp aria-hidden /> Move up
        </MenuItem>
      )}
      {place < count - 1 && (
        <MenuItem onSelect={() => onMove(1)}>
          <ArrowDown aria-hidden /> Move down
        </MenuItem>
      )}
    </>
  );
}

/** On or off. */
export function SwitchItem({ active, onSwitch }: { active: boolean | undefined; onSwitch: () => void }) {
  return (
    <MenuItem onSelect={onSwitch}>
      {active ? <PowerOff aria-hidden /> : <Power aria-hidden />}
      {active ? "Switch off" : "Switch on"}
    </MenuItem>
  );
}

/** Away with it. */
export function RemoveItem({ onRemove }: { onRemove: () => void }) {
  return (
    <MenuItem tone="danger" onSelect={onRemove}>
      <Trash2 aria-hidden /> Remove
    </MenuItem>
  );
}
