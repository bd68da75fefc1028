/** One wrong field, as RFC 9457 problem documents of the API name it. */
export interface FieldProblem {
  /** JSON pointer into the request body, for example `/lines/0/quantity`. */
  pointer: string;
  code: string;
  message: string;
}

/** The body of an `application/problem+json` answer (RFC 9457). */
export interface ProblemDocument {
  type?: string;
  title?: string;
  status?: number;
  code?: string;
  detail?: string;
  errors?: FieldProblem[];
  correlation_id?: string;
}

/** A refused or failed request. `status` 0 means that no answer came at all. */
export class ApiProblem extends Error {
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly status: number;
  readonly errors: FieldProblem[];
  readonly correlationId: string | null;

  constructor(document: ProblemDocument) {
    const title = document.title ?? "The request failed";
    super(document.detail ? `${title}: ${document.detail}` : title);
    this.name = "ApiProblem";
    this.code = document.code ?? "http.unknown";
    this.title = title;
    this.detail = document.detail ?? "";
    this.status = document.status ?? 0;
    this.errors = document.errors ?? [];
    this.correlationId = document.correlation_id ?? null;
  }

  /** True when the same request may succeed later without any change. */
  get retryable(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  /** The request never reached the server. */
  static offline(): ApiProblem {
    return new ApiProblem({
      code: "network.unreachable",
      title: "The server could not be reached",
      detail: "Check the connection and try again. Nothing was saved.",
      status: 0,
    });
  }

  /** Reads a failed answer, also one that some proxy wrote instead of the API. */
  static async from(response: Response): Promise<ApiProblem> {
    const fallback: ProblemDocument = {
      code: `http.${response.status}`,
      title: response.status >= 500 ? "The server failed to answer" : "The request was refused",
      status: response.status,
    };
    const correlation = response.headers.get("x-correlation-id");
    if (correlation) fallback.correlation_id = correlation;
    if (!response.headers.get("content-type")?.includes("json")) return new ApiProblem(fallback);
    const body: unknown = await response.json().catch(() => null);
    return new ApiProblem(body && typeof body === "object" ? { ...fallback, ...body } : fallback);
  }
}

/** `/lines/0/quantity` → `lines.0.quantity`, with the escapes of RFC 6901 undone. */
export function pointerToPath(pointer: string): string {
  return pointer
    .replace(/^#/, "")
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .join(".");
}
