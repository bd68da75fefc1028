import { LocalizedInput, pickText, RadioGroup, Select } from "@tessera/ui";
import { FormField } from "../../lib/form-field";
import { ticketIcons } from "../ticket-icon";
import { IconPicker } from "./icon-picker";
import type { PartProps } from "./part";

/** What it is called, what it is, and where it stands. */
export function Basics({ of, event, categories }: PartProps) {
  const icon = of.form.watch("icon");
  return (
    <div className="flex flex-col gap-5">
      <FormField of={of} name="name" label="Name">
        {(field) => <LocalizedInput {...field} locales={event.locales} />}
      </FormField>
      <FormField of={of} name="description" label="What is included" optional>
        {(field) => <LocalizedInput {...field} locales={event.locales} multiline rows={3} />}
      </FormField>
      <FormField
        of={of}
        name="icon"
        label={`Icon${icon ? `: ${ticketIcons[icon].label}` : ""}`}
        optional
        hint="Guests see it beside the name."
        group
      >
        {(field) => <IconPicker {...field} />}
      </FormField>
      <FormField of={of} name="kind" label="What one gets" group>
        {(field) => (
          <RadioGroup
            {...field}
            options={[
              { value: "admission", label: "Entry", hint: "Comes with a ticket that lets somebody in." },
              { value: "merchandise", label: "A thing", hint: "A shirt, a meal, parking. It lets nobody in." },
              { value: "donation", label: "A donation", hint: "Nothing but thanks." },
            ]}
          />
        )}
      </FormField>
      {categories.length > 0 && (
        <FormField
          of={of}
          name="category"
          label="Category"
          hint="The heading it stands under on the event page."
          className="max-w-80"
        >
          {(field) => (
            <Select {...field}>
              <option value="">None: above all headings</option>
              {categories.map(({ id, name }) => (
                <option key={id} value={id}>
                  {pickText(name, event.locales[0])}
                </option>
              ))}
            </Select>
          )}
        </FormField>
      )}
    </div>
  );
}
