import { Popover } from "@base-ui/react/popover";
import { type CalendarDateTime, parseDateTime, toCalendarDate, toCalendarDateTime } from "@internationalized/date";
import { CalendarDays, ChevronLeft, ChevronRight } from "lucide-react";
import {
  Button as AriaButton,
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  DateField,
  DateInput,
  DateSegment,
  Heading,
} from "react-aria-components";
import { Button } from "./button";
import { useFieldControl } from "./field";

export interface DateTimeFieldProps {
  /** Wall-clock time in the event's zone, `2027-03-14T19:00`, or null. */
  value: string | null;
  onChange: (value: string | null) => void;
  onBlur?: () => void;
  /** IANA zone, shown beside the value: a deadline is never a bare date. */
  zone: string;
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
                className="rounded-input px-0.5 py-0.5 text-end outline-none data-focused:bg-brand data-focused:text-on-brand data-placeholder:text-ink-3 data-focused:data-placeholder:text-on-brand data-[type=literal]:whitespace-pre data-[type=literal]:px-0 data-[type=literal]:text-ink-3 forced-colors:data-focused:outline-2"
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
            <Calendar
              aria-label="Day"
              value={value ? toCalendarDate(value) : null}
              onChange={(day) => onChange(toCalendarDateTime(day, value ?? undefined))}
            >
              <header className="flex items-center justify-between pb-2">
                <AriaButton
                  slot="previous"
                  className="flex size-8 items-center justify-center rounded-input hover:bg-surface-3"
                >
                  <ChevronLeft aria-hidden className="size-4 rtl:-scale-x-100" />
                </AriaButton>
                <Heading className="font-semibold" />
                <AriaButton
                  slot="next"
                  className="flex size-8 items-center justify-center rounded-input hover:bg-surface-3"
                >
                  <ChevronRight aria-hidden className="size-4 rtl:-scale-x-100" />
                </AriaButton>
              </header>
              <CalendarGrid className="border-collapse">
                <CalendarGridHeader>
                  {(day) => (
                    <CalendarHeaderCell className="size-9 text-sm font-normal text-ink-3">{day}</CalendarHeaderCell>
                  )}
                </CalendarGridHeader>
                <CalendarGridBody>
                  {(date) => (
                    <CalendarCell
                      date={date}
                      className="flex size-9 cursor-default items-center justify-center rounded-input tabular-nums hover:bg-surface-3 data-outside-month:invisible data-selected:bg-brand data-selected:font-semibold data-selected:text-on-brand forced-colors:data-selected:outline-2"
                    />
                  )}
                </CalendarGridBody>
              </CalendarGrid>
            </Calendar>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
