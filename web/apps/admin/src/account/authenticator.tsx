import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, keys } from "@tessera/client";
import { Badge, Button, CopyButton, Dialog, Field, TextInput } from "@tessera/ui";
import { useState } from "react";
import * as z from "zod/mini";
import { Confirm } from "../app/confirm";
import { Loaded } from "../app/loaded";
import { ProblemAlert } from "../app/problem-alert";
import { useApiForm } from "../lib/api-form";
import { required } from "../lib/schemas";
import { factorsQuery } from "./queries";
import { RecoveryCodes } from "./recovery-codes";

type Enrolment = { secret: string; uri: string; qr_svg: string };

/** The authenticator app and the codes on paper. */
export function Authenticator() {
  const client = useQueryClient();
  const query = useQuery(factorsQuery());
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const [removing, setRemoving] = useState(false);
  const refresh = () => client.invalidateQueries({ queryKey: keys.myFactors() });
  const begin = useMutation({ mutationFn: () => api.POST("/api/v1/me/totp"), onSuccess: setEnrolment });
  const renew = useMutation({
    mutationFn: () => api.POST("/api/v1/me/recovery-codes"),
    onSuccess: async ({ recovery_codes }) => {
      setCodes(recovery_codes);
      await refresh();
    },
  });
  const remove = useMutation({
    mutationFn: () => api.DELETE("/api/v1/me/totp"),
    onSuccess: async () => {
      await refresh();
      setRemoving(false);
    },
  });
  const error = begin.error ?? renew.error;
  return (
    <Loaded query={query} failure="Your second factor could not be loaded">
      {({ totp, recovery_codes, passkeys }) => (
        <>
          {error && <ProblemAlert error={error} />}
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <p className="min-w-0 flex-1 basis-48">
              <span className="font-semibold">Authenticator app</span>
              <span className="block text-sm text-ink-2">A code that changes every thirty seconds.</span>
            </p>
            {totp ? <Badge tone="success">Set up</Badge> : <Badge>Not set up</Badge>}
            {totp ? (
              <Button onClick={() => setRemoving(true)}>Remove</Button>
            ) : (
              <Button busy={begin.isPending} onClick={() => begin.mutate()}>
                Set up
              </Button>
            )}
          </div>
          {(totp || passkeys > 0) && (
            <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line pt-4">
              <p className="min-w-0 flex-1 basis-48">
                <span className="font-semibold">Recovery codes</span>
                <span className="block text-sm text-ink-2">Each signs in once, when the device is lost.</span>
              </p>
              <Badge tone={recovery_codes > 2 ? "success" : "warning"}>{recovery_codes} left</Badge>
              <Button busy={renew.isPending} onClick={() => renew.mutate()}>
                Make new ones
              </Button>
            </div>
          )}
          {enrolment && (
            <Enrol
              enrolment={enrolment}
              onClose={() => setEnrolment(null)}
              onConfirmed={(fresh) => {
                setEnrolment(null);
                setCodes(fresh);
                void refresh();
              }}
            />
          )}
          {codes && <RecoveryCodes codes={codes} onClose={() => setCodes(null)} />}
          <Confirm
            open={removing}
            title="Remove the authenticator app?"
            button="Remove it"
            action={remove}
            onConfirm={() => remove.mutate()}
            onClose={() => setRemoving(false)}
          >
            <p>Your password alone signs in then. An organisation that asks for a second factor will keep you out.</p>
          </Confirm>
        </>
      )}
    </Loaded>
  );
}

const schema = z.object({ code: required("Enter the code that the app shows") });

interface EnrolProps {
  enrolment: Enrolment;
  onClose: () => void;
  onConfirmed: (recoveryCodes: string[]) => void;
}

function Enrol({ enrolment, onClose, onConfirmed }: EnrolProps) {
  const { secret, uri, qr_svg } = enrolment;
  const { form, submit, summary, busy, errorOf } = useApiForm({
    schema,
    defaultValues: { code: "" },
    onSubmit: async ({ code }) => {
      const body = { code: code.replace(/\s/g, "") };
      onConfirmed((await api.POST("/api/v1/me/totp/confirm", { body })).recovery_codes);
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Set up an authenticator app"
      footer={
        <Button variant="primary" type="submit" form="totp" busy={busy}>
          Confirm
        </Button>
      }
    >
      <form id="totp" onSubmit={submit} noValidate className="flex flex-col gap-5">
        {summary}
        <p>Scan this with the app, or open it on this device.</p>
        {/* An image, so that nothing in it could ever run. */}
        <img
          src={`data:image/svg+xml;utf8,${encodeURIComponent(qr_svg)}`}
          alt="QR code for the authenticator app"
          className="size-48 self-center rounded-card bg-[#fff] p-3"
        />
        <div className="flex flex-wrap items-center gap-2">
          <a href={uri} className="font-semibold text-brand underline underline-offset-3">
            Open in the app
          </a>
          <CopyButton text={secret} label="Copy the key" />
        </div>
        <p className="font-code text-sm break-all select-all">{secret.replace(/(.{4})(?=.)/g, "$1 ")}</p>
        <Field label="Code that the app shows" name="code" error={errorOf("code")} className="max-w-48">
          <TextInput
            {...form.register("code")}
            inputMode="numeric"
            autoComplete="one-time-code"
            className="font-code text-lg"
          />
        </Field>
      </form>
    </Dialog>
  );
}
