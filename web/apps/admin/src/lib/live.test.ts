import { describe, expect, it } from "vitest";
import { staleKeys } from "./live";

const parts = (...kinds: string[]) => staleKeys("org", "fest", kinds).map((key) => key[3]);

describe("what a fact makes stale", () => {
  it("is everything that counts orders or places when an order moves", () => {
    expect(parts("order.paid")).toEqual(["orders", "order", "stats", "products", "quotas", "lists"]);
  });

  it("leaves the list of orders alone when somebody comes in", () => {
    expect(parts("ticket.checked_in")).toEqual(["lists", "order", "stats"]);
  });

  it("names each query once for many facts", () => {
    expect(parts("quota.changed", "ticket.checked_in", "ticket.checked_in")).toEqual([
      "products",
      "quotas",
      "stats",
      "lists",
      "order",
    ]);
  });

  it("is everything once the event itself was changed or called off", () => {
    expect(staleKeys("org", "fest", ["quota.changed", "event.updated"])).toEqual([["event", "org", "fest"]]);
  });

  it("is nothing for facts that nobody shows", () => {
    expect(parts("mail.sent")).toEqual([]);
    expect(staleKeys("org", "fest", ["quota.changed"])[0]).toEqual(["event", "org", "fest", "products"]);
  });
});
