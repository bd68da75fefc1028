import { useMutation } from "@tanstack/react-query";
import { api, type ThirdPartyApp } from "@tessera/client";
import { Alert } from "@tessera/ui";
import { useState } from "react";
import { Confirm } from "../app/confirm";
import { MadeDrawer } from "../app/editor-drawer";
import { Secret } from "./secret";

interface Props {
  org: string;
  /** Which app; null while nothing is asked. */
  app: ThirdPartyApp | null;
  onRenewed: () => Promise<unknown>;
  onClose: () => void;
}

/** Another secret for an app: the one before is known to somebody who should not know it any more. */
export function RenewSecret({ org, app, onRenewed, onClose }: Props) {
  const [secret, setSecret] = useState<string | null>(null);
  const action = useMutation({
    mutationFn: (id: string) =>
      api.POST("/api/v1/organisations/{org}/apps/{app}/secret", { params: { path: { org, app: id } } }),
    onSuccess: async (made) => {
      await onRenewed();
      setSecret(made.secret ?? null);
    },
  });
  const close = () => {
    setSecret(null);
    onClose();
  };
  if (app && secret) {
    return (
      <MadeDrawer title="The app has another secret" done="I have kept it" onClose={close}>
        <Alert tone="warning" title="The secret is shown this once">
          Keep it where only the app's server can read it.
        </Alert>
        <Secret label="Client secret" copy="Copy the client secret" text={secret} />
      </MadeDrawer>
    );
  }
  return (
    <Confirm
      open={app !== null}
      title={`Another secret for “${app?.name ?? ""}”?`}
      button="Make another secret"
      action={action}
      onConfirm={() => app && action.mutate(app.id)}
      onClose={close}
    >
      <p>
        The one before is refused at once: the app can't go on until its server has the new one. What people allowed it
        stays, and you become who answers for it.
      </p>
    </Confirm>
  );
}
