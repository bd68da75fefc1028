import type { UseQueryResult } from "@tanstack/react-query";
import { Skeleton } from "@tessera/ui";
import type { ReactNode } from "react";
import { ProblemAlert } from "./problem-alert";

interface Props<T> {
  query: Pick<UseQueryResult<T>, "data" | "error" | "refetch">;
  /** What could not be loaded: "The sessions could not be loaded". */
  failure: string;
  /** The height of what is coming, so that nothing jumps. */
  skeleton?: string;
  children: (data: T) => ReactNode;
}

/** A part of a page with its own data: a grey block first, then the part; a failure says what and offers another try. */
export function Loaded<T>({ query, failure, skeleton = "h-32", children }: Props<T>) {
  const { data, error, refetch } = query;
  if (data === undefined && !error) {
    return (
      <div role="status">
        <span className="sr-only">Loading</span>
        <Skeleton className={`${skeleton} w-full rounded-card`} />
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      {error && <ProblemAlert error={error} title={failure} onRetry={() => void refetch()} />}
      {data !== undefined && children(data)}
    </div>
  );
}
