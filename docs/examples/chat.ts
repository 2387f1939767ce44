/**
 * A chat client for the command line, as small as it can be and still miss nothing.
 *
 *   deno run --allow-net docs/examples/chat.ts http://127.0.0.1:8000 ann@example.org password
 *
 * A line `@bob hello` goes to a person, `#Harbour hello` to a group; what others say is printed. End the input to leave.
 */
type Frame = Record<string, unknown> & { readonly type: string };

const [base = "http://127.0.0.1:8000", email = "", password = ""] = Deno.args;
const api = async (method: string, path: string, body?: unknown): Promise<Record<string, unknown>> => {
  const headers = { "content-type": "application/json", ...token ? { authorization: `Bearer ${token}` } : {} };
  const response = await fetch(new URL(path, base), { method, headers, body: body ? JSON.stringify(body) : undefined });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return await response.json();
};

let token = "";
token = String((await api("POST", "/api/v1/auth/login", { email, password })).token);

/** What conversations are called. */
const places = new Map<string, string>();
/** Where I stand in each conversation, and facts that came before the ones between. */
const cursors = new Map<string, number>();
const early = new Map<string, Map<number, Frame>>();
/** Messages without an answer: sent again on every connection, with the same client id, until there is one. */
const unanswered = new Map<string, Frame>();
let socket: WebSocket | undefined;
let attempts = 0;
let hasLeft = false;

for (const { id, name, last_seq } of (await api("GET", "/api/v1/conversations")).conversations as Frame[]) {
  places.set(String(id), String(name));
  cursors.set(String(id), Number(last_seq));
}
connect();
let typed = "";
for await (const chunk of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
  const lines = (typed + chunk).split("\n");
  typed = lines.pop() ?? "";
  for (const line of lines) await say(line).catch((error) => console.log(`! ${error.message}`));
}
while (unanswered.size > 0) await new Promise((resolve) => setTimeout(resolve, 50));
hasLeft = true;
socket?.close();

function connect(): void {
  const opened = socket = new WebSocket(new URL("/ws", base.replace("http", "ws")), ["freshet.v1", `bearer.${token}`]);
  opened.onmessage = ({ data }) => [JSON.parse(data)].flat().forEach(receive);
  opened.onerror = () => {};
  opened.onclose = ({ code }) => {
    if (hasLeft) return;
    if (code >= 4500) Deno.exit(1);
    setTimeout(connect, Math.random() * Math.min(30_000, 1_000 * 2 ** attempts++));
  };
}

function send(frame: Frame): void {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
}

function resume(): void {
  send({ type: "resume", cursors: Object.fromEntries(cursors) });
}

function receive(frame: Frame): void {
  const id = String(frame.conversation_id);
  switch (frame.type) {
    case "system":
      attempts = 0;
      resume();
      return unanswered.forEach(send);
    case "ack":
      return void unanswered.delete(String(frame.client_id));
    case "error":
      // Another try can help with these; they stay, and go out again with the next connection.
      if (frame.retry_after_ms) return void setTimeout(() => unanswered.forEach(send), Number(frame.retry_after_ms));
      unanswered.delete(String(frame.client_id));
      return console.log(`! ${frame.error}`);
    case "reload":
      return void cursors.set(id, Number(frame.seq));
    case "heads":
    case "resumed":
      return Object.entries(frame.heads as Record<string, number>).forEach(([place, head]) => catchUp(place, head));
  }
  const isState = ["read", "delivered", "typing", "conversation_removed"].includes(frame.type);
  if (typeof frame.seq === "number" && !isState) take(id, frame.seq, frame);
}

/** Numbers have no holes: what comes early waits for what is between. */
function take(id: string, seq: number, frame: Frame): void {
  const held = early.get(id) ?? new Map<number, Frame>();
  early.set(id, held.set(seq, frame));
  let cursor = cursors.get(id) ?? seq - 1;
  for (let next = held.get(cursor + 1); next; next = held.get(cursor + 1)) {
    show(next, ++cursor);
    held.delete(cursor);
  }
  cursors.set(id, cursor);
  if ([...held.keys()].some((other) => other > cursor)) catchUp(id, seq);
  else held.clear();
}

function catchUp(id: string, head: number): void {
  if (!cursors.has(id)) return void cursors.set(id, head);
  setTimeout(() => head > (cursors.get(id) ?? 0) && resume(), 300);
}

function show(frame: Frame, seq: number): void {
  const place = places.get(String(frame.conversation_id)) ?? "";
  console.log(`${place} ${seq} ${frame.from_name ?? "*"}: ${frame.text ?? frame.content ?? frame.type}`);
}

/** `@name text` or `#group text`. */
async function say(line: string): Promise<void> {
  const [, sign, name = "", content = ""] = /^([@#])(\S+)\s+(.*)$/.exec(line) ?? [];
  if (!sign) return console.log("! write @name text, or #group text");
  const query = encodeURIComponent(name);
  const found = sign === "@"
    ? ((await api("GET", `/api/v1/users/search?q=${query}`)).users as Frame[]).find(({ username }) => username === name)
    : { id: [...places].find(([, place]) => place === name)?.[0] };
  if (!found?.id) return console.log(`! nobody and nothing is called ${name}`);
  const clientId = crypto.randomUUID();
  const target = sign === "@" ? { type: "private", to: found.id } : { type: "group", group_id: found.id };
  const frame = { ...target, content, client_id: clientId };
  unanswered.set(clientId, frame);
  send(frame);
}
