import { useQuery } from "@tanstack/react-query";
import { Checkbox, Field, pickText, RadioGroup } from "@tessera/ui";
import { Loaded } from "../app/loaded";
import { eventsQuery } from "../lib/queries";

interface Props {
  org: string;
  /** Null for the whole organisation. */
  value: string[] | null;
  onChange: (value: string[] | null) => void;
  error?: string | undefined;
}

/** Where something holds: everywhere, or at chosen events. */
export function EventsField({ org, value, onChange, error }: Props) {
  const query = useQuery(eventsQuery(org));
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
