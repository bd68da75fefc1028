import type { CheckInList, Event } from "@tessera/client";
import { Button, Dialog, Field, RadioGroup, Switch, TextInput } from "@tessera/ui";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useCan } from "../app/permissions";
import { NewList } from "./new-list";

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
  const [adding, setAdding] = useState(false);
  const mayAdd = useCan("checkin.manage");
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={adding ? "New check-in list" : "Door settings"}
      description="Scanning waits while this is open."
      footer={
        !adding && (
          <Button variant="primary" size="lg" onClick={onClose}>
            Done
          </Button>
        )
      }
    >
      {adding ? (
        <NewList
          org={org}
          event={event}
          onCancel={() => setAdding(false)}
          onCreated={(created) => {
            setAdding(false);
            onList(created.id);
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
            {mayAdd && (
              <Button size="sm" className="mt-1 self-start" onClick={() => setAdding(true)}>
                <Plus aria-hidden /> New list
              </Button>
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
