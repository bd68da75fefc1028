import { Field, NumberField, Select } from "@tessera/ui";
import { DateTime } from "../../event/date-time";
import { type Edge, type Unit, unitNames } from "./window";

interface Props {
  value: Edge;
  onChange: (edge: Edge) => void;
  /** What it means when nothing is said: "At once", "With the event". */
  open: string;
  label: string;
  zone: string;
}

const unitWords: Record<Unit, string> = { weeks: "weeks", days: "days", hours: "hours", minutes: "minutes" };

/** One end of a sale: a day and time, or so long before or after the event starts, which moves with the event. */
export function EdgeField({ value, onChange, open, label, zone }: Props) {
  const { mode, at, count, unit } = value;
  return (
    <div className="flex flex-wrap items-start gap-2">
      <Select
        className="w-full sm:w-64"
        value={mode}
        onChange={({ target }) => onChange({ ...value, mode: target.value as Edge["mode"] })}
      >
        <option value="open">{open}</option>
        <option value="at">On a day and time</option>
        <option value="before">Before the event starts</option>
        <option value="after">After the event starts</option>
      </Select>
      {mode === "at" && (
        <Field label={`${label}: day and time`} hideLabel group>
          <DateTime value={at} onChange={(next) => onChange({ ...value, at: next })} zone={zone} />
        </Field>
      )}
      {(mode === "before" || mode === "after") && (
        <>
          <NumberField
            id={undefined}
            aria-label={`${label}: how long ${mode} the event starts`}
            className="!w-24"
            value={count}
            onChange={(next) => onChange({ ...value, count: next })}
          />
          <Select
            id={undefined}
            aria-label={`${label}: unit`}
            className="w-32"
            value={unit}
            onChange={({ target }) => onChange({ ...value, unit: target.value as Unit })}
          >
            {unitNames.map((name) => (
              <option key={name} value={name}>
                {unitWords[name]}
              </option>
            ))}
          </Select>
        </>
      )}
    </div>
  );
}
