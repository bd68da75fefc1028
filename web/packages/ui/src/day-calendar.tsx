import { type CalendarDateTime, toCalendarDate, toCalendarDateTime } from "@internationalized/date";
import { ChevronLeft, ChevronRight } from "lucide-react";
import {
  Button as AriaButton,
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  Heading,
} from "react-aria-components";

interface DayCalendarProps {
  value: CalendarDateTime | null;
  onChange: (value: CalendarDateTime) => void;
}

/** A month to choose the day from; keeps the time of day. Loaded when it is opened. */
export default function DayCalendar({ value, onChange }: DayCalendarProps) {
  return (
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
        <AriaButton slot="next" className="flex size-8 items-center justify-center rounded-input hover:bg-surface-3">
          <ChevronRight aria-hidden className="size-4 rtl:-scale-x-100" />
        </AriaButton>
      </header>
      <CalendarGrid className="border-collapse">
        <CalendarGridHeader>
          {(day) => <CalendarHeaderCell className="size-9 text-sm font-normal text-ink-3">{day}</CalendarHeaderCell>}
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
  );
}
