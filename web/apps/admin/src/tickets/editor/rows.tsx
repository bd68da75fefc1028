import { Button, useToast } from "@tessera/ui";
import { ArrowDown, ArrowUp, Trash2 } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { type FieldArray, useFieldArray } from "react-hook-form";
import type { PartProps } from "./part";
import type { TicketValues } from "./values";

type ListName = "variations" | "add_ons" | "bundle";

interface Props<N extends ListName> {
  of: PartProps["of"];
  name: N;
  /** What the row is called in buttons and messages. */
  nameAt: (place: number) => string;
  /** What a screen reader calls the row's group of fields. */
  legendAt?: (place: number) => string;
  /** What stands above the fields, beside the buttons; without it the buttons stand below. */
  headAt?: (place: number) => ReactNode;
  /** The fields of one row. */
  children: (place: number) => ReactNode;
  /** What adds rows, below them. */
  add: (append: (row: TicketValues[N][number]) => void) => ReactNode;
}

/** Where the keyboard goes on once the rows are drawn anew: an element that is gone can't keep the focus. */
function useFocusNext() {
  const box = useRef<HTMLDivElement>(null);
  const next = useRef<string[]>([]);
  useEffect(() => {
    const found = next.current.map((selector) => box.current?.querySelector<HTMLElement>(selector)).find(Boolean);
    next.current = [];
    found?.focus();
  });
  /** The first of these that is there. */
  const focusNext = (...selectors: string[]) => {
    next.current = selectors;
  };
  return { box, focusNext };
}

const rowAt = (place: number) => `ol > li:nth-child(${place + 1})`;

/** Rows of a ticket's form that can be moved by one, and taken out with a way back. */
export function Rows<N extends ListName>(props: Props<N>) {
  const { of, name, nameAt, legendAt = nameAt, headAt, children, add } = props;
  const { fields, append, remove, move, insert } = useFieldArray<TicketValues, N>({ control: of.form.control, name });
  const toast = useToast();
  const [moved, setMoved] = useState("");
  const { box, focusNext } = useFocusNext();
  const takeOut = (place: number) => {
    const row = structuredClone((of.form.getValues(name) as unknown[])[place]) as FieldArray<TicketValues, N>;
    const title = nameAt(place);
    focusNext(`${rowAt(place)} [data-remove]`, `${rowAt(place - 1)} [data-remove]`, ":scope > button");
    remove(place);
    toast(`${title} goes when you save`, () => insert(place, row, { shouldFocus: false }));
  };
  const shift = (place: number, step: -1 | 1) => {
    setMoved(`${nameAt(place)} is now number ${place + step + 1}`);
    const row = rowAt(place + step);
    focusNext(`${row} [data-move="${step}"]`, `${row} [data-move]`);
    move(place, place + step);
  };
  const buttons = (place: number) => (
    <div className="-me-2 -mt-1 flex shrink-0 items-center gap-1">
      {place > 0 && (
        <Button
          variant="quiet"
          size="icon-sm"
          data-move={-1}
          aria-label={`Move ${nameAt(place)} up`}
          onClick={() => shift(place, -1)}
        >
          <ArrowUp aria-hidden />
        </Button>
      )}
      {place < fields.length - 1 && (
        <Button
          variant="quiet"
          size="icon-sm"
          data-move={1}
          aria-label={`Move ${nameAt(place)} down`}
          onClick={() => shift(place, 1)}
        >
          <ArrowDown aria-hidden />
        </Button>
      )}
      <Button
        variant="quiet"
        size="icon-sm"
        data-remove
        aria-label={`Remove ${nameAt(place)}`}
        onClick={() => takeOut(place)}
      >
        <Trash2 aria-hidden />
      </Button>
    </div>
  );
  return (
    <div ref={box} className="flex flex-col gap-4">
      {fields.length > 0 && (
        <ol className="flex flex-col gap-4">
          {fields.map(({ id }, place) => (
            <li key={id} className="rounded-card border border-line p-4">
              <fieldset className="min-w-0">
                <legend className="sr-only">{legendAt(place)}</legend>
                {headAt ? (
                  <>
                    <div className="mb-3 flex items-start gap-3">
                      <div className="min-w-0 flex-1">{headAt(place)}</div>
                      {buttons(place)}
                    </div>
                    {children(place)}
                  </>
                ) : (
                  <>
                    {children(place)}
                    <div className="mt-3 flex justify-end">{buttons(place)}</div>
                  </>
                )}
              </fieldset>
            </li>
          ))}
        </ol>
      )}
      <p role="status" className="sr-only">
        {moved}
      </p>
      {add((row) => {
        focusNext(`${rowAt(fields.length)} :is(input, select, textarea)`);
        append(row as FieldArray<TicketValues, N>, { shouldFocus: false });
      })}
    </div>
  );
}
