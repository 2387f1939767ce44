import assert from "node:assert/strict";
import { type Frame, FrameQueue } from "./frames.ts";
import { within } from "./wait.ts";

/** Where the product answers: an address, and for a product inside this process its handler. */
export interface Target {
  readonly url: string;
  readonly fetch?: (request: Request) => Response | Promise<Response>;
}

/** Somebody who has registered. */
export interface Person {
  readonly target: Target;
  readonly id: string;
  readonly username: string;
  readonly email: string;
  readonly password: string;
  readonly token: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON body; null when there is none. */
  readonly body: Record<string, unknown>;
}

/** How long a frame may take. A passing test does not wait for it; a busy machine may. */
const FRAME_MS = 20_000;

/** Registers people under these names, in this order, so that the first is the administrator of an empty product. */
export async function people(target: Target, ...names: string[]): Promise<Person[]> {
  const registered: Person[] = [];
  for (const name of names) registered.push(await register(target, name));
  return registered;
}

export async function register(target: Target, username: string, password = "correct horse 7"): Promise<Person> {
  const email = `${encodeURIComponent(username).replaceAll("%", "").toLowerCase()}@example.org`;
  const answer = await request(target, "POST", "/api/v1/auth/register", { body: { username, email, password } });
  return personOf(target, answer, 201, { username, email, password });
}

/** A second sign-in of the same person: another token, another session. */
export async function login(target: Target, { username, email, password }: Person): Promise<Person> {
  const answer = await request(target, "POST", "/api/v1/auth/login", { body: { email, password } });
  return personOf(target, answer, 200, { username, email, password });
}

/** A JSON request on somebody's behalf. */
export const api = (person: Person, method: string, path: string, body?: unknown): Promise<Answer> =>
  request(person.target, method, path, { body, token: person.token });

/** A JSON request by anybody. */
export async function request(
  target: Target,
  method: string,
  path: string,
  { body, token, headers = {} }: { body?: unknown; token?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const sent = new Request(new URL(path, target.url), {
    method,
    headers: {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    redirect: "manual",
  });
  const response = await (target.fetch ?? fetch)(sent);
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json");
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : null };
}

export interface ConnectOptions {
  /** Another address than the one the person registered at: a second instance, nginx, a proxy. */
  readonly url?: string;
  /** `query` is how reference clients come, one object a frame; `bearer` offers `freshet.v1` and takes arrays. */
  readonly as?: "query" | "bearer";
}

/** Opens a socket and waits for the welcome. */
export async function connect(person: Person, { url = person.target.url, as = "bearer" }: ConnectOptions = {}) {
  const address = new URL("/ws", url);
  address.protocol = address.protocol.replace("http", "ws");
  if (as === "query") address.searchParams.set("token", person.token);
  const socket = new WebSocket(address, as === "bearer" ? ["freshet.v1", `bearer.${person.token}`] : []);
  const connection = new TestConnection(socket, person);
  try {
    await connection.next("system");
  } catch (error) {
    await connection.close();
    throw error;
  }
  return connection;
}

/** One open socket of a person, with everything it has received. */
export class TestConnection implements AsyncDisposable {
  readonly person: Person;
  readonly closed: Promise<CloseEvent>;
  #socket: WebSocket;
  #frames = new FrameQueue();

  constructor(socket: WebSocket, person: Person) {
    this.person = person;
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      const parsed = JSON.parse(data);
      for (const frame of Array.isArray(parsed) ? parsed : [parsed]) this.#frames.push(frame);
    };
    socket.onerror = () => {}; // `close` follows and is what tests look at
    this.closed = new Promise((resolve) =>
      socket.onclose = (event) => {
        this.#frames.end(`close code ${event.code} ${event.reason}`);
        resolve(event);
      }
    );
  }

  /** Everything that came, in order, taken or not. */
  get frames(): readonly Frame[] {
    return this.#frames.all;
  }

  send(frame: Record<string, unknown>): void {
    this.#socket.send(JSON.stringify(frame));
  }

  sendText(text: string): void {
    this.#socket.send(text);
  }

  /** The next frame of this type that nobody has taken yet; waits for it if need be. */
  next(type: string, where?: (frame: Frame) => boolean): Promise<Frame> {
    return this.#frames.next({ type, where }, FRAME_MS);
  }

  /** Sends a message and waits for its `ack`; an `error` for it is thrown. */
  async say(frame: Record<string, unknown>): Promise<Frame> {
    const clientId = frame.client_id ?? crypto.randomUUID();
    const mine = ({ client_id }: Frame) => client_id === clientId;
    const refused = new AbortController();
    this.send({ ...frame, client_id: clientId });
    try {
      return await Promise.race([
        this.#frames.next({ type: "ack", where: mine }, FRAME_MS, refused.signal),
        this.#frames.next({ type: "error", where: mine }, FRAME_MS, refused.signal).then((error) => {
          throw new Error(`Refused: ${JSON.stringify(error)}`);
        }),
      ]);
    } finally {
      refused.abort();
    }
  }

  /** Everything the server had handed to this socket before now has come: `pong` answers our `ping` behind it. */
  async settle(): Promise<void> {
    this.send({ type: "ping" });
    await this.next("pong");
  }

  /** Asserts that no frame of this type is untaken. Call `settle`, or wait for another's frame, first. */
  expectNone(type: string, where?: (frame: Frame) => boolean): void {
    assert.equal(this.#frames.take({ type, where }), undefined, `${this.person.username} received a ${type} frame`);
  }

  async close(): Promise<void> {
    this.#socket.close();
    await within(this.closed, "the socket to close");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

function personOf(
  target: Target,
  { status, body }: Answer,
  expected: number,
  who: Pick<Person, "username" | "email" | "password">,
): Person {
  assert.equal(status, expected, `${who.username}: ${JSON.stringify(body)}`);
  const { user, token } = body as { user: { id: string }; token: string };
  return { target, id: user.id, token, ...who };
}
