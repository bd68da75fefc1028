import type { Event } from "@tessera/client";
import { directionOf, languageName, Select } from "@tessera/ui";
import { EyeOff } from "lucide-react";
import { useState } from "react";
import { type Control, useWatch } from "react-hook-form";
import { previewOf } from "./preview";
import type { TicketValues } from "./values";

/** The ticket as buyers will see it, following what is typed. */
export function PreviewCard({ control, event }: { control: Control<TicketValues>; event: Event }) {
  const values = useWatch({ control }) as TicketValues;
  const [chosen, setChosen] = useState(event.locales[0] ?? "en");
  const shown = previewOf(values, event, chosen, new Date());
  return (
    <section aria-label="How buyers see it">
      <div className="flex min-h-9 items-center justify-between gap-3 pb-2">
        <h2 className="font-semibold">How buyers see it</h2>
        {event.locales.length > 1 && (
          <Select
            aria-label="Language of the preview"
            className="w-36"
            value={chosen}
            onChange={({ target }) => setChosen(target.value)}
          >
            {event.locales.map((locale) => (
              <option key={locale} value={locale}>
                {languageName(locale)}
              </option>
            ))}
          </Select>
        )}
      </div>
      <div className="rounded-card border border-line bg-surface">
        {shown.seenBy && (
          <p className="flex items-center gap-2 border-b border-line bg-surface-2 px-4 py-2 text-sm text-ink-2">
            <EyeOff aria-hidden className="size-4 shrink-0" /> {shown.seenBy}
          </p>
        )}
        <div lang={chosen} dir={directionOf(chosen)} className="px-4 py-3">
          <p className="font-semibold text-lg wrap-anywhere">{shown.name || "…"}</p>
          {shown.about && <p className="mt-0.5 whitespace-pre-line text-ink-2 wrap-anywhere">{shown.about}</p>}
          <ul className="divide-y divide-line">
            {shown.lines.map((line, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the lines are drawn anew from what is typed
              <li key={place} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2">
                <div className="min-w-0">
                  {line.name && <p className="font-semibold wrap-anywhere">{line.name}</p>}
                  <p className="font-semibold tabular-nums">{line.price}</p>
                  {line.about && <p className="text-sm text-ink-2 wrap-anywhere">{line.about}</p>}
                  {line.closed && <p className="text-sm text-ink-2">{line.closed}</p>}
                  {shown.until && !line.closed && <p className="text-sm text-ink-3">{shown.until}</p>}
                </div>
                {!line.closed && (
                  <p className="flex flex-col items-end text-sm text-ink-3">
                    <span
                      aria-hidden
                      className="flex h-9 w-14 items-center justify-center rounded-input border border-control text-base text-ink"
                    >
                      0
                    </span>
                    up to {shown.most}
                  </p>
                )}
              </li>
            ))}
          </ul>
        </div>
      </div>
    </section>
  );
}
