import type { ProductIcon } from "@tessera/client";
import { cn, useFieldControl } from "@tessera/ui";
import { useId } from "react";
import { iconNames, TicketIcon, ticketIcons } from "../ticket-icon";

interface Props {
  name: string;
  /** Empty for none. */
  value: ProductIcon | "";
  onChange: (value: ProductIcon | "") => void;
}

/** One drawing of the set, or none: radio buttons, so that the arrow keys walk through them. Put it into a `Field group`. */
export function IconPicker({ name, value, onChange }: Props) {
  const base = useId();
  const { id: fieldId } = useFieldControl();
  return (
    <div className="flex flex-wrap gap-1.5">
      {(["", ...iconNames] as const).map((icon) => {
        const id = (icon === "" && fieldId) || `${base}-${icon}`;
        const label = icon ? ticketIcons[icon].label : "None";
        return (
          <label
            key={icon}
            htmlFor={id}
            title={label}
            className={cn(
              "relative flex h-11 min-w-11 cursor-pointer items-center justify-center rounded-input border border-control px-2 text-ink",
              "hover:bg-surface-2 has-checked:border-brand has-checked:bg-brand-soft has-checked:outline has-checked:outline-brand",
              "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus",
            )}
          >
            <input
              type="radio"
              id={id}
              name={name}
              value={icon}
              checked={icon === value}
              onChange={() => onChange(icon)}
              className="absolute inset-0 cursor-pointer appearance-none opacity-0"
            />
            {icon ? <TicketIcon name={icon} className="size-5" /> : null}
            <span className={icon ? "sr-only" : ""}>{label}</span>
          </label>
        );
      })}
    </div>
  );
}
