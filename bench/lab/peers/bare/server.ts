// Freshet's way of storing and sending with nothing of a chat service around it: no sign-in, membership, numbers, repeats,
// limits, receipts or search. What it does on a machine is about the most that the product can do there.
import postgres from "postgres";

interface Draft {
  readonly room: string;
  readonly sender: string;
  readonly content: string;
}

interface Room {
  readonly sockets: WebSocket[];
  texts: string[];
}

const MOST = 200;
const GATHER_MS = 2;

const sql = postgres(Deno.env.get("DATABASE_URL") ?? "", { max: 1 });
const rooms = new Map<string, Room>();
let dirty = new Set<Room>();
let queue: Draft[] = [];
let isWriting = false;
let people = 0;

const nextTurn = () => new Promise<void>((resolve) => void setImmediate(resolve));

/** One frame for each socket of a room and turn of the event loop. */
function say(room: Room, text: string): void {
  room.texts.push(text);
  if (dirty.size === 0) setImmediate(sendAll);
  dirty.add(room);
}

function sendAll(): void {
  const rooms = dirty;
  dirty = new Set();
  for (const room of rooms) {
    const frame = room.texts.length === 1 ? room.texts[0] ?? "" : `[${room.texts.join(",")}]`;
    room.texts = [];
    for (const socket of room.sockets) socket.send(frame);
  }
}

/** One insert at a time; what comes meanwhile goes into the next. */
async function write(): Promise<void> {
  isWriting = true;
  await Promise.resolve();
  while (queue.length > 0) {
    const batch = queue.splice(0, MOST);
    const rows = await sql<{ id: string; created_at: Date }[]>`
      insert into messages (group_id, sender_id, content)
      select room, sender, content
      from unnest(
        ${batch.map((draft) => draft.room)}::text[],
        ${batch.map((draft) => draft.sender)}::text[],
        ${batch.map((draft) => draft.content)}::text[]
      ) with ordinality as d (room, sender, content, ord)
      order by ord
      returning id, created_at`;
    batch.forEach(({ room, sender, content }, at) => {
      const frame = { type: "group", id: rows[at]?.id, group_id: room, sender_id: sender, content };
      say(roomOf(room), JSON.stringify({ ...frame, created_at: rows[at]?.created_at }));
    });
    const endsAtMs = performance.now() + GATHER_MS;
    while (queue.length < batch.length / 2 && performance.now() < endsAtMs) await nextTurn();
  }
  isWriting = false;
}

function roomOf(id: string): Room {
  let room = rooms.get(id);
  if (!room) rooms.set(id, room = { sockets: [], texts: [] });
  return room;
}

Deno.serve({ port: Number(Deno.env.get("PORT")), hostname: "127.0.0.1" }, (request) => {
  const { socket, response } = Deno.upgradeWebSocket(request);
  const sender = `user${people++}`;
  socket.onmessage = ({ data }) => {
    const { type, group_id: room, content } = JSON.parse(data);
    if (type === "join") {
      roomOf(room).sockets.push(socket);
      socket.send('{"type":"joined"}');
      return;
    }
    queue.push({ room, sender, content });
    if (!isWriting) void write();
  };
  return response;
});
