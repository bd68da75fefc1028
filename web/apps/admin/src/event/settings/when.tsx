import type { Event } from "@tessera/client";
import { Combobox, Field, instantToWall, wallToInstant } from "@tessera/ui";
import { useMemo } from "react";
import { Controller } from "react-hook-form";
import * as z from "zod/mini";
import { Section } from "../../app/page";
import { zoneOptions } from "../../lib/choices";
import { SaveBar } from "../../lib/saved";
import { required, wallTime } from "../../lib/schemas";
import { DateTime } from "../date-time";
import { useEventForm } from "./use-event-form";

const schema = z
  .object({
    zone: required("Choose the time zone"),
    starts: wallTime("Enter when the event starts"),
    ends: wallTime("Enter when the event ends"),
    doors: z.nullable(z.string()),
  })
  .check(
    z.refine(({ starts, ends }) => !starts || !ends || ends > starts, {
      path: ["ends"],
      message: "The end has to be after the start",
    }),
    z.refine(({ starts, doors }) => !starts || !doors || doors <= starts, {
      path: ["doors"],
      message: "The doors have to open before the start",
    }),
  );

function valuesOf({ zone, starts_at, ends_at, doors_at }: Event) {
  const wall = (instant: string | null | undefined) => (instant ? instantToWall(instant, zone) : null);
  return { zone, starts: wall(starts_at), ends: wall(ends_at), doors: wall(doors_at) };
}

/** When it is, as the clock at the place shows. */
export function TimeSettings({ org, event }: { org: string; event: Event }) {
  const { form, submit, summary, busy, errorOf, saved } = useEventForm({
    org,
    event,
    schema,
    valuesOf,
    patchOf: ({ zone, starts, ends, doors }) => ({
      zone,
      starts_at: wallToInstant(starts ?? "", zone),
      ends_at: wallToInstant(ends ?? "", zone),
      doors_at: doors ? wallToInstant(doors, zone) : null,
    }),
    rename: { starts_at: "starts", ends_at: "ends", doors_at: "doors" },
    labels: { zone: "Time zone", starts: "Starts", ends: "Ends", doors: "Doors open" },
  });
  const zone = form.watch("zone");
  const zones = useMemo(() => zoneOptions(zone), [zone]);
  return (
    <Section id="dates" title="Date and time">
      <form onSubmit={submit} noValidate className="flex flex-col gap-5">
        {summary}
        <Field label="Time zone" name="zone" error={errorOf("zone")} className="max-w-md">
          <Controller
            control={form.control}
            name="zone"
            render={({ field }) => (
              <Combobox options={zones} value={field.value} onChange={(value) => field.onChange(value ?? "")} />
            )}
          />
        </Field>
        <Field label="Doors open" name="doors" group optional error={errorOf("doors")}>
          <Controller
            control={form.control}
            name="doors"
            render={({ field: { ref: _, ...field } }) => <DateTime {...field} zone={zone} />}
          />
        </Field>
        <Field label="Starts" name="starts" group error={errorOf("starts")}>
          <Controller
            control={form.control}
            name="starts"
            render={({ field: { ref: _, ...field } }) => <DateTime {...field} zone={zone} />}
          />
        </Field>
        <Field label="Ends" name="ends" group error={errorOf("ends")}>
          <Controller
            control={form.control}
            name="ends"
            render={({ field: { ref: _, ...field } }) => <DateTime {...field} zone={zone} />}
          />
        </Field>
        <SaveBar busy={busy} saved={saved} label="Save times" />
      </form>
    </Section>
  );
}
