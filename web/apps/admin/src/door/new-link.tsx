import { api, type CheckInList, type Event, type NewDoorLink } from "@tessera/client";
import { Alert, CopyButton, Field, Select, TextInput } from "@tessera/ui";
import { useState } from "react";
import * as z from "zod/mini";
import { EditorDrawer, MadeDrawer } from "../app/editor-drawer";
import { useApiForm } from "../lib/api-form";
import { required } from "../lib/schemas";

const schema = z.object({ name: required("Enter who it is for"), list_id: z.string(), ends: z.string() });

interface Props {
  org: string;
  event: Event;
  lists: CheckInList[];
  onClose: () => void;
  onMade: () => Promise<unknown>;
}

/** A new link for helpers; its code is shown this once, large enough to be scanned from a table. */
export default function NewLink({ org, event, lists, onClose, onMade }: Props) {
  const [made, setMade] = useState<NewDoorLink | null>(null);
  const of = useApiForm({
    schema,
    defaultValues: { name: "", list_id: "", ends: "event" },
    rename: { expires_at: "ends" },
    onSubmit: async ({ name, list_id, ends }) => {
      const hours = Number(ends);
      const answer = await api.POST("/api/v1/organisations/{org}/events/{event}/door-links", {
        params: { path: { org, event: event.slug } },
        body: {
          name,
          list_id: list_id || null,
          expires_at: hours > 0 ? new Date(Date.now() + hours * 3_600_000).toISOString() : null,
        },
      });
      await onMade();
      setMade(answer);
    },
  });
  const { form, errorOf } = of;
  if (made) {
    return (
      <MadeDrawer title="The link is made" onClose={onClose}>
        <Alert tone="warning" title="It is shown this once">
          Whoever has it lets people in. Show it to your helpers only, or send it to them.
        </Alert>
        <img
          src={`data:image/svg+xml;utf8,${encodeURIComponent(made.qr_svg)}`}
          alt="QR code of the link for door staff"
          className="size-64 self-center rounded-card bg-[#fff] p-3"
        />
        <CopyButton text={made.url} label="Copy the link" variant="secondary" size="md" className="self-center" />
      </MadeDrawer>
    );
  }
  return (
    <EditorDrawer of={of} title="New door link" save="Make link" onClose={onClose}>
      <Field
        label="Who is it for"
        name="name"
        hint="Such as the gate or the helper. The history names it."
        error={errorOf("name")}
      >
        <TextInput {...form.register("name")} autoComplete="off" dir="auto" placeholder="North gate" />
      </Field>
      <Field label="Check-in list" name="list_id" error={errorOf("list_id")}>
        <Select {...form.register("list_id")}>
          <option value="">Every list of the event</option>
          {lists.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Works until" name="ends" error={errorOf("ends")}>
        <Select {...form.register("ends")}>
          <option value="event">Six hours after the event</option>
          <option value="12">For 12 hours from now</option>
          <option value="72">For three days from now</option>
        </Select>
      </Field>
    </EditorDrawer>
  );
}
