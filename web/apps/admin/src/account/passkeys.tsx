import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, keys, type Passkey } from "@tessera/client";
import { Alert, Button, Dialog, EmptyState, Field, formatMoment, formatRelative, TextInput } from "@tessera/ui";
import { KeyRound, Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import * as z from "zod/mini";
import { Confirm } from "../app/confirm";
import { Loaded } from "../app/loaded";
import { ProblemAlert } from "../app/problem-alert";
import { useApiForm } from "../lib/api-form";
import { passkeysWork } from "../lib/passkeys";
import { required } from "../lib/schemas";
import { addPasskey } from "./add-passkey";
import { passkeysQuery } from "./queries";

function useRefresh() {
  const client = useQueryClient();
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: keys.myPasskeys() }),
      client.invalidateQueries({ queryKey: keys.myFactors() }),
      client.invalidateQueries({ queryKey: keys.mySessions() }),
    ]);
}

/** One's passkeys: make, rename, remove. */
export function Passkeys() {
  const query = useQuery(passkeysQuery());
  const refresh = useRefresh();
  const [renamed, setRenamed] = useState<Passkey | null>(null);
  const [doomed, setDoomed] = useState<Passkey | null>(null);
  const add = useMutation({
    mutationFn: addPasskey,
    onSuccess: async (made) => {
      await refresh();
      if (made) setRenamed(made);
    },
  });
  const remove = useMutation({
    mutationFn: (passkey: string) => api.DELETE("/api/v1/me/passkeys/{passkey}", { params: { path: { passkey } } }),
    onSuccess: async () => {
      await refresh();
      setDoomed(null);
    },
  });
  const button = passkeysWork() && (
    <Button busy={add.isPending} onClick={() => add.mutate()} className="self-start">
      <Plus aria-hidden /> Add a passkey
    </Button>
  );
  return (
    <Loaded query={query} failure="Your passkeys could not be loaded">
      {({ items }) => (
        <>
          {!passkeysWork() && (
            <Alert tone="info">This browser knows no passkeys here. They need HTTPS and a current browser.</Alert>
          )}
          {add.error && <ProblemAlert error={add.error} />}
          {items.length === 0 ? (
            <EmptyState icon={KeyRound} title="No passkey yet" action={button}>
              Your phone, your laptop or a security key can make one in a few seconds.
            </EmptyState>
          ) : (
            <>
              <ul className="divide-y divide-line rounded-card border border-line">
                {items.map((passkey) => (
                  <Row key={passkey.id} passkey={passkey} onRename={setRenamed} onRemove={setDoomed} />
                ))}
              </ul>
              {button}
            </>
          )}
          {renamed && <Rename key={renamed.id} passkey={renamed} onClose={() => setRenamed(null)} />}
          <Confirm
            open={doomed !== null}
            title={`Remove “${doomed?.name ?? ""}”?`}
            button="Remove passkey"
            action={remove}
            onConfirm={() => doomed && remove.mutate(doomed.id)}
            onClose={() => setDoomed(null)}
          >
            <p>
              It signs in no more, and you are signed out everywhere else. The entry in your device's own list stays
              until you delete it there.
            </p>
          </Confirm>
        </>
      )}
    </Loaded>
  );
}

interface RowProps {
  passkey: Passkey;
  onRename: (passkey: Passkey) => void;
  onRemove: (passkey: Passkey) => void;
}

function Row({ passkey, onRename, onRemove }: RowProps) {
  const { name, created_at, last_used_at } = passkey;
  return (
    <li className="flex items-center gap-3 px-4 py-(--item-pad)">
      <KeyRound aria-hidden className="size-5 shrink-0 text-ink-2" />
      <div className="min-w-0 flex-1">
        <p className="truncate font-semibold">
          <bdi>{name}</bdi>
        </p>
        <p className="text-sm text-ink-2">
          Added {formatMoment(created_at)} · {last_used_at ? `used ${formatRelative(last_used_at)}` : "never used"}
        </p>
      </div>
      <Button variant="quiet" size="icon" aria-label={`Rename ${name}`} onClick={() => onRename(passkey)}>
        <Pencil aria-hidden />
      </Button>
      <Button variant="quiet" size="icon" aria-label={`Remove ${name}`} onClick={() => onRemove(passkey)}>
        <Trash2 aria-hidden />
      </Button>
    </li>
  );
}

const nameSchema = z.object({ name: required("Enter a name") });

function Rename({ passkey, onClose }: { passkey: Passkey; onClose: () => void }) {
  const refresh = useRefresh();
  const { form, submit, summary, busy, errorOf } = useApiForm({
    schema: nameSchema,
    defaultValues: { name: passkey.name },
    onSubmit: async (body) => {
      await api.PATCH("/api/v1/me/passkeys/{passkey}", { params: { path: { passkey: passkey.id } }, body });
      await refresh();
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Name this passkey"
      footer={
        <Button variant="primary" type="submit" form="passkey-name" busy={busy}>
          Save
        </Button>
      }
    >
      <form id="passkey-name" onSubmit={submit} noValidate className="flex flex-col gap-5">
        {summary}
        <Field label="Name" name="name" hint="So that you know it again: “Work laptop”." error={errorOf("name")}>
          <TextInput {...form.register("name")} autoComplete="off" dir="auto" />
        </Field>
      </form>
    </Dialog>
  );
}
