import { ApiProblem } from "@tessera/client";
import { Alert, Button, CopyButton } from "@tessera/ui";
import type { ReactNode } from "react";

interface Props {
  error: unknown;
  /** What failed, in words; the server's own title if left out. */
  title?: ReactNode;
  /** What the server said, if there are better words for it. */
  children?: ReactNode;
  onRetry?: () => void;
}

/** A failure at its place: what failed, what to do, and the request id that support asks for. */
export function ProblemAlert({ error, title, children, onRetry }: Props) {
  const problem = error instanceof ApiProblem ? error : null;
  const own = problem ? [problem.title, problem.detail].filter(Boolean) : [String(error)];
  return (
    <div role="alert">
      <Alert tone="danger" title={title ?? own[0]} action={onRetry && <Button onClick={onRetry}>Try again</Button>}>
        {children ?? own.slice(title ? 0 : 1).join(": ")}
        {problem?.correlationId && problem.status >= 500 && (
          <p className="mt-1 flex flex-wrap items-center gap-2 text-sm">
            Request <code className="font-code select-all">{problem.correlationId}</code>
            <CopyButton text={problem.correlationId} label="Copy request id" />
          </p>
        )}
      </Alert>
    </div>
  );
}
