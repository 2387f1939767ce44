/** A request that failed: refused by the server with its code and sentence, or not answered at all (`status` 0, `unreachable`). */
export class ApiError extends Error {
  override name = "ApiError";
  readonly status: number;
  readonly code: string;
  readonly retryAfterMs: number | undefined;

  constructor(status: number, code: string, text: string, retryAfterMs?: number) {
    super(text);
    this.status = status;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

export type Fetch = (path: string, init: RequestInit) => Promise<Response>;

const TIMEOUT_MS = 20_000;

/** The REST interface with the session cookie: JSON in, JSON out. */
export class Api {
  readonly #fetch: Fetch;

  constructor(fetch: Fetch) {
    this.#fetch = fetch;
  }

  get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return this.#send("GET", path, undefined, signal);
  }

  post<T>(path: string, body: unknown = {}, signal?: AbortSignal): Promise<T> {
    return this.#send("POST", path, body, signal);
  }

  put<T>(path: string, body: unknown = {}): Promise<T> {
    return this.#send("PUT", path, body);
  }

  delete<T>(path: string): Promise<T> {
    return this.#send("DELETE", path);
  }

  async #send<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
    const response = await this.#answer(path, {
      method,
      credentials: "same-origin",
      cache: "no-store",
      headers: {
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: signal ?? AbortSignal.timeout(TIMEOUT_MS),
    });
    const answer: unknown = await response.json().catch(() => null);
    if (response.ok) return answer as T;
    throw refusalOf(response, answer);
  }

  async #answer(path: string, init: RequestInit): Promise<Response> {
    try {
      return await this.#fetch(path, init);
    } catch {
      throw new ApiError(0, "unreachable", "The server cannot be reached");
    }
  }
}

function refusalOf(response: Response, answer: unknown): ApiError {
  const { error, code } = isRecord(answer) ? answer : { error: undefined, code: undefined };
  const seconds = Number(response.headers.get("retry-after"));
  return new ApiError(
    response.status,
    typeof code === "string" ? code : response.status >= 500 ? "unavailable" : "bad_request",
    typeof error === "string" ? error : response.statusText,
    seconds > 0 ? seconds * 1_000 : undefined,
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
