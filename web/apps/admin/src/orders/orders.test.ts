import type { Order } from "@tessera/client";
import { describe, expect, it } from "vitest";
import { explainRefusal } from "./refusal";
import { storyOf } from "./story";
import { balanceOf, statusSentence } from "./words";

const eur = (amount_minor: number) => ({ amount_minor, currency: "EUR" });

function order(change: Partial<Order> = {}): Order {
  return {
    id: "ord_1",
    code: "K7M3PQ",
    status: "pending",
    test: false,
    name: "Mia Berg",
    email: "mia@example.org",
    tickets: 2,
    total: eur(16800),
    payment_method: "bank_transfer",
    channel: "web",
    created_at: "2027-03-01T10:00:00Z",
    paid_at: null,
    expires_at: "2027-03-08T10:00:00Z",
    ended_at: null,
    locale: "en",
    secret_url: "https://tickets.example/x",
    positions: [],
    prices: [],
    fees: [],
    taxes: [],
    payments: [],
    ledger: [],
    timeline: [],
    mails: [],
    ...change,
  };
}

describe("the sentence about an order", () => {
  it("says what is awaited, until when, and what happens then", () => {
    const text = statusSentence(order(), "Europe/Berlin");
    expect(text).toMatch(/^Waiting for a bank transfer of €168\.00 until .*11:00.*/);
    expect(text).toContain("its 2 places go back on sale");
  });

  it("counts who came in", () => {
    const ticket = { id: "tkt_1", short_code: "K7M3PQ-1", status: "valid", checked_in_at: "2027-03-14T18:00:00Z" };
    const position = { ticket: { ...ticket, checked_in_gate: null } };
    const paid = order({ status: "paid", paid_at: "2027-03-02T10:00:00Z", positions: [position] as never });
    expect(statusSentence(paid, "Europe/Berlin")).toContain("1 of 2 tickets checked in.");
  });

  it("does not call a free order paid", () => {
    const free = order({ status: "paid", total: eur(0), paid_at: "2027-03-02T10:00:00Z" });
    expect(statusSentence(free, "UTC")).toMatch(/^Free, complete since/);
  });
});

describe("the balance of an order", () => {
  it("is told by the payments of a test, which is in no ledger", () => {
    const payments = [{ state: "confirmed", amount: eur(16800) }] as never;
    const paid = order({ status: "paid", test: true, payments });
    expect(balanceOf(paid)).toEqual({ owed: eur(16800), received: eur(16800), open: 0 });
  });

  it("shows money to give back after a paid order was cancelled", () => {
    const row = (kind: string, minor: number) => ({ kind, amount: eur(minor), at: "2027-03-01T10:00:00Z" });
    const ledger = [row("sale", 16800), row("payment", 16800), row("sale", -16800)];
    expect(balanceOf(order({ ledger }))).toEqual({ owed: eur(0), received: eur(16800), open: -16800 });
  });
});

describe("the story of an order", () => {
  const line = (at: string, action: string, actor: string, detail: object | null = null) =>
    ({ at, action, actor, detail }) as never;

  it("tells changes, mails and scans, latest first, in words", () => {
    const story = storyOf(
      order({
        timeline: [
          line("2027-03-01T10:00:00Z", "order.placed", "guest"),
          line("2027-03-02T10:00:00Z", "order.paid", "Ana Moreau", { method: "bank_transfer" }),
          line("2027-03-02T10:00:00Z", "order.note", "Ana Moreau", { note: "Statement 14" }),
        ],
        mails: [
          {
            id: "mai_1",
            template: "order_paid",
            subject: "Your tickets",
            to_email: "mia@example.org",
            status: "kept",
            created_at: "2027-03-02T10:00:01Z",
          },
        ],
        positions: [
          {
            attendee_name: "",
            product_name: "Standard",
            ticket: { short_code: "K7M3PQ-1", checked_in_at: "2027-03-14T18:00:00Z", checked_in_gate: "Gate B" },
          },
        ] as never,
      }),
    );
    expect(story.map(({ title }) => title)).toEqual([
      "Checked in at Gate B",
      "Mail “Your tickets”",
      "Note",
      "Paid",
      "Order placed",
    ]);
    expect(story[0]?.detail).toBe("Standard, K7M3PQ-1");
    expect(story[1]).toMatchObject({ mail: "mai_1", detail: "To mia@example.org, kept in the mailbox" });
    expect(story[3]).toMatchObject({ by: "Ana Moreau", detail: "Bank transfer" });
    expect(story[4]?.by).toBe("the buyer");
  });

  it("says of a payment how much it was and why nothing came of it", () => {
    const payment = (id: string, state: string, failure?: string) => ({ id, state, amount: eur(5200), failure });
    const told = (at: string, action: string, id: string) => line(at, action, "provider", { payment: { id } });
    const story = storyOf(
      order({
        timeline: [
          told("2027-03-01T10:00:00Z", "payment.started", "pay_1"),
          told("2027-03-01T10:01:00Z", "payment.failed", "pay_1"),
          told("2027-03-01T10:02:00Z", "payment.failed", "pay_2"),
        ],
        payments: [payment("pay_1", "failed", "The card was declined"), payment("pay_2", "cancelled")] as never,
      }),
    );
    expect(story.map(({ title }) => title)).toEqual([
      "Payment of €52.00 given up",
      "Payment of €52.00 failed",
      "Payment of €52.00 started",
    ]);
    expect(story[1]).toMatchObject({ detail: "The card was declined", by: "the payment provider" });
  });

  it("has a plain word for actions it does not know", () => {
    const story = storyOf(order({ timeline: [line("2027-03-01T10:00:00Z", "order.name_changed", "system")] }));
    expect(story[0]).toMatchObject({ title: "Name changed", by: "Tessera" });
  });
});

describe("a refused action", () => {
  it("says how the order stands now", () => {
    expect(explainRefusal({ code: "sales.wrong_state", title: "", detail: "" }, "paid").title).toBe(
      "This order is paid already",
    );
  });

  it("leads to the tickets when the places are gone", () => {
    expect(explainRefusal({ code: "sales.sold_out", title: "", detail: "" }, "expired").text).toContain("Tickets");
  });

  it("passes on what it has no better words for", () => {
    expect(explainRefusal({ code: "x", title: "No", detail: "Because" }, "paid")).toEqual({
      title: "No",
      text: "Because",
    });
  });
});
