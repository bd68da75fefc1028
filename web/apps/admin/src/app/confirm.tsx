import type { UseMutationResult } from "@tanstack/react-query";
import { Button, Dialog } from "@tessera/ui";
import type { ReactNode } from "react";
import { ProblemAlert } from "./problem-alert";

interface Props {
  /** What would be gone; null while nothing is asked. */
  open: boolean;
  title: string;
  children: ReactNode;
  /** "Remove passkey" */
  button: string;
  action: Pick<UseMutationResult, "isPending" | "error" | "reset">;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something that cannot be taken back, and says so when it was refused. */
export function Confirm({ open, title, children, button, action, onConfirm, onClose }: Props) {
  const close = () => {
    action.reset();
    onClose();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && close()}
      title={title}
      footer={
        <>
          <Button onClick={close}>Keep it as it is</Button>
          <Button variant="danger" busy={action.isPending} onClick={onConfirm}>
            {button}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {children}
        {action.error ? <ProblemAlert error={action.error} /> : null}
      </div>
    </Dialog>
  );
}
