import { Link } from "@tanstack/react-router";
import type { CheckInList, Event } from "@tessera/client";
import { Badge, Button, buttonClass, cn, formatCount, Progress, pickText } from "@tessera/ui";
import {
  ChevronLeft,
  CloudOff,
  RotateCw,
  ScanBarcode,
  SlidersHorizontal,
  Volume2,
  VolumeOff,
  Wrench,
  X,
} from "lucide-react";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useCan } from "../app/permissions";
import { ProblemAlert } from "../app/problem-alert";
import { useRemembered } from "../lib/remembered";
import { RecentScans } from "./recent-scans";
import { useDoor } from "./use-door";
import { takeTyped, useScanner } from "./use-scanner";
import { VerdictPanel } from "./verdict-panel";
import { useWakeLock } from "./wake-lock";

const DoorSettings = lazy(() => import("./door-settings"));

interface Props {
  org: string;
  event: Event;
  lists: CheckInList[];
  list: CheckInList;
  /** Whether the counters follow the other doors at once. */
  live: boolean;
  /** Chooses another list. */
  onList: (list: string) => void;
  /** Whether there is an event page to go back to; a helper's phone has none. */
  leavable?: boolean;
}

/** The door: the whole window for scanner, verdicts and counters. */
export function DoorPage({ org, event, lists, list, live, onList, leavable = false }: Props) {
  const [gate, setGate] = useRemembered("tessera.door.gate", "");
  const [sound, setSound] = useRemembered("tessera.door.sound", "on");
  const [settings, setSettings] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const door = useDoor({ org, event: event.slug, list: list.id, gate: gate.trim() });
  const { scan, dismiss, state } = door;
  const mayScan = useCan("checkin.perform");
  const muted = sound !== "on";
  const name = pickText(event.name, event.locales[0]);

  useScanner(input, dismiss);
  useWakeLock();
  useEffect(() => {
    document.title = `Door · ${name} – Tessera`;
  }, [name]);

  return (
    <div className="fixed inset-0 z-30 flex flex-col bg-surface">
      <header className="flex min-h-14 items-center gap-1 border-b border-line px-2">
        {leavable && (
          <Link
            to="/$org/events/$event"
            params={{ org, event: event.slug }}
            className={buttonClass({ variant: "quiet", size: "icon" })}
          >
            <ChevronLeft aria-hidden className="rtl:-scale-x-100" />
            <span className="sr-only">Leave the door</span>
          </Link>
        )}
        <div className={cn("min-w-0 flex-1", !leavable && "ps-2")}>
          <h1 tabIndex={-1} className="text-lg font-semibold">
            Door
          </h1>
          <p className="-mt-0.5 truncate text-sm text-ink-2">{name}</p>
        </div>
        <p role="status">
          {!live && (
            <Badge tone="warning" icon={CloudOff}>
              Reconnecting
            </Badge>
          )}
        </p>
        <Button
          variant="quiet"
          size="icon"
          aria-label="Sound"
          aria-pressed={!muted}
          onClick={() => setSound(muted ? "on" : "off")}
        >
          {muted ? <VolumeOff aria-hidden /> : <Volume2 aria-hidden />}
        </Button>
        <Button className="min-w-0 max-w-[45vw] shrink" onClick={() => setSettings(true)}>
          <SlidersHorizontal aria-hidden />
          <span className="truncate">{gate.trim() || "Name gate"}</span>
          <span className="sr-only">, door settings</span>
        </Button>
      </header>
      {event.status === "cancelled" && (
        <p role="alert" className="bg-verdict-no px-4 py-2 text-lg text-verdict-ink">
          The event is cancelled. Nobody gets in.
        </p>
      )}
      <main id="content" tabIndex={-1} className="flex min-h-0 flex-1 flex-col">
        <div className="relative min-h-0 flex-1">
          <div className="h-full overflow-y-auto">
            <div className="mx-auto flex max-w-3xl flex-col gap-6 px-4 py-6">
              <Counters list={list} />
              <section aria-label="Latest scans">
                <h2 className="pb-1 text-lg font-semibold">Latest scans</h2>
                <RecentScans org={org} event={event} list={list.id} {...(mayScan && { onUndo: door.undo })} />
              </section>
            </div>
          </div>
          {state.shown.is !== "ready" && (
            <VerdictPanel org={org} event={event} shown={state.shown} door={door} muted={muted} />
          )}
        </div>
        {door.undoError !== null && <ProblemAlert error={door.undoError} title="The admission was not undone" />}
        <Unsaved door={door} />
        {mayScan && <CodeForm input={input} onCode={scan} />}
      </main>
      {settings && (
        <Suspense>
          <DoorSettings
            open
            onClose={() => setSettings(false)}
            org={org}
            event={event}
            lists={lists}
            list={list.id}
            onList={onList}
            gate={gate}
            onGate={setGate}
            muted={muted}
            onMuted={(next) => setSound(next ? "off" : "on")}
          />
        </Suspense>
      )}
    </div>
  );
}

function Counters({ list }: { list: CheckInList }) {
  return (
    <section aria-label="How many are in">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="text-[4rem] leading-none font-semibold tabular-nums">{formatCount(list.checked_in)}</span>
        <span className="text-[2rem] leading-tight text-ink-2 tabular-nums">of {formatCount(list.expected)} in</span>
      </p>
      <Progress value={list.checked_in} max={list.expected} label="Checked in" className="mt-3" />
      <p className="mt-2 text-lg text-ink-2">{list.name}</p>
    </section>
  );
}

/** Scans without an answer: still there, whatever was scanned since. */
function Unsaved({ door }: { door: ReturnType<typeof useDoor> }) {
  const { unsaved } = door.state;
  const first = unsaved[0];
  if (!first) return null;
  return (
    <div role="alert" className="flex flex-wrap items-center gap-2 bg-verdict-fault px-4 py-2 text-verdict-ink">
      <Wrench aria-hidden className="size-5 shrink-0" />
      <p className="min-w-0 flex-1 basis-40 text-lg">
        {unsaved.length === 1 ? "1 scan not saved: " : `${unsaved.length} scans not saved: `}
        <span className="font-code break-all">{first.scan.code.slice(0, 24)}</span>
      </p>
      <Button size="lg" onClick={() => door.retry(first.scan)}>
        <RotateCw aria-hidden /> Try again
      </Button>
      <Button size="lg" onClick={() => door.drop(first.scan)}>
        <X aria-hidden /> Let go
      </Button>
    </div>
  );
}

function CodeForm({
  input,
  onCode,
}: {
  input: React.RefObject<HTMLInputElement | null>;
  onCode: (code: string) => void;
}) {
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const code = takeTyped(input.current);
        if (code) onCode(code);
      }}
      className="flex gap-2 border-t border-line bg-surface-2 p-2"
    >
      <div className="relative min-w-0 flex-1">
        <label htmlFor="ticket-code" className="sr-only">
          Ticket code
        </label>
        <ScanBarcode aria-hidden className="pointer-events-none absolute start-4 top-5 size-6 text-ink-3" />
        <input
          id="ticket-code"
          ref={input}
          type="text"
          autoComplete="off"
          autoCapitalize="characters"
          autoCorrect="off"
          spellCheck={false}
          enterKeyHint="go"
          placeholder="Scan or type a code"
          className="h-16 w-full rounded-card border border-control bg-surface ps-13 pe-3 font-code text-2xl uppercase placeholder:font-sans placeholder:text-lg placeholder:normal-case"
        />
      </div>
      <Button type="submit" variant="primary" className="h-16 px-6 text-xl">
        Check
      </Button>
    </form>
  );
}
