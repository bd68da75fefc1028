import { Link } from "@tanstack/react-router";
import type { EventSummary, Member } from "@tessera/client";
import { Badge, Button, formatRelative, Menu, MenuItem, MenuSeparator } from "@tessera/ui";
import { Ellipsis, LogOut, MonitorOff, Pencil, ShieldCheck, ShieldOff, UserMinus } from "lucide-react";
import { whereWords } from "./where";

interface Props {
  org: string;
  members: Member[];
  events: EventSummary[];
  /** Whoever is at the screen. */
  me: string;
  mayManage: boolean;
  onSignOut: (member: Member) => void;
  onRemove: (member: Member) => void;
}

/** Who belongs to the organisation: role, where, and how safely they sign in. */
export function MemberList({ org, members, events, me, mayManage, onSignOut, onRemove }: Props) {
  return (
    <ul aria-label="Members" className="divide-y divide-line rounded-card border border-line">
      {members.map((member) => {
        const self = member.person === me;
        const seen = member.last_seen_at ? `Seen ${formatRelative(member.last_seen_at)}` : "Not seen lately";
        return (
          <li
            key={member.person}
            className="relative grid gap-x-6 gap-y-1.5 px-4 py-(--item-pad) pe-14 md:grid-cols-[minmax(0,1fr)_minmax(0,12rem)_10rem] md:items-center"
          >
            <div className="min-w-0">
              <p className="truncate font-semibold">
                <bdi>{member.name}</bdi>
                {self && <span className="font-normal text-ink-2"> (you)</span>}
              </p>
              <p className="truncate text-sm text-ink-2">{member.email}</p>
            </div>
            <div className="min-w-0">
              <p className="truncate">
                <bdi>{member.role_name}</bdi>
              </p>
              <p className="truncate text-sm text-ink-2">{whereWords(member.events, events)}</p>
            </div>
            <div className="flex flex-col gap-1">
              {member.second_factor ? (
                <Badge tone="success" icon={ShieldCheck}>
                  Second factor
                </Badge>
              ) : (
                <Badge tone="warning" icon={ShieldOff}>
                  Password only
                </Badge>
              )}
              <p className="text-sm text-ink-2">{self ? "Here now" : seen}</p>
            </div>
            {(mayManage || self) && (
              <div className="absolute end-3 top-3 md:top-1/2 md:-translate-y-1/2">
                <Menu
                  trigger={
                    <Button variant="quiet" size="icon-sm" aria-label={`Actions for ${member.name}`}>
                      <Ellipsis aria-hidden />
                    </Button>
                  }
                >
                  {mayManage && (
                    <>
                      <MenuItem
                        render={<Link to="/$org/members" params={{ org }} search={{ member: member.person }} />}
                      >
                        <Pencil aria-hidden /> Change role
                      </MenuItem>
                      {!self && (
                        <MenuItem onSelect={() => onSignOut(member)}>
                          <MonitorOff aria-hidden /> Sign out
                        </MenuItem>
                      )}
                      <MenuSeparator />
                    </>
                  )}
                  <MenuItem tone="danger" onSelect={() => onRemove(member)}>
                    {self ? <LogOut aria-hidden /> : <UserMinus aria-hidden />}
                    {self ? "Leave the organisation" : "Remove"}
                  </MenuItem>
                </Menu>
              </div>
            )}
          </li>
        );
      })}
    </ul>
  );
}
