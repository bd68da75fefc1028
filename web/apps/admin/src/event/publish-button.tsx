import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ApiProblem, api, type Event, keys } from "@tessera/client";
import { Alert, Button } from "@tessera/ui";
import { useEffect, useRef } from "react";

interface Props {
  org: string;
  event: string;
  ready: boolean;
}

/** Publishes after the server agrees. Never disabled: pressing it too early says what is missing. */
export function PublishButton({ org, event, ready }: Props) {
  const client = useQueryClient();
  const publish = useMutation({
    mutationFn: () =>
      api.POST("/api/v1/organisations/{org}/events/{event}/publish", { params: { path: { org, event } } }),
    onSuccess: (answer: Event) => client.setQueryData(keys.event(org, event), answer),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.event(org, event) }),
        client.invalidateQueries({ queryKey: keys.events(org).slice(0, 3) }),
      ]),
  });
  const box = useRef<HTMLDivElement>(null);
  const problem = publish.error instanceof ApiProblem ? publish.error : null;
  useEffect(() => {
    if (problem) box.current?.scrollIntoView({ block: "nearest" });
  }, [problem]);
  return (
    <>
      <Button variant="primary" busy={publish.isPending} onClick={() => publish.mutate()}>
        Publish event
      </Button>
      <p className="min-w-0 flex-1 text-sm text-ink-2">
        {ready ? "The page becomes public and the sale starts." : "What is marked as missing has to be there first."}
      </p>
      {problem && (
        <div ref={box} role="alert" className="w-full">
          <Alert tone="danger" title={problem.title}>
            {problem.errors.length > 0 ? problem.errors.map(({ message }) => message).join(" ") : problem.detail}
          </Alert>
        </div>
      )}
    </>
  );
}
