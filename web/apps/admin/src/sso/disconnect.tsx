import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "@tessera/ui";
import { type ReactNode, useState } from "react";
import { Confirm } from "../app/confirm";

interface Props {
  title: string;
  /** What ends with it. */
  children: ReactNode;
  remove: () => Promise<unknown>;
  /** What has to be asked for anew afterwards. */
  queryKey: readonly string[];
}

/** The button that ends a connection to an identity provider, after asking. */
export function Disconnect({ title, children, remove, queryKey }: Props) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const action = useMutation({
    mutationFn: remove,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey });
      setAsking(false);
    },
  });
  return (
    <>
      <Button className="ms-auto" onClick={() => setAsking(true)}>
        Disconnect
      </Button>
      <Confirm
        open={asking}
        title={title}
        button="Disconnect"
        action={action}
        onConfirm={() => action.mutate()}
        onClose={() => setAsking(false)}
      >
        {children}
      </Confirm>
    </>
  );
}
