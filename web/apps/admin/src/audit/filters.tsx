import { useQuery } from "@tanstack/react-query";
import { Button, Field, FilterBar, Select, TextInput } from "@tessera/ui";
import { useCan } from "../app/permissions";
import { useTypedText } from "../lib/typed-text";
import { membersQuery } from "../team/queries";
import { type AuditFilter, isId } from "./queries";
import { actionGroups, actorKinds } from "./words";

interface Props {
  org: string;
  filter: AuditFilter;
  onChange: (filter: AuditFilter) => void;
}

/** About what, who, what and when; all of it stands in the address. */
export function AuditFilters({ org, filter, onChange }: Props) {
  const seesMembers = useCan("members.view");
  const members = useQuery({ ...membersQuery(org), enabled: seesMembers });
  const [text, setText] = useTypedText(filter.id ?? "", (id) => onChange({ ...filter, id }));
  const set = (name: keyof AuditFilter) => (value: string) => onChange({ ...filter, [name]: value || undefined });
  const some = Object.keys(filter).length > 0;
  return (
    <div className="flex flex-col gap-3 pb-5">
      <FilterBar
        search={text}
        onSearch={setText}
        label="Find by the id of an order, a member, a request …"
        summary={filter.id && !isId(filter.id) ? "Enter a whole id, like ord_06b1…" : undefined}
      >
        <Select
          aria-label="Who"
          value={filter.actor ?? ""}
          onChange={({ target }) => set("actor")(target.value)}
          className="w-44"
        >
          <option value="">Everybody</option>
          {members.data?.items.map(({ person, name }) => (
            <option key={person} value={person}>
              {name}
            </option>
          ))}
          {actorKinds.map(({ kind, label }) => (
            <option key={kind} value={kind}>
              {label}
            </option>
          ))}
        </Select>
        <Select
          aria-label="What"
          value={filter.action ?? ""}
          onChange={({ target }) => set("action")(target.value)}
          className="w-44"
        >
          <option value="">Everything</option>
          {actionGroups.map(({ prefix, label }) => (
            <option key={prefix} value={prefix}>
              {label}
            </option>
          ))}
        </Select>
      </FilterBar>
      <div className="flex flex-wrap items-end gap-3">
        <Field label="From" className="w-40">
          <TextInput type="date" value={filter.from ?? ""} onChange={({ target }) => set("from")(target.value)} />
        </Field>
        <Field label="Until" className="w-40">
          <TextInput type="date" value={filter.to ?? ""} onChange={({ target }) => set("to")(target.value)} />
        </Field>
        {some && (
          <Button variant="quiet" onClick={() => onChange({})}>
            Clear filters
          </Button>
        )}
      </div>
    </div>
  );
}
