import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, type EventSummary, type Invitation, keys } from "@tessera/client";
import { Badge, Button, formatRelative } from "@tessera/ui";
import { ProblemAlert } from "../app/problem-alert";
import { whereWords } from "./where";

interface Props {
  org: string;
  invitations: Invitation[];
  events: EventSummary[];
}

/** Invitations that nobody accepted yet: send again, or take back. */
export function InvitationList({ org, invitations, events }: Props) {
  const client = useQueryClient();
  const act = useMutation({
    mutationFn: ({ id, what }: { id: string; what: "resend" | "revoke" }): Promise<unknown> => {
      const params = { path: { org, invitation: id } };
      return what === "resend"
        ? api.POST("/api/v1/organisations/{org}/invitations/{invitation}/resend", { params })
        : api.DELETE("/api/v1/organisations/{org}/invitations/{invitation}", { params });
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.invitations(org) }),
  });
  const busy = (id: string, what: string) => act.isPending && act.variables.id === id && act.variables.what === what;
  return (
    <div className="flex flex-col gap-3">
      {act.error && <ProblemAlert error={act.error} />}
      <p role="status" className="text-success empty:hidden">
        {act.isSuccess && (act.variables.what === "resend" ? "The mail is on its way again." : "Taken back.")}
      </p>
      <ul aria-label="Open invitations" className="divide-y divide-line rounded-card border border-line">
        {invitations.map(({ id, email, role_name, events: chosen, expires_at, expired }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-(--item-pad)">
            <div className="min-w-0 flex-1 basis-56">
              <p className="font-semibold break-all">{email}</p>
              <p className="text-sm text-ink-2">
                {role_name} · {whereWords(chosen, events)}
              </p>
            </div>
            {expired ? (
              <Badge tone="danger">Expired</Badge>
            ) : (
              <Badge tone="info">Ends {formatRelative(expires_at)}</Badge>
            )}
            <div className="flex gap-2">
              <Button busy={busy(id, "resend")} onClick={() => act.mutate({ id, what: "resend" })}>
                Send again<span className="sr-only"> to {email}</span>
              </Button>
              <Button busy={busy(id, "revoke")} onClick={() => act.mutate({ id, what: "revoke" })}>
                Take back<span className="sr-only"> from {email}</span>
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
