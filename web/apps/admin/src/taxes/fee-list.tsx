import { useMutation, useQueryClient } from "@tanstack/react-query";
import { linkOptions } from "@tanstack/react-router";
import { api, type Event, type Fee, type FeeIn, keys } from "@tessera/client";
import { Badge, MenuSeparator, pickText, useToast } from "@tessera/ui";
import { ProblemAlert } from "../app/problem-alert";
import { useRemoval } from "../lib/removal";
import { resorted } from "../prices/resorted";
import { MoveItems, RemoveItem, RuleRow, SwitchItem } from "../prices/rule-row";
import { again } from "./values";
import { feeWords } from "./words";

const one = "/api/v1/organisations/{org}/events/{event}/fees/{fee}";

interface Props {
  org: string;
  event: Event;
  /** In the order that buyers see them. */
  fees: Fee[];
  mayEdit: boolean;
}

interface Change {
  id: string;
  /** The version that was read. */
  version: number;
  body: FeeIn;
}

/** A fee as it is, to be sent with some of it changed. */
const asChange = (fee: Fee): Change => ({ id: fee.id, version: fee.version, body: again(fee) });

/** The fees in plain words, in the order that buyers see them. */
export function FeeList({ org, event, fees, mayEdit }: Props) {
  const client = useQueryClient();
  const toast = useToast();
  const path = { org, event: event.slug };
  const remove = useRemoval(keys.event(org, event.slug));
  const change = useMutation({
    mutationFn: async (changes: Change[]) => {
      const saved: Fee[] = [];
      for (const { id, version, body } of changes)
        saved.push(await api.PUT(one, { params: { path: { ...path, fee: id } }, body, ifMatch: version }));
      return saved;
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.event(org, event.slug) }),
  });
  const apply = (changes: Change[], said: string) => {
    // Taken back on top of what this has made of them, and of nothing newer.
    const back = (saved: Fee[]) =>
      saved.flatMap(({ id, version }) => {
        const before = fees.find((fee) => fee.id === id);
        return before ? [{ ...asChange(before), version }] : [];
      });
    change.mutate(changes, { onSuccess: (saved) => toast(said, () => change.mutate(back(saved))) });
  };
  const step = (place: number, by: -1 | 1, name: string) =>
    apply(resorted(fees, place, by).map(asChange), `${name} moved ${by < 0 ? "up" : "down"}`);
  return (
    <div className="flex flex-col gap-3">
      {change.error && <ProblemAlert error={change.error} title="That could not be changed" />}
      <ul className="divide-y divide-line overflow-hidden rounded-card border border-line">
        {fees.map((fee, place) => {
          const name = pickText(fee.name, event.locales[0]);
          return (
            <RuleRow
              key={fee.id}
              name={name}
              edit={linkOptions({ to: "/$org/events/$event/taxes", params: path, search: { fee: fee.id } })}
              mayEdit={mayEdit}
              menu={
                <>
                  <MoveItems place={place} count={fees.length} onMove={(by) => step(place, by, name)} />
                  <SwitchItem
                    active={fee.active}
                    onSwitch={() =>
                      apply(
                        [asChange({ ...fee, active: !fee.active })],
                        `${name} is switched ${fee.active ? "off" : "on"}`,
                      )
                    }
                  />
                  <MenuSeparator />
                  <RemoveItem
                    onRemove={() =>
                      remove(fee.id, name, () => api.DELETE(one, { params: { path: { ...path, fee: fee.id } } }))
                    }
                  />
                </>
              }
            >
              {!fee.active && <Badge className="ms-2">Off</Badge>}
              <p className="text-ink-2">{feeWords(fee, event.currency)}</p>
            </RuleRow>
          );
        })}
      </ul>
    </div>
  );
}
