import { Popover } from "@base-ui/react/popover";
import { type CalendarDateTime, parseDateTime } from "@internationalized/date";
import { CalendarDays } from "lucide-react";
import { lazy, Suspense } from "react";
import { DateField, DateInput, DateSegment } from "react-aria-components";
import { Button } from "./button";
import { useFieldControl } from "./field";
import { Skeleton } from "./states";

const DayCalendar = lazy(() => import("./day-calendar"));

export interface DateTimeFieldProps {
  /** Wall-clock time in the event's zone, `2027-03-14T19:00`, or null. */
  value: string | null;
  onChange: (value: string | null) => void;
  onBlur?: () => void;
  /** IANA zone, shown beside the value: a deadline is never a bare date. */
  zone: string;
}

/*
 * react-aria would add a <style> element with this id for its buttons, which a strict content security policy
 * refuses; theme.css has the rule instead. An element of that id makes it skip the attempt.
 */
const pressableStyleId = "react-aria-pressable-style";
if (typeof document !== "undefined" && !document.getElementById(pressableStyleId)) {
  document.head.append(Object.assign(document.createElement("meta"), { id: pressableStyleId }));
}

const parse = (value: string | null): CalendarDateTime | null => {
  try {
    return value ? parseDateTime(value) : null;
  } catch {
    return null;
  }
};

/** Day and time by typing into segments, or the day from a calendar. Reads in the viewer's own notation. */
export default function DateTimeField({ value, onChange, onBlur, zone }: DateTimeFieldProps) {
  const { id, labelId, ...described } = useFieldControl();
  const current = parse(value);
  const emit = (next: CalendarDateTime | null) => onChange(next ? next.toString().slice(0, 16) : null);
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <div
        data-invalid={described["aria-invalid"]}
        className="flex h-9 w-fit items-center rounded-input border border-control bg-surface ps-2 transition-colors hover:border-ink-3 data-invalid:border-2 data-invalid:border-danger pointer-coarse:h-11"
      >
        <DateField
          id={id}
          aria-labelledby={labelId}
          aria-describedby={described["aria-describedby"]}
          isInvalid={Boolean(described["aria-invalid"])}
          granularity="minute"
          hideTimeZone
          shouldForceLeadingZeros
          value={current}
          onChange={emit}
          onBlur={onBlur}
        >
          <DateInput className="flex items-center tabular-nums">
            {(segment) => (
              <DateSegment
                segment={segment}
                className="rounded-input min-w-6 px-0.5 py-0.5 text-center outline-none data-focused:bg-brand data-focused:text-on-brand data-placeholder:text-ink-3 data-focused:data-placeholder:text-on-brand data-[type=literal]:min-w-0 data-[type=literal]:whitespace-pre data-[type=literal]:px-0 data-[type=literal]:text-ink-3 forced-colors:data-focused:outline-2"
              />
            )}
          </DateInput>
        </DateField>
        <DayPicker value={current} onChange={emit} />
      </div>
      <span className="text-sm text-ink-2">{zone.replaceAll("_", " ")}</span>
    </div>
  );
}

function DayPicker({ value, onChange }: { value: CalendarDateTime | null; onChange: (v: CalendarDateTime) => void }) {
  return (
    <Popover.Root>
      <Popover.Trigger render={<Button variant="quiet" size="icon-sm" aria-label="Choose the day" className="ms-1" />}>
        <CalendarDays aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="end" className="z-60">
          <Popover.Popup
            aria-label="Choose the day"
            className="rounded-card border border-line bg-surface p-3 shadow-overlay outline-none"
          >
            <Suspense fallback={<Skeleton className="h-72 w-63" />}>
              <DayCalendar value={value} onChange={onChange} />
            </Suspense>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
