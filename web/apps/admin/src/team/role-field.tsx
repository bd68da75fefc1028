import type { Permission, Role } from "@tessera/client";
import { Field, Select } from "@tessera/ui";
import type { ComponentProps } from "react";

interface Props extends ComponentProps<"select"> {
  roles: Role[];
  /** What the person at the screen may do; nobody gives a role that can more than they can. */
  grantable: readonly Permission[];
  error?: string | undefined;
}

/** One of the organisation's roles that somebody may give. */
export function RoleField({ roles, grantable, error, ...select }: Props) {
  const offered = roles.filter(({ permissions }) => permissions.every((name) => grantable.includes(name)));
  const chosen = roles.find(({ role }) => role === select.value);
  return (
    <Field
      label="Role"
      name="role"
      error={error}
      hint={chosen && (chosen.permissions.length === 1 ? "1 right" : `${chosen.permissions.length} rights`)}
    >
      <Select {...select}>
        {offered.map(({ role, name }) => (
          <option key={role} value={role}>
            {name}
          </option>
        ))}
      </Select>
    </Field>
  );
}
