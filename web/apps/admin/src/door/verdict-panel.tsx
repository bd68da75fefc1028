import type { Event, Verdict } from "@tessera/client";
import { VerdictScreen } from "@tessera/ui";
import { LoaderCircle, Undo2 } from "lucide-react";
import { useEffect, useRef } from "react";
import type { Shown } from "./door-state";
import { signal } from "./signals";
import type { useDoor } from "./use-door";
import { verdictTitle } from "./verdict-words";

interface Props {
  org: string;
  event: Event;
  shown: Exclude<Shown, { is: "ready" }>;
  door: ReturnType<typeof useDoor>;
  muted: boolean;
}

/** A welcome steps back by itself, so that it never greets the next guest; a refusal stays. In milliseconds. */
const welcomeStays = 8000;
const faultRepeats = 2000;

const bigButton =
  "flex h-16 items-center justify-center rounded-card border-2 border-current px-8 text-xl font-semibold focus-visible:outline-current";

/** What the last scan led to, over everything else. A tap beside its buttons makes room for the next. */
export function VerdictPanel({ org, event, shown, door, muted }: Props) {
  const panel = useRef<HTMLDivElement>(null);
  const { dismiss } = door;
  useSignals(shown, muted);
  useEffect(() => {
    const onTap = ({ target }: MouseEvent) => {
      if (target instanceof Element && !target.closest("button, a")) dismiss();
    };
    const element = panel.current;
    element?.addEventListener("click", onTap);
    return () => element?.removeEventListener("click", onTap);
  }, [dismiss]);
  const welcome = shown.is === "verdict" && shown.verdict.verdict === "admitted";
  useEffect(() => {
    if (!welcome) return;
    const timer = setTimeout(dismiss, welcomeStays);
    return () => clearTimeout(timer);
  }, [welcome, dismiss]);
  return (
    <div ref={panel} className="absolute inset-0 z-10 overflow-y-auto bg-surface p-1.5">
      <Content org={org} event={event} shown={shown} door={door} muted={muted} />
    </div>
  );
}

function Content({ org, event, shown, door }: Props) {
  if (shown.is === "asking") {
    return (
      <Neutral
        icon={LoaderCircle}
        spin
        title="Checking"
        code={shown.scan.code.length > 24 ? undefined : shown.scan.code}
      />
    );
  }
  if (shown.is === "fault") {
    return (
      <VerdictScreen
        key={shown.scan.seq}
        kind="fault"
        title={shown.fault.title}
        detail={shown.fault.detail}
        code={shown.scan.code.length > 24 ? null : shown.scan.code}
        actions={
          <>
            <button type="button" className={bigButton} onClick={() => door.retry(shown.scan)}>
              Try again
            </button>
            <button type="button" className={bigButton} onClick={door.dismiss}>
              Put aside
            </button>
          </>
        }
      />
    );
  }
  const { verdict, scan, undone } = shown;
  const { ticket } = verdict;
  if (undone)
    return <Neutral icon={Undo2} title="Undone" detail="The ticket may come in again." code={ticket?.short_code} />;
  const atOrder = ticket && ["unpaid", "unapproved", "cancelled"].includes(verdict.verdict);
  return (
    <VerdictScreen
      key={scan.seq}
      kind={verdict.verdict}
      title={verdictTitle(verdict, event.zone)}
      ticketType={ticket?.product_name ?? null}
      name={ticket?.attendee_name ?? null}
      code={ticket?.short_code ?? null}
      detail={(verdict.verdict === "admitted" && !verdict.main) || verdict.first ? null : verdict.detail}
      onDismiss={door.dismiss}
      actions={
        <>
          {verdict.verdict === "ambiguous" && <Choices verdict={verdict} zone={event.zone} onChoose={door.scan} />}
          {verdict.verdict === "admitted" && ticket && (
            <button
              type="button"
              aria-busy={door.undoing}
              className={bigButton}
              onClick={() => !door.undoing && door.undo(ticket.id)}
            >
              Undo
            </button>
          )}
          {atOrder && (
            <a
              href={`/admin/${org}/events/${event.slug}/orders/${ticket.order_code}`}
              target="_blank"
              rel="noreferrer"
              className={bigButton}
            >
              Order {ticket.order_code}
            </a>
          )}
        </>
      }
    />
  );
}

interface ChoicesProps {
  verdict: Verdict;
  zone: string;
  onChoose: (code: string) => void;
}

/** The tickets of this list that the one scanned holds: whoever is in front says which one is meant. */
function Choices({ verdict, zone, onChoose }: ChoicesProps) {
  const time = new Intl.DateTimeFormat(undefined, { timeZone: zone, hour: "2-digit", minute: "2-digit" });
  return (
    <ul className="flex w-full max-w-xl flex-col gap-3">
      {verdict.choices.map(({ ticket, first }) => (
        <li key={ticket.id}>
          {first ? (
            <p className="text-lg text-ink-2">
              <bdi>{ticket.product_name}</bdi> {ticket.short_code}: already in ·{" "}
              {[time.format(new Date(first.at)), first.gate].filter(Boolean).join(", ")}
            </p>
          ) : (
            <button type="button" className={`${bigButton} w-full`} onClick={() => onChoose(ticket.short_code)}>
              <span>
                Admit <bdi>{ticket.product_name}</bdi> <span className="font-code text-base">{ticket.short_code}</span>
              </span>
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

interface NeutralProps {
  icon: typeof Undo2;
  spin?: boolean;
  title: string;
  detail?: string;
  code?: string | null | undefined;
}

/** Between two verdicts: no colour that could be taken for one. */
function Neutral({ icon: Icon, spin = false, title, detail, code }: NeutralProps) {
  return (
    <div
      role="status"
      className="flex h-full min-h-72 flex-col items-center justify-center gap-3 rounded-dialog bg-surface-3 px-6 text-center"
    >
      <Icon aria-hidden className={`size-20 text-ink-2 ${spin ? "motion-safe:animate-spin" : ""}`} />
      <p className="text-[2rem] leading-tight font-semibold">{title}</p>
      {detail && <p className="text-xl">{detail}</p>}
      {code && <p className="font-code text-lg text-ink-2">{code}</p>}
    </div>
  );
}

/** Sound and shake once for a verdict; a fault goes on shaking until somebody taps. */
function useSignals(shown: Shown, muted: boolean): void {
  const quiet = useRef(muted);
  quiet.current = muted;
  // Between two verdicts there is always the question, so that the same one sounds again.
  const kind = shown.is === "fault" ? "fault" : shown.is === "verdict" ? shown.verdict.verdict : null;
  useEffect(() => {
    if (!kind) return;
    signal(kind, quiet.current);
    if (kind !== "fault") return;
    const timer = setInterval(() => signal(kind, quiet.current), faultRepeats);
    return () => clearInterval(timer);
  }, [kind]);
}
