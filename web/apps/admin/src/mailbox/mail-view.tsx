import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api, keys, type Mail } from "@tessera/client";
import { Alert, Badge, Button, buttonClass, formatMoment, PageSkeleton, TabPanel, Tabs } from "@tessera/ui";
import { ChevronLeft, Download, FileText, Send, X } from "lucide-react";
import { useState } from "react";
import { ProblemAlert } from "../app/problem-alert";
import { formatBytes, mailStatusWords } from "./mail-words";
import { type MailFilter, mailQuery } from "./queries";

interface Props {
  org: string;
  mail: string;
  /** The list to go back to. */
  search: MailFilter;
}

/** One mail as its receiver sees it. */
export function MailView({ org, mail: id, search }: Props) {
  const { data: mail, error, refetch } = useQuery(mailQuery(org, id));
  return (
    <article aria-label={mail?.subject ?? "Mail"} className="min-w-0">
      <Link
        to="/$org/mailbox"
        params={{ org }}
        search={search}
        className={buttonClass({ variant: "quiet", size: "sm", class: "-ms-2 mb-2" })}
      >
        <ChevronLeft aria-hidden className="rtl:-scale-x-100 lg:hidden" />
        <X aria-hidden className="max-lg:hidden" />
        <span className="lg:hidden">All mails</span>
        <span className="max-lg:hidden">Close</span>
      </Link>
      {error && <ProblemAlert error={error} title="This mail could not be loaded" onRetry={() => void refetch()} />}
      {!mail && !error && <PageSkeleton rows={3} />}
      {mail && <Content org={org} mail={mail} />}
    </article>
  );
}

function Content({ org, mail }: { org: string; mail: Mail }) {
  const { tone, label } = mailStatusWords[mail.status];
  return (
    <>
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <h2 className="min-w-0 flex-1 basis-60 text-xl font-semibold break-words">
          <bdi>{mail.subject}</bdi>
        </h2>
        <Badge tone={tone}>{label}</Badge>
      </div>
      <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5">
        <dt className="text-ink-2">To</dt>
        <dd className="break-words">
          <bdi>{mail.to_name}</bdi> <span className="text-ink-2">{mail.to_email}</span>
        </dd>
        <dt className="text-ink-2">Written</dt>
        <dd>{formatMoment(mail.created_at)}</dd>
        {mail.status === "sent" && mail.sent_at && (
          <>
            <dt className="text-ink-2">Sent</dt>
            <dd>{formatMoment(mail.sent_at)}</dd>
          </>
        )}
      </dl>
      <Delivery org={org} mail={mail} />
      <Attachments mail={mail} />
      <Bodies mail={mail} />
    </>
  );
}

/** What became of it, and the way to try again. */
function Delivery({ org, mail }: { org: string; mail: Mail }) {
  const client = useQueryClient();
  const retry = useMutation({
    mutationFn: () =>
      api.POST("/api/v1/organisations/{org}/mails/{mail}/retry", { params: { path: { org, mail: mail.id } } }),
    onSuccess: (answer) => client.setQueryData(mailQuery(org, mail.id).queryKey, answer),
    onSettled: () => client.invalidateQueries({ queryKey: keys.mails(org).slice(0, 3) }),
  });
  const again = (label: string) => (
    <Button busy={retry.isPending} onClick={() => retry.mutate()}>
      <Send aria-hidden /> {label}
    </Button>
  );
  return (
    <div className="mt-4 flex flex-col gap-3 empty:hidden">
      {mail.status === "failed" && (
        <Alert tone="danger" title="The mail server refused it" action={again("Try again")}>
          <span className="break-words">{mail.error}</span>
        </Alert>
      )}
      {mail.status === "kept" && (
        <Alert tone="info" title="Kept here, not sent" action={again("Send now")}>
          No mail server was configured when it was written.
        </Alert>
      )}
      {mail.status === "queued" && (
        <Alert tone="warning" title="Waiting to be sent">
          {mail.error && <span className="break-words">The last try failed: {mail.error}</span>}
        </Alert>
      )}
      {retry.error && <ProblemAlert error={retry.error} />}
    </div>
  );
}

function Attachments({ mail }: { mail: Mail }) {
  if (mail.attachments.length === 0) return null;
  return (
    <ul aria-label="Attachments" className="mt-4 flex flex-wrap gap-2">
      {mail.attachments.map((file) => (
        <li
          key={file.id}
          className="flex max-w-full min-w-0 items-center gap-2 rounded-card border border-line ps-3 pe-1 py-1"
        >
          <FileText aria-hidden className="size-4 shrink-0 text-ink-2" />
          <a
            href={file.url}
            target="_blank"
            rel="noreferrer"
            className="min-w-0 truncate font-semibold hover:underline"
          >
            {file.name}
          </a>
          {file.size != null && <span className="shrink-0 text-sm text-ink-3">{formatBytes(file.size)}</span>}
          <a href={file.url} download={file.name} className={buttonClass({ variant: "quiet", size: "icon-sm" })}>
            <Download aria-hidden />
            <span className="sr-only">Download {file.name}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

function Bodies({ mail }: { mail: Mail }) {
  const [tab, setTab] = useState<"html" | "text">("html");
  return (
    <Tabs
      value={tab}
      onChange={setTab}
      label="Forms of this mail"
      tabs={[
        { value: "html", label: "As shown" },
        { value: "text", label: "Plain text" },
      ]}
      className="mt-5"
    >
      <TabPanel value="html">
        {/* The frame runs no script and cannot see this page; its links open in tabs of their own. */}
        <iframe
          src={mail.html_url}
          title={`Mail: ${mail.subject}`}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          className="h-[75dvh] min-h-96 w-full rounded-card border border-line bg-[#fff]"
        />
      </TabPanel>
      <TabPanel value="text">
        <pre
          dir="auto"
          className="overflow-x-auto rounded-card border border-line p-4 font-code text-sm break-words whitespace-pre-wrap"
        >
          {mail.text}
        </pre>
      </TabPanel>
    </Tabs>
  );
}
