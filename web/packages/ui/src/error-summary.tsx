import { useEffect, useRef } from "react";
import { useFieldId } from "./field";

export interface SummaryItem {
  /** The form field's name; without one the sentence is shown plain. */
  name?: string;
  message: string;
}

interface ErrorSummaryProps {
  items: SummaryItem[];
  /** Counts the refused attempts: focus moves here each time it grows. */
  attempt: number;
  /** Where support asks for it. */
  correlationId?: string | null;
}

/** "There is a problem": every error of a form, each leading to its field (the GOV.UK pattern). */
export function ErrorSummary({ items, attempt, correlationId }: ErrorSummaryProps) {
  const box = useRef<HTMLDivElement>(null);
  const fieldId = useFieldId();
  const shown = items.length > 0;
  useEffect(() => {
    if (shown && attempt > 0) box.current?.focus();
  }, [shown, attempt]);
  if (!shown) return null;
  return (
    <div ref={box} tabIndex={-1} className="rounded-card border-2 border-danger px-4 py-3">
      <div role="alert">
        <h2 className="text-lg font-semibold">There is a problem</h2>
        <ul className="mt-1 flex flex-col gap-1">
          {items.map((item) => (
            <li key={`${item.name}-${item.message}`}>
              {item.name ? (
                <a
                  href={`#${fieldId(item.name)}`}
                  className="font-semibold text-danger underline underline-offset-3"
                  onClick={(event) => {
                    event.preventDefault();
                    focusField(fieldId(item.name ?? ""));
                  }}
                >
                  {item.message}
                </a>
              ) : (
                <span className="font-semibold text-danger">{item.message}</span>
              )}
            </li>
          ))}
        </ul>
        {correlationId && (
          <p className="mt-2 text-sm text-ink-2">
            Request <code className="font-code select-all">{correlationId}</code>
          </p>
        )}
      </div>
    </div>
  );
}

function focusField(id: string): void {
  const control = document.getElementById(id);
  const focusable = control?.matches("input,select,textarea,button,[tabindex]")
    ? control
    : control?.querySelector<HTMLElement>("input,select,textarea,button,[tabindex]");
  (focusable ?? control)?.focus();
  control?.scrollIntoView({ block: "center" });
}
