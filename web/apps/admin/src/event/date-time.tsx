import { Skeleton } from "@tessera/ui";
import type { DateTimeFieldProps } from "@tessera/ui/date-time-field";
import { lazy, Suspense } from "react";

const DateTimeField = lazy(() => import("@tessera/ui/date-time-field"));

/** The date and time field, loaded when the first form needs it. */
export function DateTime(props: DateTimeFieldProps) {
  return (
    <Suspense fallback={<Skeleton className="h-9 w-56" />}>
      <DateTimeField {...props} />
    </Suspense>
  );
}
