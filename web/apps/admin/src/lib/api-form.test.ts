import { ApiProblem } from "@tessera/client";
import { describe, expect, it } from "vitest";
import { mapProblem, summaryItems } from "./api-form";

const problem = (errors: { pointer: string; message: string }[], detail = "") =>
  new ApiProblem({ title: "Not saved", detail, errors: errors.map((error) => ({ code: "x", ...error })) });

describe("mapping a refusal onto a form", () => {
  it("puts errors on the fields that they name, also nested and renamed ones", () => {
    const mapped = mapProblem(
      problem([
        { pointer: "/email", message: "This address already has an account" },
        { pointer: "/name/de", message: "Too long" },
        { pointer: "/price_minor", message: "Too high" },
        { pointer: "/bank_details/iban", message: "is not a valid IBAN" },
      ]),
      ["email", "name", "price", "iban"],
      { price_minor: "price", "bank_details.iban": "iban" },
      { iban: "IBAN" },
    );
    expect(mapped.general).toEqual([]);
    expect(mapped.fields).toEqual([
      { name: "email", message: "This address already has an account" },
      { name: "name", message: "Too long" },
      { name: "price", message: "Too high" },
      { name: "iban", message: "IBAN is not a valid IBAN" },
    ]);
  });

  it("makes whole sentences of the server's predicates", () => {
    const mapped = mapProblem(problem([{ pointer: "/venue_name", message: "is longer than 200 characters" }]), [
      "venue_name",
    ]);
    expect(mapped.fields[0]?.message).toBe("Venue name is longer than 200 characters");
  });

  it("finds the field of a list's item", () => {
    const mapped = mapProblem(problem([{ pointer: "/variations/1/name/de", message: "is missing" }]), ["variations"]);
    expect(mapped.fields).toEqual([{ name: "variations.1.name", message: "Name is missing" }]);
  });

  it("keeps what belongs to no field for the top of the page", () => {
    expect(mapProblem(problem([{ pointer: "/secret", message: "Unknown field" }]), ["name"]).general).toEqual([
      "Unknown field",
    ]);
    expect(mapProblem(problem([], "Somebody else changed it."), ["name"]).general).toEqual([
      "Not saved. Somebody else changed it.",
    ]);
  });
});

describe("the error summary", () => {
  it("lists nested errors with the path of their field", () => {
    const errors = {
      name: { type: "x", message: "Enter a name" },
      lines: [{ quantity: { type: "x", message: "Too many" } }],
    };
    expect(summaryItems(errors as never)).toEqual([
      { name: "name", message: "Enter a name" },
      { name: "lines.0.quantity", message: "Too many" },
    ]);
  });
});
