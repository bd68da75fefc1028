import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api, type EventSummary, keys, type Member, type Team } from "@tessera/client";
import { Button, buttonClass } from "@tessera/ui";
import { Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { Confirm } from "../app/confirm";
import { Loaded } from "../app/loaded";
import { Section } from "../app/page";
import { teamsQuery } from "./queries";
import { whereWords } from "./where";

interface Props {
  org: string;
  members: Member[];
  events: EventSummary[];
  mayManage: boolean;
}

/** Roles that several members share besides their own, such as the till of one evening. */
export function Teams({ org, members, events, mayManage }: Props) {
  const client = useQueryClient();
  const query = useQuery(teamsQuery(org));
  const [doomed, setDoomed] = useState<Team | null>(null);
  const dissolve = useMutation({
    mutationFn: (team: string) =>
      api.DELETE("/api/v1/organisations/{org}/teams/{team}", { params: { path: { org, team } } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.teams(org) });
      setDoomed(null);
    },
  });
  if (query.data?.items.length === 0 && !mayManage) return null;
  return (
    <Section
      title="Teams"
      hint="A role that several members share besides their own, for example everybody at the till on one evening."
      actions={
        mayManage && (
          <Link to="/$org/members" params={{ org }} search={{ team: "new" }} className={buttonClass()}>
            <Plus aria-hidden /> New team
          </Link>
        )
      }
    >
      <Loaded query={query} failure="The teams could not be loaded" skeleton="h-16">
        {({ items }) =>
          items.length > 0 && (
            <ul aria-label="Teams" className="divide-y divide-line rounded-card border border-line">
              {items.map((team) => (
                <li key={team.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-(--item-pad)">
                  <div className="min-w-0 flex-1 basis-56">
                    <p className="font-semibold break-words">
                      <bdi>{team.name}</bdi>
                    </p>
                    <p className="text-sm text-ink-2">
                      {team.role_name} · {whereWords(team.events, events)} · {namesOf(team, members)}
                    </p>
                  </div>
                  {mayManage && (
                    <div className="flex gap-2">
                      <Link
                        to="/$org/members"
                        params={{ org }}
                        search={{ team: team.id }}
                        aria-label={`Change ${team.name}`}
                        className={buttonClass({ size: "icon" })}
                      >
                        <Pencil aria-hidden />
                      </Link>
                      <Button size="icon" aria-label={`Dissolve ${team.name}`} onClick={() => setDoomed(team)}>
                        <Trash2 aria-hidden />
                      </Button>
                    </div>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <Confirm
        open={doomed !== null}
        title={`Dissolve “${doomed?.name ?? ""}”?`}
        button="Dissolve team"
        action={dissolve}
        onConfirm={() => doomed && dissolve.mutate(doomed.id)}
        onClose={() => setDoomed(null)}
      >
        <p>Its members stay members with their own roles. What the team allowed ends at once.</p>
      </Confirm>
    </Section>
  );
}

function namesOf(team: Team, members: Member[]): string {
  const names = members.filter(({ person }) => team.members.includes(person)).map(({ name }) => name);
  if (names.length === 0) return "nobody in it yet";
  return names.length <= 3 ? names.join(", ") : `${names.length} members`;
}
