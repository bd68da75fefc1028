import type { PriceEffect } from "@tessera/client";
import { formatMoney, formatPercent } from "@tessera/ui";
import * as z from "zod/mini";

/** What a voucher or a discount does to a price, as its form holds it. */
export interface EffectValues {
  kind: PriceEffect["kind"];
  amount: number | null;
  percent: string;
}

export const effectSchema = z
  .object({
    kind: z.enum(["none", "set", "subtract", "percent"]),
    amount: z.nullable(z.any()),
    percent: z.string(),
  })
  .check(
    z.refine(
      ({ kind, amount }) =>
        !["set", "subtract"].includes(kind) || (Number.isInteger(amount) && amount >= 0 && amount <= 10_000_000_000),
      { path: ["amount"], message: "Enter an amount" },
    ),
    z.refine(({ kind, percent }) => kind !== "percent" || /^\d{1,3}(\.\d{1,4})?$/.test(percent), {
      path: ["percent"],
      message: "Enter a share from 0 to 100",
    }),
  );

export function effectOf(effect: PriceEffect | undefined): EffectValues {
  switch (effect?.kind) {
    case "percent":
      return { kind: "percent", amount: null, percent: effect.percent };
    case "set":
    case "subtract":
      return { kind: effect.kind, amount: effect.amount_minor, percent: "" };
    default:
      return { kind: "none", amount: null, percent: "" };
  }
}

export function apiEffect({ kind, amount, percent }: EffectValues): PriceEffect {
  switch (kind) {
    case "percent":
      return { kind, percent };
    case "set":
    case "subtract":
      return { kind, amount_minor: amount ?? 0 };
    default:
      return { kind: "none" };
  }
}

/** "20% off", "€5.00 off", "costs €10.00", "free". */
export function effectWords(effect: PriceEffect | undefined, currency: string, locale?: string): string {
  const money = (amount_minor: number) => formatMoney({ amount_minor, currency }, locale ? { locale } : {});
  switch (effect?.kind) {
    case "percent":
      return Number(effect.percent) === 100 ? "free" : `${formatPercent(effect.percent, locale)} off`;
    case "subtract":
      return `${money(effect.amount_minor)} off`;
    case "set":
      return effect.amount_minor === 0 ? "free" : `costs ${money(effect.amount_minor)}`;
    default:
      return "same price";
  }
}
