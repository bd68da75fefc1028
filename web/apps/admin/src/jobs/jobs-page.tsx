import { infiniteQueryOptions, useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, type DeadJob, keys } from "@tessera/client";
import { Button, EmptyState, formatMoment, PageSkeleton } from "@tessera/ui";
import { CircleCheckBig, RotateCw } from "lucide-react";
import { useState } from "react";
import { Page } from "../app/page";
import { ProblemAlert } from "../app/problem-alert";
import { jobWord, reasonWord } from "./job-words";

/** How often the page looks again, in milliseconds. */
const askEvery = 30_000;

const jobsQuery = (org: string) =>
  infiniteQueryOptions({
    queryKey: keys.jobs(org),
    queryFn: ({ pageParam, signal }) =>
      api.GET("/api/v1/organisations/{org}/jobs", {
        params: { path: { org }, query: { limit: 50, ...(pageParam && { cursor: pageParam }) } },
        signal,
      }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor || undefined,
    refetchInterval: askEvery,
  });

/** Work that was given up after many tries, and the way to try it once more. */
export function JobsPage({ org }: { org: string }) {
  const query = useInfiniteQuery(jobsQuery(org));
  const [said, setSaid] = useState("");
  const jobs = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Page
      title="Background jobs"
      subtitle="Work that failed for good. It was tried again for hours before it landed here."
    >
      <div className="flex flex-col gap-4">
        <p role="status" className="text-success empty:hidden">
          {said}
        </p>
        {query.error && <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />}
        {query.isPending && <PageSkeleton rows={3} />}
        {query.isSuccess && jobs.length === 0 && (
          <EmptyState icon={CircleCheckBig} title="Nothing failed">
            Tickets, mails and payments are worked on in the background. Whatever cannot be done, even after many tries,
            appears here with its reason, and can be tried again once the cause is gone.
          </EmptyState>
        )}
        {jobs.length > 0 && (
          <ul aria-label="Failed jobs" className="divide-y divide-line rounded-card border border-line">
            {jobs.map((job) => (
              <Job key={job.id} org={org} job={job} onRetried={setSaid} />
            ))}
          </ul>
        )}
        {query.hasNextPage && (
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()} className="self-center">
            Show more
          </Button>
        )}
      </div>
    </Page>
  );
}

function Job({ org, job, onRetried }: { org: string; job: DeadJob; onRetried: (said: string) => void }) {
  const client = useQueryClient();
  const retry = useMutation({
    mutationFn: () =>
      api.POST("/api/v1/organisations/{org}/jobs/{job}/retry", { params: { path: { org, job: job.id } } }),
    onSuccess: () => onRetried(`Being tried again: ${jobWord(job.kind)}`),
    onSettled: () => client.invalidateQueries({ queryKey: keys.jobs(org) }),
  });
  return (
    <li className="flex flex-col gap-2 px-4 py-(--item-pad)">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-60">
          <h2 className="font-semibold">{jobWord(job.kind)}</h2>
          <p className="text-sm text-ink-2">
            <span className="font-code">{job.kind}</span> · given up after {job.attempts} tries,{" "}
            <time dateTime={job.failed_at}>{formatMoment(job.failed_at)}</time>
          </p>
        </div>
        <Button busy={retry.isPending} onClick={() => retry.mutate()}>
          <RotateCw aria-hidden /> Try again
          <span className="sr-only">: {jobWord(job.kind)}</span>
        </Button>
      </div>
      <p>{reasonWord[job.reason]}</p>
      {retry.error && <ProblemAlert error={retry.error} />}
    </li>
  );
}
