import type { Event } from "@tessera/client";
import { Button, MoneyInput } from "@tessera/ui";
import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { FormField } from "../../lib/form-field";
import type { PartProps } from "./part";

const channels = [
  ["web", "On the site"],
  ["box_office", "At the box office"],
  ["api", "Through the API"],
] as const;

interface Props {
  of: PartProps["of"];
  event: Event;
  at: "channelPrices" | `variations.${number}.channelPrices`;
}

/** Other prices by where it is sold. Open from the start if there is one. */
export function ChannelPriceFields({ of, event, at }: Props) {
  const [open, setOpen] = useState(() => channels.some(([name]) => of.form.getValues(`${at}.${name}`) !== null));
  return (
    <div className="flex flex-col gap-3">
      <Button
        variant="quiet"
        size="sm"
        className="-ms-2.5 self-start"
        aria-expanded={open}
        onClick={() => setOpen((was) => !was)}
      >
        <ChevronDown aria-hidden className={open ? "rotate-180" : ""} /> Other prices by where it is sold
      </Button>
      {open && (
        <div className="grid gap-4 sm:grid-cols-3">
          {channels.map(([name, label]) => (
            <FormField key={name} of={of} name={`${at}.${name}`} label={label} optional>
              {(field) => <MoneyInput {...field} currency={event.currency} placeholder="The same" />}
            </FormField>
          ))}
        </div>
      )}
    </div>
  );
}
