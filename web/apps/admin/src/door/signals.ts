import type { VerdictKind } from "@tessera/ui";

/** One note: frequencies in hertz, times in seconds. */
interface Note {
  from: number;
  to: number;
  start: number;
  length: number;
}

const note = (frequency: number, start: number, length: number): Note => {
  return { from: frequency, to: frequency, start, length };
};

const longLow = [note(180, 0, 0.45)];
const twoLongLow = [note(180, 0, 0.35), note(180, 0.45, 0.35)];

/** Every kind of verdict sounds different, so that nobody has to look. The fault makes no sound of its own. */
const sounds: Record<VerdictKind, Note[]> = {
  admitted: [{ from: 660, to: 990, start: 0, length: 0.12 }],
  admitted_note: [note(880, 0, 0.1), note(880, 0.16, 0.1)],
  already_in: [note(520, 0, 0.09), note(520, 0.15, 0.09), note(520, 0.3, 0.09)],
  unpaid: longLow,
  unapproved: longLow,
  wrong_event: longLow,
  wrong_list: longLow,
  test_ticket: longLow,
  ambiguous: [note(440, 0, 0.05)],
  cancelled: twoLongLow,
  unknown: twoLongLow,
  fault: [],
};

/** Vibration in milliseconds, on and off in turn. */
const shakes: Record<VerdictKind, number[]> = {
  admitted: [40],
  admitted_note: [40, 60, 40],
  already_in: [80, 60, 80],
  unpaid: [300],
  unapproved: [300],
  wrong_event: [300],
  wrong_list: [300],
  test_ticket: [300],
  ambiguous: [20],
  cancelled: [300, 80, 300],
  unknown: [300, 80, 300],
  fault: [500],
};

let audio: AudioContext | null = null;

/** Sounds and shakes the device. Browsers allow it after the first key or tap, which every scan is. */
export function signal(kind: VerdictKind, muted: boolean): void {
  navigator.vibrate?.(shakes[kind]);
  if (muted || sounds[kind].length === 0) return;
  audio ??= new AudioContext();
  void audio.resume();
  for (const { from, to, start, length } of sounds[kind]) {
    const at = audio.currentTime + start;
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.type = from < 300 ? "sawtooth" : "sine";
    tone.frequency.setValueAtTime(from, at);
    tone.frequency.linearRampToValueAtTime(to, at + length);
    // A short ramp at both ends: without it every note begins and ends with a click.
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.5, at + 0.01);
    volume.gain.setValueAtTime(0.5, at + length - 0.02);
    volume.gain.linearRampToValueAtTime(0, at + length);
    tone.connect(volume).connect(audio.destination);
    tone.start(at);
    tone.stop(at + length);
  }
}
