import type { CheckInList, Event } from "@tessera/client";
import { Button, Dialog, Field, RadioGroup, Switch, TextInput } from "@tessera/ui";
import { Pencil, Plus } from "lucide-react";
import { useState } from "react";
import { useCan } from "../app/permissions";
import { ListForm } from "./list-form";

interface Props {
  open: boolean;
  onClose: () => void;
  org: string;
  event: Event;
  lists: CheckInList[];
  list: string;
  onList: (list: string) => void;
  gate: string;
  onGate: (gate: string) => void;
  muted: boolean;
  onMuted: (muted: boolean) => void;
}

/** Which list, which gate, with sound or without. Kept apart from the scanning, so that no scan lands in a field. */
export default function DoorSettings(props: Props) {
  const { open, onClose, org, event, lists, list, onList, gate, onGate, muted, onMuted } = props;
  const [editing, setEditing] = useState<"new" | "chosen" | null>(null);
  const mayEdit = useCan("checkin.manage");
  const chosen = lists.find(({ id }) => id === list);
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={editing === "new" ? "New check-in list" : editing ? "Change the check-in list" : "Door settings"}
      description="Scanning waits while this is open."
      footer={
        !editing && (
          <Button variant="primary" size="lg" onClick={onClose}>
            Done
          </Button>
        )
      }
    >
      {editing ? (
        <ListForm
          org={org}
          event={event}
          list={editing === "chosen" ? chosen : undefined}
          onCancel={() => setEditing(null)}
          onSaved={(saved) => {
            setEditing(null);
            onList(saved.id);
          }}
        />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            onClose();
          }}
          className="flex flex-col gap-5"
        >
          <Field label="Check-in list" name="list" group>
            <RadioGroup
              name="list"
              value={list}
              onChange={onList}
              options={lists.map(({ id, name, expected, checked_in }) => ({
                value: id,
                label: name,
                hint: `${checked_in} of ${expected} in`,
              }))}
            />
            {mayEdit && (
              <div className="mt-1 flex flex-wrap gap-2">
                {chosen && (
                  <Button size="sm" onClick={() => setEditing("chosen")}>
                    <Pencil aria-hidden /> Change “{chosen.name}”
                  </Button>
                )}
                <Button size="sm" onClick={() => setEditing("new")}>
                  <Plus aria-hidden /> New list
                </Button>
              </div>
            )}
          </Field>
          <Field
            label="Name of this gate"
            name="gate"
            optional
            hint="Whoever comes a second time hears where the ticket was used. This device remembers it."
          >
            <TextInput
              value={gate}
              onChange={({ target }) => onGate(target.value)}
              maxLength={100}
              placeholder="Gate B"
              autoComplete="off"
            />
          </Field>
          <Switch checked={!muted} onCheckedChange={(on) => onMuted(!on)} label="Sound" />
        </form>
      )}
    </Dialog>
  );
}
