import { useParams } from "@tanstack/react-router";
import { Dialog, Kbd, Switch } from "@tessera/ui";
import { allowedGroups, eventGroups, organisationGroups, type PageGroup } from "../pages";
import { usePermissions } from "../permissions";
import { commandKey, useSingleKeys } from "./use-keyboard";

const everywhere: [string[], string][] = [
  [[commandKey, "K"], "Go to anything"],
  [["?"], "This list"],
  [["/"], "Search on this page"],
  [["j"], "Next row"],
  [["k"], "Previous row"],
  [["Enter"], "Open the row"],
  [["Esc"], "Close what is open"],
];

/** Every shortcut, and the switch for those of a single key. */
export default function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const { event } = useParams({ strict: false });
  const can = usePermissions();
  const [single, setSingle] = useSingleKeys();
  const goTo = (groups: PageGroup[]) =>
    allowedGroups(groups, can).flatMap(({ pages }) =>
      pages.map(({ go, label }): [string[], string] => [["g", go], label]),
    );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Keyboard shortcuts"
      footer={
        <div className="me-auto">
          <Switch checked={single} onCheckedChange={setSingle} label="Shortcuts of single keys" />
        </div>
      }
    >
      <div className="grid gap-6 sm:grid-cols-2">
        <Keys title="Everywhere" keys={everywhere} />
        <div className="flex flex-col gap-6">
          {event && <Keys title="Go to, in this event" keys={goTo(eventGroups)} />}
          <Keys title="Go to" keys={goTo(organisationGroups)} />
        </div>
      </div>
    </Dialog>
  );
}

function Keys({ title, keys }: { title: string; keys: [string[], string][] }) {
  return (
    <section aria-label={title}>
      <h3 className="pb-1.5 text-sm text-ink-2">{title}</h3>
      <dl className="flex flex-col gap-1.5">
        {keys.map(([sequence, does]) => (
          <div key={does} className="flex items-center justify-between gap-4">
            <dt>{does}</dt>
            <dd className="flex gap-1">
              {sequence.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
