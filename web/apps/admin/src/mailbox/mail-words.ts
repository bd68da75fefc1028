import type { MailSummary } from "@tessera/client";
import type { Tone } from "@tessera/ui";

type MailStatus = MailSummary["status"];

/** How a state is called, coloured and explained. */
export const mailStatusWords: Record<MailStatus, { label: string; tone: Tone }> = {
  queued: { label: "Waiting", tone: "warning" },
  sent: { label: "Sent", tone: "success" },
  kept: { label: "Kept here", tone: "info" },
  failed: { label: "Failed", tone: "danger" },
};

/** `183021` → "179 kB" in the viewer's locale. */
export function formatBytes(bytes: number, locale?: string): string {
  const [value, unit] =
    bytes < 1024 ? [bytes, "byte"] : bytes < 1024 ** 2 ? [bytes / 1024, "kilobyte"] : [bytes / 1024 ** 2, "megabyte"];
  const digits = unit === "megabyte" ? 1 : 0;
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: String(unit),
    unitDisplay: "short",
    maximumFractionDigits: digits,
  }).format(Number(value));
}
