import { useQuery } from "@tanstack/react-query";
import { Checkbox, Field, pickText, RadioGroup } from "@tessera/ui";
import { type Control, type FieldValues, type Path, useController } from "react-hook-form";
import { Loaded } from "../app/loaded";
import { eventsQuery } from "../lib/queries";

interface Props<T extends FieldValues> {
  /** The form, whose `events` these are: null for the whole organisation. */
  control: Control<T>;
  org: string;
  error?: string | undefined;
}

/** Where something holds: everywhere, or at chosen events. */
export function EventsField<T extends FieldValues>({ control, org, error }: Props<T>) {
  const query = useQuery(eventsQuery(org));
  const { field } = useController({ control, name: "events" as Path<T> });
  const value: string[] | null = field.value;
  const onChange = (chosen: string[] | null) => field.onChange(chosen);
  const chosen = value ?? [];
  return (
    <Field label="Where" name="events" group error={error}>
      <RadioGroup
        name="events-where"
        value={value === null ? "all" : "some"}
        onChange={(where) => onChange(where === "all" ? null : [])}
        options={[
          { value: "all", label: "The whole organisation", hint: "Every event, those to come as well." },
          { value: "some", label: "Only these events" },
        ]}
      />
      {value !== null && (
        <Loaded query={query} failure="The events could not be loaded" skeleton="h-20">
          {({ items }) => (
            <div className="ms-7">
              {items.map(({ id, name }) => (
                <Checkbox
                  key={id}
                  label={<bdi>{pickText(name)}</bdi>}
                  checked={chosen.includes(id)}
                  onChange={({ target }) =>
                    onChange(target.checked ? [...chosen, id] : chosen.filter((other) => other !== id))
                  }
                />
              ))}
              {items.length === 0 && <p className="text-ink-2">There is no event yet.</p>}
            </div>
          )}
        </Loaded>
      )}
    </Field>
  );
}
