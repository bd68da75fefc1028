import {
  Ban,
  CircleCheckBig,
  CircleX,
  Coins,
  CopyCheck,
  DoorClosed,
  FlaskConical,
  Hourglass,
  ListChecks,
  type LucideIcon,
  OctagonX,
  Star,
  Wrench,
} from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

export type VerdictKind =
  | "admitted"
  | "admitted_note"
  | "already_in"
  | "unpaid"
  | "unapproved"
  | "cancelled"
  | "wrong_event"
  | "wrong_list"
  | "test_ticket"
  | "ambiguous"
  | "unknown"
  | "fault";

const looks: Record<VerdictKind, { icon: LucideIcon; className: string }> = {
  admitted: { icon: CircleCheckBig, className: "bg-verdict-in text-verdict-ink" },
  admitted_note: { icon: Star, className: "bg-verdict-note text-verdict-ink" },
  already_in: { icon: CopyCheck, className: "bg-verdict-already text-verdict-already-ink" },
  unpaid: { icon: Coins, className: "bg-verdict-no text-verdict-ink" },
  unapproved: { icon: Hourglass, className: "bg-verdict-no text-verdict-ink" },
  cancelled: { icon: OctagonX, className: "bg-verdict-no text-verdict-ink" },
  wrong_event: { icon: DoorClosed, className: "bg-verdict-no text-verdict-ink" },
  wrong_list: { icon: CircleX, className: "bg-verdict-no text-verdict-ink" },
  test_ticket: { icon: FlaskConical, className: "bg-verdict-no text-verdict-ink" },
  ambiguous: { icon: ListChecks, className: "border-[0.75rem] border-verdict-note bg-surface text-ink" },
  unknown: { icon: Ban, className: "bg-verdict-no text-verdict-ink" },
  fault: { icon: Wrench, className: "bg-verdict-fault text-verdict-ink" },
};

interface VerdictScreenProps {
  kind: VerdictKind;
  /** "Come in", "Already in · 14:02, Gate B" */
  title: string;
  detail?: ReactNode;
  ticketType?: string | null;
  name?: string | null;
  code?: string | null;
  /** Buttons: undo, type the code again. */
  actions?: ReactNode;
  /** Fills its container by default; `full` covers the window. */
  full?: boolean;
  onDismiss?: () => void;
}

/** The answer of the door: colour, sign and word all say the same. Announced at once to screen readers. */
export function VerdictScreen(props: VerdictScreenProps) {
  const { kind, title, detail, ticketType, name, code, actions, full, onDismiss } = props;
  const { icon: Icon, className } = looks[kind];
  return (
    <div
      role="alert"
      data-verdict={kind}
      className={cn(
        "flex flex-col items-center justify-center gap-3 px-6 py-8 text-center forced-colors:border-8",
        full ? "fixed inset-0 z-50" : "h-full min-h-72 rounded-dialog",
        className,
      )}
    >
      <Icon aria-hidden strokeWidth={2.25} className="size-24 shrink-0 sm:size-32" />
      <p className="text-balance text-[clamp(2rem,7vw,4rem)] font-semibold leading-tight">{title}</p>
      {ticketType && <p className="text-[2rem] leading-tight">{ticketType}</p>}
      {name && <p className="text-xl">{name}</p>}
      {detail && <div className="max-w-[40ch] text-xl">{detail}</div>}
      {code && <p className="font-code text-lg">{code}</p>}
      {(actions || onDismiss) && (
        <div className="mt-3 flex flex-wrap justify-center gap-3">
          {actions}
          {onDismiss && (
            <button
              type="button"
              onClick={onDismiss}
              className="h-16 rounded-card border-2 border-current px-8 text-xl font-semibold focus-visible:outline-current"
            >
              Next
            </button>
          )}
        </div>
      )}
    </div>
  );
}
