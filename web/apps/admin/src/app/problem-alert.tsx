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

/** The server's half-sentences as whole ones; it counts lines from 0, people do from 1. */
function sentence(message: string): string {
  const counted = message.replace(/\bline (\d+)/g, (_, line: string) => `line ${Number(line) + 1}`);
  return `${counted.charAt(0).toUpperCase()}${counted.slice(1)}${/[.!?]$/.test(counted) ? "" : "."}`;
}

/** A failure at its place: what failed, what to do, and the request id that support asks for. */
export function ProblemAlert({ error, title, children, onRetry }: Props) {
  const problem = error instanceof ApiProblem ? error : null;
  const fields = [...new Set(problem?.errors.map(({ message }) => sentence(message)))];
  // What is wrong with a field says more than that there is something wrong.
  const said = fields.length > 0 && !problem?.detail ? [fields.join(" ")] : [problem?.title, problem?.detail];
  const own = problem ? said.filter(Boolean) : [String(error)];
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
