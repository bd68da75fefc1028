import { describe, expect, it } from "vitest";
import { creationOptions, fromBase64Url, requestOptions, toBase64Url } from "./passkeys";

describe("what passes between browser and API", () => {
  it("is base64url without padding, there and back", () => {
    for (const text of ["", "-_8", "AQIDBA", "__79_A"]) {
      expect(toBase64Url(fromBase64Url(text).buffer)).toBe(text);
    }
    expect([...fromBase64Url("-_8")]).toEqual([251, 255]);
  });

  it("has its bytes where the browser wants bytes, and the rest as it was", () => {
    const made = creationOptions({
      challenge: "AQID",
      rp: { id: "tessera.example", name: "Tessera" },
      user: { id: "BAU", name: "ada@example.org", displayName: "Ada" },
      pubKeyCredParams: [{ type: "public-key", alg: -7 }],
      excludeCredentials: [{ id: "Bgc", type: "public-key", transports: ["internal"] }],
      authenticatorSelection: { residentKey: "required" },
    });
    expect(made.challenge).toEqual(new Uint8Array([1, 2, 3]));
    expect(made.user).toMatchObject({ id: new Uint8Array([4, 5]), displayName: "Ada" });
    expect(made.excludeCredentials?.[0]).toMatchObject({ id: new Uint8Array([6, 7]), transports: ["internal"] });
    expect(made.authenticatorSelection).toEqual({ residentKey: "required" });
  });

  it("asks for any passkey when none is named", () => {
    const asked = requestOptions({ challenge: "AQID", rpId: "tessera.example", userVerification: "required" });
    expect(asked).toMatchObject({ allowCredentials: [], rpId: "tessera.example", userVerification: "required" });
  });
});
