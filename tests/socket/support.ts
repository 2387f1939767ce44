import { LIMITS } from "@/lib/protocol/limits.ts";
import { openTestApp, type TestApp, type TestAppOptions } from "@/tests/api/support.ts";
import { isAddressGiven, isUsual } from "@/tests/support/elsewhere.ts";
import { api, connect, people, type Person, type TestConnection } from "@/tests/support/client.ts";

export interface SocketServer extends AsyncDisposable {
  readonly url: string;
  readonly isElsewhere: boolean;
  readonly parts: TestApp["parts"];
}

/** The whole product in this process, on a real port. */
export async function openSocketServer(options: TestAppOptions = {}): Promise<SocketServer> {
  // Rates are off in tests that do not ask for them; caps are not.
  const { socketsPerPerson, socketsPerAddress } = LIMITS;
  if (isAddressGiven() && !options.limits && !options.own && isUsual(options.env)) return await openTestApp(options);
  const app = await openTestApp({ ...options, limits: { socketsPerPerson, socketsPerAddress, ...options.limits } });
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    (request, info) => app.fetch(request, info.remoteAddr.hostname),
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    isElsewhere: false,
    parts: app.parts,
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]();
      await server.shutdown();
    },
  };
}

/** Registers people; they come as a tuple, so that a test can name them. */
export async function crowd<const Names extends readonly string[]>(
  server: SocketServer,
  ...names: Names
): Promise<{ [K in keyof Names]: Person }> {
  return await people({ url: server.url }, ...names) as { [K in keyof Names]: Person };
}

/** A group of these people, owned by the first; its id. */
export async function makeGroup(owner: Person, ...members: Person[]): Promise<string> {
  const { body } = await api(owner, "POST", "/api/v1/groups", {
    name: "Harbour",
    member_ids: members.map(({ id }) => id),
  });
  return (body.group as { id: string }).id;
}

/** Sockets that end with the test, whatever happens in it. */
export class Sockets implements AsyncDisposable {
  readonly #open: TestConnection[] = [];

  async connect(person: Person, options: Parameters<typeof connect>[1] = {}): Promise<TestConnection> {
    const connection = await connect(person, options);
    this.#open.push(connection);
    return connection;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#open.map((connection) => connection.close()));
  }
}

/** Numbers of the facts of a conversation that a socket got, in the order they came. */
export function seqsOf(connection: TestConnection, conversationId: string): number[] {
  const facts = new Set(["private", "group", "edited", "recalled", "reacted", "group_updated", "hidden"]);
  return connection.frames
    .filter(({ type, conversation_id: id }) =>
      id === conversationId && (facts.has(type) || type.startsWith("group_member"))
    )
    .map(({ seq }) => Number(seq));
}
