import { Button, Drawer } from "@tessera/ui";
import { type FormEventHandler, type ReactNode, useId } from "react";
import type { FieldValues } from "react-hook-form";
import type { ApiForm } from "../lib/api-form";

interface Props {
  of: Pick<ApiForm<FieldValues>, "submit" | "summary" | "busy">;
  title: ReactNode;
  description?: ReactNode;
  /** What the main button does: "Save discount". */
  save: ReactNode;
  /** What leaving without saving is called. */
  leave?: string;
  /** Stands at the start of the last line: a way to remove it, a sum. */
  aside?: ReactNode;
  /** Work that goes on after the form was sent. */
  busy?: boolean;
  onClose: () => void;
  /** Something in the form was changed. */
  onChange?: FormEventHandler;
  children: ReactNode;
  /** Stands below the form and is no part of it. */
  below?: ReactNode;
}

/** A form in a drawer: what is wrong on top, what leaves and what saves kept in view at the bottom. */
export function EditorDrawer(props: Props) {
  const { of, title, description, save, leave = "Cancel", aside, busy = false, onClose, onChange, children } = props;
  const { below } = props;
  const form = useId();
  return (
    <Drawer
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={description}
      footer={
        <>
          {aside && <div className="me-auto">{aside}</div>}
          <Button onClick={onClose}>{leave}</Button>
          <Button variant="primary" type="submit" form={form} busy={of.busy || busy}>
            {save}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={of.submit} onChange={onChange} noValidate className="flex flex-col gap-5">
        {of.summary}
        {children}
      </form>
      {below && <div className="mt-6">{below}</div>}
    </Drawer>
  );
}

interface MadeProps {
  title: string;
  /** What the one button says. */
  done?: string;
  onClose: () => void;
  children: ReactNode;
}

/** What the editor's drawer turns into where something was made that is shown only once. */
export function MadeDrawer({ title, done = "Done", onClose, children }: MadeProps) {
  return (
    <Drawer
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      footer={
        <Button variant="primary" onClick={onClose}>
          {done}
        </Button>
      }
    >
      <div className="flex flex-col gap-4">{children}</div>
    </Drawer>
  );
}
