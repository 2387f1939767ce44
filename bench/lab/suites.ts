import type { Contender } from "./lab.ts";

const args = (s: string) => s.split(" ");
const small = args("-clients 200 -room-size 50 -senders 20 -window 8 -warmup 10s -secs 8s");
const large = args("-clients 1000 -room-size 100 -senders 50 -window 4 -warmup 10s -secs 8s");
const paced = (rate: number) => args(`-clients 1000 -room-size 100 -senders 100 -rate ${rate} -warmup 10s -secs 8s`);
const idle = (n: number) => args(`-mode idle -clients ${n} -room-size 50 -hold 20s`);
const sio = ["-adapter", "socketio"], sioPath = "/socket.io/?EIO=4&transport=websocket";

const tmp = Deno.env.get("BENCH_TMP") ?? "";

/** The product, on PostgreSQL or on the embedded store, with the same load users laid out in the same rooms. */
function freshet(load: string[], store: "postgres" | "embedded" = "postgres"): Contender {
  const after = (flag: string) => load[load.indexOf(flag) + 1] ?? "";
  return {
    name: store === "embedded" ? "freshet-embedded" : "freshet",
    peer: "freshet",
    env: {
      CLIENTS: after("-clients"),
      ROOM_SIZE: after("-room-size"),
      ...(store === "embedded" ? { STORE: store } : {}),
    },
    load: [
      ...[
        "-tokens",
        `${tmp}/tokens.txt`,
        "-room-ids",
        `${tmp}/rooms.txt`,
        "-protocol",
        "freshet.v1",
        "-join",
        "",
        "-ready",
        "Welcome",
      ],
      ...["-send", '{"type":"group","group_id":"{room}","client_id":"{cid}","content":"{content}"}'],
      ...load,
    ],
    store: store === "postgres",
    countDatabase: "freshet_bench",
    settle: 1500,
  };
}

/** The two ordinary designs a user would otherwise have, the product, and what its way of storing and sending does alone. */
const peers = (load: string[]): Contender[] => [
  { name: "go-seed", peer: "go-seed", load, store: true },
  { name: "socketio", peer: "socketio", load: [...sio, ...load], path: sioPath, store: true },
  { name: "bare", peer: "bare", load, store: true },
  freshet(load),
  freshet(load, "embedded"),
];

/** Two instances each, half of every room on either, over Redis. */
const pairs = (load: string[]): Contender[] => [
  { name: "go-seed-2", peer: "go-seed", load, store: true, redis: true, instances: 2 },
  { ...freshet(load), name: "freshet-2", redis: true, instances: 2 },
];

export const suites: Record<string, Contender[]> = {
  smoke: peers(args("-clients 100 -room-size 50 -senders 10 -window 4 -warmup 500ms -secs 2s")),
  store: peers(small),
  "store-large": peers(large),
  "paced-200": peers(paced(200)),
  "paced-1000": peers(paced(1000)),
  "two-smoke": pairs(args("-clients 100 -room-size 50 -senders 10 -window 4 -warmup 500ms -secs 2s")),
  two: pairs(small),
  "two-large": pairs(large),
  "idle-2000": peers(idle(2000)),
  "idle-10000": peers(idle(10000)),
};
