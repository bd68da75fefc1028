import { Button, type VerdictKind, VerdictScreen } from "@tessera/ui";
import { Exhibit } from "./exhibit";

const verdicts: [VerdictKind, string][] = [
  ["admitted", "Come in"],
  ["admitted_note", "Come in · see note"],
  ["already_in", "Already in · 14:02, Gate B"],
  ["unpaid", "Not paid"],
  ["unapproved", "Not approved"],
  ["cancelled", "Cancelled"],
  ["wrong_event", "Wrong event"],
  ["wrong_list", "Not here"],
  ["test_ticket", "Test ticket"],
  ["ambiguous", "Which one?"],
  ["unknown", "Unknown"],
  ["fault", "Scan not saved"],
];

/** Every answer of the door. */
export function Verdicts() {
  return (
    <Exhibit name="Verdict screen" wide>
      <div className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
        {verdicts.map(([kind, title]) => (
          <VerdictScreen
            key={kind}
            kind={kind}
            title={title}
            ticketType="Standard"
            name="ليلى حداد"
            code="7KQ2-M4XD"
            detail={kind === "already_in" ? "Ask where the ticket came from." : undefined}
            actions={<Button size="lg">Undo</Button>}
            onDismiss={() => undefined}
          />
        ))}
      </div>
    </Exhibit>
  );
}
