import { useMutation } from "@tanstack/react-query";
import { api, type Member } from "@tessera/client";
import { Confirm } from "../app/confirm";

interface Props {
  org: string;
  /** Whom; null while nothing is asked. */
  member: Member | null;
  onDone: (member: Member) => void;
  onClose: () => void;
}

/** Asks whether a member is to be signed out of the organisation: a laptop is gone, or somebody else sits at it. */
export function SignOutMember({ org, member, onDone, onClose }: Props) {
  const action = useMutation({
    mutationFn: ({ person }: Member) =>
      api.DELETE("/api/v1/organisations/{org}/members/{person}/sessions", { params: { path: { org, person } } }),
    onSuccess: (_, member) => onDone(member),
  });
  return (
    <Confirm
      open={member !== null}
      title={`Sign ${member?.name ?? ""} out of this organisation?`}
      button="Sign out"
      action={action}
      onConfirm={() => member && action.mutate(member)}
      onClose={onClose}
    >
      <p>
        On every device the next click asks them to prove who they are. Apps that act for them here lose their access,
        and keys of their own count here no more. They hear of it by mail.
      </p>
      <p>Their role stays, and nothing changes in other organisations of theirs.</p>
    </Confirm>
  );
}
