import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { api, keys, type Member } from "@tessera/client";
import { Button } from "@tessera/ui";
import { Check, UserPlus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Confirm } from "../app/confirm";
import { Loaded } from "../app/loaded";
import { Page, Section } from "../app/page";
import { useCan } from "../app/permissions";
import { eventsQuery, sessionQuery } from "../lib/queries";
import { InvitationList } from "./invitation-list";
import { MemberList } from "./member-list";
import { invitationsQuery, membersQuery, rolesQuery, teamsQuery } from "./queries";
import { SignOutMember } from "./sign-out-member";
import { Teams } from "./teams";

const Invite = lazy(() => import("./invite"));
const EditTeam = lazy(() => import("./edit-team"));
const EditMember = lazy(() => import("./edit-member"));

interface Props {
  org: string;
  /** Inviting, or the member or team (or "new") that is being changed. */
  search: { panel?: "invite" | undefined; member?: string | undefined; team?: string | undefined };
}

/** Who belongs to the organisation, who is asked to, and what they may do. */
export function MembersPage({ org, search }: Props) {
  const navigate = useNavigate();
  const mayManage = useCan("members.manage");
  const mayGroup = useCan("roles.manage");
  const query = useQuery(membersQuery(org));
  const invitations = useQuery({ ...invitationsQuery(org), enabled: mayManage });
  const { data: roles } = useQuery(rolesQuery(org));
  const { data: events } = useQuery(eventsQuery(org));
  const { data: session } = useSuspenseQuery(sessionQuery());
  const grantable = session.organisations.find(({ slug }) => slug === org)?.permissions ?? [];
  const { data: teams } = useQuery(teamsQuery(org));
  const team = teams?.items.find(({ id }) => id === search.team);
  const [leaving, setLeaving] = useState<Member | null>(null);
  const [signingOut, setSigningOut] = useState<Member | null>(null);
  const [said, setSaid] = useState("");
  const open = (next: Props["search"] = {}) => void navigate({ to: "/$org/members", params: { org }, search: next });
  const edited = query.data?.items.find(({ person }) => person === search.member);
  const shared = { org, roles: roles?.items ?? [], grantable, onClose: () => open() };
  const waiting = invitations.data?.items ?? [];
  return (
    <Page
      title="Members"
      subtitle={
        <p role="status" className="flex items-center gap-1.5 text-success empty:hidden">
          {said && (
            <>
              <Check aria-hidden className="size-4 shrink-0" /> {said}
            </>
          )}
        </p>
      }
      actions={
        mayManage && (
          <Button variant="primary" onClick={() => open({ panel: "invite" })}>
            <UserPlus aria-hidden /> Invite
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-8">
        <Loaded query={query} failure="The members could not be loaded" skeleton="h-48">
          {({ items }) => (
            <MemberList
              org={org}
              members={items}
              events={events?.items ?? []}
              me={session.person.id}
              mayManage={mayManage}
              onSignOut={setSigningOut}
              onRemove={setLeaving}
            />
          )}
        </Loaded>
        {query.data?.items.length === 1 && waiting.length === 0 && mayManage && (
          <p className="text-ink-2">
            Only you so far. Invite people as door staff for an evening or as partners for good; a role decides what
            they see.
          </p>
        )}
        {waiting.length > 0 && (
          <Section title="Open invitations">
            <InvitationList org={org} invitations={waiting} events={events?.items ?? []} />
          </Section>
        )}
        <Teams org={org} members={query.data?.items ?? []} events={events?.items ?? []} mayManage={mayGroup} />
      </div>
      <SignOutMember
        org={org}
        member={signingOut}
        onDone={({ name }) => {
          setSaid(`${name} is signed out of this organisation`);
          setSigningOut(null);
        }}
        onClose={() => setSigningOut(null)}
      />
      <Leave org={org} member={leaving} me={session.person.id} onClose={() => setLeaving(null)} />
      <Suspense>
        {search.panel === "invite" && mayManage && (
          <Invite
            {...shared}
            onInvited={(email) => {
              setSaid(`An invitation is on its way to ${email}`);
              open();
            }}
          />
        )}
        {mayGroup && query.data && (team || search.team === "new") && (
          <EditTeam key={search.team} {...shared} team={team} members={query.data.items} />
        )}
        {edited && mayManage && <EditMember key={edited.person} {...shared} member={edited} />}
      </Suspense>
    </Page>
  );
}

interface LeaveProps {
  org: string;
  member: Member | null;
  me: string;
  onClose: () => void;
}

/** Removing somebody, or leaving oneself. */
function Leave({ org, member, me, onClose }: LeaveProps) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const self = member?.person === me;
  const action = useMutation({
    mutationFn: ({ person }: Member) =>
      person === me
        ? api.DELETE("/api/v1/organisations/{org}/members/me", { params: { path: { org } } })
        : api.DELETE("/api/v1/organisations/{org}/members/{person}", { params: { path: { org, person } } }),
    onSuccess: async () => {
      onClose();
      await client.invalidateQueries({ queryKey: self ? keys.session() : keys.members(org) });
      if (self) await navigate({ to: "/" });
    },
  });
  return (
    <Confirm
      open={member !== null}
      title={self ? "Leave this organisation?" : `Remove ${member?.name ?? ""}?`}
      button={self ? "Leave" : "Remove"}
      action={action}
      onConfirm={() => member && action.mutate(member)}
      onClose={onClose}
    >
      <p>
        {self
          ? "You see nothing of it any more. Somebody else has to invite you if you want to come back."
          : "They see nothing of the organisation from the next click on. What they did stays in the history."}
      </p>
    </Confirm>
  );
}
