import { useQuery } from "@tanstack/react-query";
import type { Permission, PermissionView } from "@tessera/client";
import { Checkbox, Field } from "@tessera/ui";
import { type Control, type FieldValues, type Path, useController } from "react-hook-form";
import { Loaded } from "../app/loaded";
import { permissionsQuery } from "./queries";

interface Props<T extends FieldValues> {
  /** The form, whose `permissions` these are. */
  control: Control<T>;
  label: string;
  /** What the person at the screen may do; nobody gives more than they have. */
  grantable: readonly Permission[];
  error?: string | undefined;
}

/** `event_team` → "Event team" */
const words = (group: string) => {
  const text = group.replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
};

/** Permissions by group, each with its sentence, in the order that the server gives. */
export function byGroup(items: PermissionView[]): { group: string; items: PermissionView[] }[] {
  const groups = [...new Set(items.map(({ group }) => group))];
  return groups.map((group) => ({ group: words(group), items: items.filter((item) => item.group === group) }));
}

/** What a role or a key may do, one sentence for each right. */
export function PermissionsField<T extends FieldValues>({ control, label, grantable, error }: Props<T>) {
  const query = useQuery(permissionsQuery());
  const { field } = useController({ control, name: "permissions" as Path<T> });
  const value: Permission[] = field.value;
  const toggle = (name: Permission, on: boolean) =>
    field.onChange(on ? [...value, name] : value.filter((other) => other !== name));
  return (
    <Field label={label} name="permissions" group error={error}>
      <Loaded query={query} failure="The rights could not be loaded" skeleton="h-64">
        {({ items }) =>
          byGroup(items.filter(({ name }) => grantable.includes(name) || value.includes(name))).map((part) => (
            <fieldset key={part.group}>
              <legend className="pb-1 text-sm text-ink-2">{part.group}</legend>
              {part.items.map(({ name, sentence }) => (
                <Checkbox
                  key={name}
                  label={sentence}
                  hint={<span className="font-code">{name}</span>}
                  checked={value.includes(name)}
                  onChange={({ target }) => toggle(name, target.checked)}
                />
              ))}
            </fieldset>
          ))
        }
      </Loaded>
    </Field>
  );
}
