import { ApiProblem } from "./problem";
import type { paths } from "./schema.gen";

type Method = "get" | "put" | "post" | "patch" | "delete";
type AnyPath = keyof paths;
type Operation<P extends AnyPath, M extends Method> = paths[P][M];

/** The paths that offer a method. */
export type PathsWith<M extends Method> = {
  [P in AnyPath]: Operation<P, M> extends { responses: unknown } ? P : never;
}[AnyPath];

type Content<R> = R extends { content: infer C } ? C[keyof C] : undefined;
type Success<O> = O extends { responses: infer R } ? Content<R[keyof R & (200 | 201 | 202 | 204)]> : never;
type JsonOrBlob<B> = B extends { content: infer C } ? (C extends { "application/json": infer J } ? J : Blob) : never;
type BodyOf<O> = O extends { requestBody?: infer B }
  ? [NonNullable<B>] extends [never]
    ? never
    : JsonOrBlob<NonNullable<B>>
  : never;
type PathOf<O> = O extends { parameters: { path: infer P } } ? P : never;
type QueryOf<O> = O extends { parameters: { query?: infer Q } } ? NonNullable<Q> : never;

type Params<O> = ([PathOf<O>] extends [never] ? { path?: never } : { path: PathOf<O> }) & { query?: QueryOf<O> };
type Init<O> = ([PathOf<O>] extends [never] ? { params?: Params<O> } : { params: Params<O> }) &
  ([BodyOf<O>] extends [never] ? { body?: never } : { body: BodyOf<O> }) & {
    signal?: AbortSignal;
    /** Sent as `Idempotency-Key`: the same key makes a repeated write harmless for 24 hours. */
    idempotencyKey?: string;
    /** Sent as `If-Match`: the version that was read, without which nothing is changed. */
    ifMatch?: number;
  };
type Args<O> = object extends Init<O> ? [init?: Init<O>] : [init: Init<O>];

/** What an operation answers with when it succeeds. */
export type Answer<P extends AnyPath, M extends Method> = Success<Operation<P, M>>;
/** What an operation takes as its body. */
export type Body<P extends AnyPath, M extends Method> = BodyOf<Operation<P, M>>;

interface AnyInit {
  params?: { path?: object; query?: object };
  body?: unknown;
  signal?: AbortSignal;
  idempotencyKey?: string;
  ifMatch?: number;
}

let csrfToken: string | null = null;

/** Remembers the token that every writing request has to carry; session answers set it by themselves. */
export function setCsrfToken(token: string | null): void {
  csrfToken = token;
}

let bearer: string | null = null;

/** Speaks as a device with this secret, and no longer as whoever is signed in; null speaks as them again. */
export function setBearer(secret: string | null): void {
  bearer = secret;
}

/** Proves again who one is; resolves to whether that worked. */
export type StepUp = () => Promise<boolean>;

let stepUp: StepUp | null = null;

/** What to do when an operation wants a recent proof of who one is; afterwards the request is sent again. */
export function setStepUp(handler: StepUp | null): void {
  stepUp = handler;
}

/** Fills `{placeholders}` and appends the query, leaving out what is undefined or empty. */
export function buildUrl(template: string, path: object = {}, query: object = {}): string {
  const values = new Map(Object.entries(path));
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(values.get(name) ?? "")),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") search.set(name, String(value));
  }
  return search.size > 0 ? `${filled}?${search}` : filled;
}

/** Whether a recent proof was all that a request wanted, and somebody has just given it. */
async function proves(problem: ApiProblem): Promise<boolean> {
  return problem.code === "auth.step_up_required" && ((await stepUp?.()) ?? false);
}

/** A file as it is to be saved. */
export interface Download {
  content: Blob;
  name: string;
}

/** Fetches a file, with a recent proof of who one is where that is wanted. Throws `ApiProblem`. */
export async function download(url: string, provedAgain = false): Promise<Download> {
  const response = await fetch(url, { credentials: "same-origin" }).catch(() => {
    throw ApiProblem.offline();
  });
  if (response.ok) {
    const [, name] = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "") ?? [];
    return { content: await response.blob(), name: name ?? "download" };
  }
  const problem = await ApiProblem.from(response);
  if (!provedAgain && (await proves(problem))) return download(url, true);
  throw problem;
}

async function send(method: Method, template: string, init: AnyInit = {}, provedAgain = false): Promise<unknown> {
  const headers = new Headers({ accept: "application/json" });
  // A removal that was sent while the page is left still arrives.
  const request: RequestInit = {
    method: method.toUpperCase(),
    headers,
    credentials: "same-origin",
    keepalive: method === "delete",
  };
  if (bearer) {
    headers.set("authorization", `Bearer ${bearer}`);
    request.credentials = "omit";
  }
  if (init.signal) request.signal = init.signal;
  if (init.body instanceof Blob) {
    headers.set("content-type", init.body.type || "application/octet-stream");
    request.body = init.body;
  } else if (init.body !== undefined) {
    headers.set("content-type", "application/json");
    request.body = JSON.stringify(init.body);
  }
  if (method !== "get" && csrfToken) headers.set("x-csrf-token", csrfToken);
  if (init.idempotencyKey) headers.set("idempotency-key", init.idempotencyKey);
  if (init.ifMatch !== undefined) headers.set("if-match", `"${init.ifMatch}"`);
  const url = buildUrl(template, init.params?.path, init.params?.query);
  const response = await fetch(url, request).catch((error: unknown) => {
    throw init.signal?.aborted ? error : ApiProblem.offline();
  });
  if (!response.ok) {
    const problem = await ApiProblem.from(response);
    if (!provedAgain && (await proves(problem))) return send(method, template, init, true);
    throw problem;
  }
  const isJson = response.headers.get("content-type")?.includes("json");
  const answer: unknown = isJson ? await response.json() : undefined;
  if (answer && typeof answer === "object" && "csrf_token" in answer) setCsrfToken(String(answer.csrf_token));
  return answer;
}

function verb<M extends Method>(method: M) {
  return <P extends PathsWith<M>>(path: P, ...[init]: Args<Operation<P, M>>): Promise<Answer<P, M>> =>
    send(method, path, init as AnyInit) as Promise<Answer<P, M>>;
}

/** The typed client: `api.GET("/api/v1/…", { params: { path: { org } } })`. Throws `ApiProblem`. */
export const api = {
  GET: verb("get"),
  POST: verb("post"),
  PUT: verb("put"),
  PATCH: verb("patch"),
  DELETE: verb("delete"),
};
