import { describe, expect, it } from "vitest";
import {
  currencyDigits,
  formatMoney,
  formatPercent,
  formatRelative,
  formatSpan,
  moneyToInput,
  parseMoney,
  parsePercent,
} from "./format";

/** Narrow and no-break spaces differ between ICU versions; people see spaces. */
const plain = (text: string) =>
  text.replace(/[\u00a0\u202f\u2009\u200f\u061c]/g, (c) => (/\s/.test(c) ? " " : "")).replaceAll("’", "'");

describe("money", () => {
  it("knows how many decimals a currency has", () => {
    expect(["EUR", "JPY", "KWD", "XXXX"].map(currencyDigits)).toEqual([2, 0, 3, 2]);
  });

  it.each([
    ["en", { amount_minor: 123450, currency: "EUR" }, "€1,234.50"],
    ["de", { amount_minor: 123450, currency: "EUR" }, "1.234,50 €"],
    ["fr", { amount_minor: 123450, currency: "EUR" }, "1 234,50 €"],
    ["pl", { amount_minor: 123450, currency: "PLN" }, "1234,50 zł"],
    ["ja", { amount_minor: 1200, currency: "JPY" }, "￥1,200"],
    ["en-IN", { amount_minor: 12345600, currency: "INR" }, "₹1,23,456.00"],
    ["en", { amount_minor: 1500, currency: "KWD" }, "KWD 1.500"],
    ["de-CH", { amount_minor: 123450, currency: "CHF" }, "CHF 1'234.50"],
  ])("is written the way readers of %s expect", (locale, money, expected) => {
    expect(plain(formatMoney(money, { locale }))).toBe(expected);
  });

  it("has a true minus and can say Free", () => {
    expect(formatMoney({ amount_minor: -500, currency: "EUR" }, { locale: "en" })).toBe("\u2212€5.00");
    expect(formatMoney({ amount_minor: 0, currency: "EUR" }, { locale: "en", free: true })).toBe("Free");
    expect(formatMoney({ amount_minor: 0, currency: "EUR" }, { locale: "en" })).toBe("€0.00");
  });

  it.each([
    ["84", "EUR", 8400],
    ["84.5", "EUR", 8450],
    ["12,50", "EUR", 1250],
    ["1,234.50", "EUR", 123450],
    ["1.234,50", "EUR", 123450],
    ["1 234", "EUR", 123400],
    ["1,234", "EUR", 123400],
    ["1.234.567", "EUR", 123456700],
    ["1'234.50", "CHF", 123450],
    ["€ 9.99", "EUR", 999],
    [".50", "EUR", 50],
    ["1.500", "KWD", 1500],
    ["1500", "JPY", 1500],
    ["0", "EUR", 0],
    ["1,234", "JPY", 1234],
    ["1200.00", "JPY", 1200],
    ["¥1,200", "JPY", 1200],
    ["１２００", "JPY", 1200],
    ["٣٫٧٥٠", "KWD", 3750],
    ["1.5", "KWD", 1500],
    ["0.250", "KWD", 250],
    ["12.500,250", "KWD", 12500250],
    ["12.340", "EUR", 1234000],
    ["0.500", "EUR", 50],
    ["12,-", "EUR", 1200],
    ["Fr. 12.50", "CHF", 1250],
    ["12.– ", "CHF", 1200],
    ["9,90 EUR", "EUR", 990],
    ["1,23,456.00", "INR", 12345600],
    ["Rs. 500", "INR", 50000],
  ])("reads %s %s", (text, currency, minor) => {
    expect(parseMoney(text, currency)).toBe(minor);
  });

  it.each([
    ["", "EUR"],
    ["abc", "EUR"],
    ["12.5", "JPY"],
    ["1.2345", "EUR"],
    ["-5", "EUR"],
    ["1.2.3", "EUR"],
    ["1,2,3.50", "EUR"],
    ["1.234,567.89", "EUR"],
    ["12 50", "EUR"],
    ["5 or 6", "EUR"],
    ["1.2345", "KWD"],
    ["99999999999999999999", "EUR"],
  ])("refuses %j %s", (text, currency) => {
    expect(parseMoney(text, currency)).toBeNull();
  });

  it("survives the way into an input and back", () => {
    for (const [minor, currency] of [
      [8450, "EUR"],
      [1500, "JPY"],
      [1234, "KWD"],
      [0, "EUR"],
    ] as const) {
      for (const locale of ["en", "de", "ar", "hi"])
        expect(parseMoney(moneyToInput(minor, currency, locale), currency, locale)).toBe(minor);
    }
  });

  it("tells a thousand from three decimals by the reader's own sign", () => {
    expect(parseMoney("1,234", "KWD", "en")).toBe(1_234_000);
    expect(parseMoney("1.234", "KWD", "en")).toBe(1234);
    expect(parseMoney("1,234", "KWD", "de")).toBe(1234);
    expect(parseMoney("1.234", "KWD", "de")).toBe(1_234_000);
    expect(moneyToInput(1234, "KWD", "de")).toBe("1,234");
    expect(moneyToInput(1500, "JPY", "de")).toBe("1500");
  });
});

describe("shares", () => {
  it.each([
    ["19", "19"],
    ["12,5 %", "12.5"],
    ["8.875%", "8.875"],
    ["7.70", "7.7"],
    ["007", "7"],
    ["100", "100"],
    ["0", "0"],
  ])("reads %j", (text, percent) => {
    expect(parsePercent(text)).toBe(percent);
  });

  it.each(["", "101", "100.5", "-5", "1.23456", "half"])("refuses %j", (text) => {
    expect(parsePercent(text)).toBeNull();
  });

  it("writes them as the reader does", () => {
    expect(formatPercent("8.875", "en")).toBe("8.875%");
    expect(plain(formatPercent("12.5", "de"))).toBe("12,5 %");
  });
});

describe("dates", () => {
  it("shows a span in the event's zone, not the reader's", () => {
    const text = plain(formatSpan("2027-03-14T18:00:00Z", "2027-03-14T22:00:00Z", "Europe/Berlin", "en-GB"));
    expect(text).toContain("14 Mar 2027");
    expect(text).toContain("19:00");
    expect(text).toContain("23:00");
  });

  it("says distances in words", () => {
    const now = new Date("2027-03-01T12:00:00Z");
    expect(formatRelative("2027-03-01T11:55:00Z", now, "en")).toBe("5 minutes ago");
    expect(formatRelative("2027-03-02T12:00:00Z", now, "en")).toBe("tomorrow");
    expect(formatRelative("2027-03-22T12:00:00Z", now, "en")).toBe("in 3 weeks");
    expect(formatRelative("2025-03-01T12:00:00Z", now, "en")).toBe("2 years ago");
  });
});
