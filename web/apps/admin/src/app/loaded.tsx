import type { UseQueryResult } from "@tanstack/react-query";
import { ApiProblem } from "@tessera/client";
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

/** The same question would get the same answer. */
const isRefused = (error: unknown) => error instanceof ApiProblem && !error.retryable;

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
      {error && (
        <ProblemAlert error={error} title={failure} onRetry={isRefused(error) ? undefined : () => void refetch()} />
      )}
      {data !== undefined && children(data)}
    </div>
  );
}
