import { afterEach, describe, expect, it, vi } from "vitest";
import { api, buildUrl, download, setBearer, setCsrfToken, setStepUp } from "./client";
import { ApiProblem, pointerToPath } from "./problem";

const json = (body: unknown, status = 200, type = "application/json") =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": type } });

function answering(response: Response) {
  const fetch = vi.fn(async (_url: string, _init: RequestInit) => response);
  vi.stubGlobal("fetch", fetch);
  return fetch;
}

afterEach(() => {
  vi.unstubAllGlobals();
  setCsrfToken(null);
  setBearer(null);
});

describe("addresses", () => {
  it("fill placeholders safely and leave out what is empty", () => {
    expect(buildUrl("/api/v1/o/{org}/e", { org: "a/b c" }, { q: "x&y", status: "", limit: 5, cursor: undefined })).toBe(
      "/api/v1/o/a%2Fb%20c/e?q=x%26y&limit=5",
    );
    expect(buildUrl("/api/v1/me")).toBe("/api/v1/me");
  });
});

describe("requests", () => {
  it("learn the CSRF token from the session and send it with writes only", async () => {
    answering(json({ person: {}, organisations: [], csrf_token: "t0k3n" }));
    await api.GET("/api/v1/me");
    const fetch = answering(new Response(null, { status: 204 }));
    await api.POST("/api/v1/auth/sign-out");
    expect(new Headers(fetch.mock.calls[0]?.[1].headers).get("x-csrf-token")).toBe("t0k3n");
    const read = answering(json({ items: [] }));
    await api.GET("/api/v1/organisations/{org}/events", { params: { path: { org: "x" } } });
    expect(new Headers(read.mock.calls[0]?.[1].headers).has("x-csrf-token")).toBe(false);
  });

  it("of a device carry its secret and no cookie", async () => {
    setBearer("tsd_x");
    const fetch = answering(json({ items: [] }));
    await api.GET("/api/v1/organisations/{org}/events", { params: { path: { org: "x" } } });
    const request = fetch.mock.calls[0]?.[1];
    expect(new Headers(request?.headers).get("authorization")).toBe("Bearer tsd_x");
    expect(request?.credentials).toBe("omit");
  });

  it("carry an idempotency key when told", async () => {
    const fetch = answering(json({}, 201));
    await api.POST("/api/v1/organisations/{org}/events/{event}/orders/{code}/mark-paid", {
      params: { path: { org: "o", event: "e", code: "ABC" } },
      body: { note: "" },
      idempotencyKey: "k1",
    });
    expect(new Headers(fetch.mock.calls[0]?.[1].headers).get("idempotency-key")).toBe("k1");
  });

  it("send a file as it is", async () => {
    const fetch = answering(json({}));
    const body = new Blob(["…"], { type: "image/png" });
    await api.PUT("/api/v1/organisations/{org}/events/{event}/cover", {
      params: { path: { org: "o", event: "e" } },
      body: body as never,
    });
    const init = fetch.mock.calls[0]?.[1];
    expect(new Headers(init?.headers).get("content-type")).toBe("image/png");
    expect(init?.body).toBe(body);
  });
});

describe("problems", () => {
  const refuse = (response: Response) => {
    answering(response);
    return api.GET("/api/v1/me").catch((error: unknown) => error as ApiProblem);
  };

  it("keep everything the server said", async () => {
    const problem = await refuse(
      json(
        {
          type: "/docs/errors#request.invalid",
          title: "Some fields need attention",
          status: 422,
          code: "request.invalid",
          errors: [{ pointer: "/email", code: "taken", message: "is taken" }],
          correlation_id: "c0ffee",
        },
        422,
        "application/problem+json",
      ),
    );
    expect(problem).toBeInstanceOf(ApiProblem);
    expect(problem).toMatchObject({ code: "request.invalid", status: 422, correlationId: "c0ffee", retryable: false });
    expect((problem as ApiProblem).errors).toHaveLength(1);
  });

  it("make sense of answers that some proxy wrote", async () => {
    const problem = await refuse(new Response("<h1>Bad gateway</h1>", { status: 502 }));
    expect(problem).toMatchObject({ code: "http.502", status: 502, retryable: true });
  });

  it("say so when nothing answered at all", async () => {
    vi.stubGlobal("fetch", vi.fn().mockRejectedValue(new TypeError("failed to fetch")));
    const problem = await api.GET("/api/v1/me").catch((error: unknown) => error);
    expect(problem).toMatchObject({ code: "network.unreachable", status: 0, retryable: true });
  });

  it("turn pointers into form paths", () => {
    expect(pointerToPath("/lines/0/quantity")).toBe("lines.0.quantity");
    expect(pointerToPath("/name/a~1b~0c")).toBe("name.a/b~c");
    expect(pointerToPath("")).toBe("");
  });
});

describe("a request that wants a recent proof of who one is", () => {
  const wanted = () =>
    json({ title: "Prove again", status: 403, code: "auth.step_up_required" }, 403, "application/problem+json");
  afterEach(() => setStepUp(null));

  it("is sent again, once, after the proof and with the token that came with it", async () => {
    setCsrfToken("old");
    const answers = [wanted(), json({ id: "key" })];
    const fetch = vi.fn(async (_url: string, _init: RequestInit) => answers.shift() ?? wanted());
    vi.stubGlobal("fetch", fetch);
    setStepUp(async () => {
      setCsrfToken("new");
      return true;
    });
    await expect(api.POST("/api/v1/me/totp")).resolves.toEqual({ id: "key" });
    expect(fetch.mock.calls.map(([, init]) => new Headers(init.headers).get("x-csrf-token"))).toEqual(["old", "new"]);
  });

  it("stays refused when there is no proof, and never asks twice", async () => {
    const fetch = vi.fn(async () => wanted());
    vi.stubGlobal("fetch", fetch);
    setStepUp(async () => false);
    await expect(api.POST("/api/v1/me/totp")).rejects.toMatchObject({ code: "auth.step_up_required" });
    expect(fetch).toHaveBeenCalledTimes(1);
    setStepUp(async () => true);
    await expect(api.POST("/api/v1/me/totp")).rejects.toMatchObject({ status: 403 });
    expect(fetch).toHaveBeenCalledTimes(3);
  });

  it("is a download, too", async () => {
    const csv = new Response("a,b", { headers: { "content-disposition": 'attachment; filename="orders-x.csv"' } });
    const answers = [wanted(), csv];
    vi.stubGlobal(
      "fetch",
      vi.fn(async () => answers.shift() ?? wanted()),
    );
    setStepUp(async () => true);
    const file = await download("/orders.csv");
    expect([file.name, await file.content.text()]).toEqual(["orders-x.csv", "a,b"]);
    await expect(download("/orders.csv")).rejects.toMatchObject({ code: "auth.step_up_required" });
  });
});
