/**
 * What signing in gives away and what it costs others: deno task bench sign-in [tries]. On the embedded store, with
 * passwords at the usual cost.
 *
 * 1. Wrong passwords for people who exist and for names that nobody has, in turn: the medians of both times, their
 *    ratio, and the probability that such a difference comes by chance.
 * 2. Messages between two people, first alone and then while 50 people try to sign in at once, again and again: the 50th
 *    and the 99th percentile of the time until a message is acknowledged.
 */
import { connect, people, type Person, register, request, type TestConnection } from "@/tests/support/client.ts";
import { startServer } from "@/tests/support/server.ts";

const TRIES = Number(Deno.args[0] ?? 500);
const MESSAGES = 200;
const BETWEEN_MS = 25;
const AT_ONCE = 50;

const say = (line: string) => Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
const sorted = (times: readonly number[]) => times.toSorted((a, b) => a - b);
const share = (times: readonly number[], part: number) => sorted(times)[Math.floor(times.length * part)] ?? 0;
const signIn = (person: Person, email: string) =>
  request(person.target, "POST", "/api/v1/auth/login", { body: { email, password: "not the password" } });

async function compareTimes(person: Person): Promise<void> {
  const known: number[] = [];
  const unknown: number[] = [];
  for (let n = 0; n < TRIES; n++) {
    for (const [times, email] of [[known, person.email], [unknown, `nobody-${n}@example.org`]] as const) {
      const startedAt = performance.now();
      const { status } = await signIn(person, email);
      times.push(performance.now() - startedAt);
      if (status !== 401) throw new Error(`A wrong password was answered with ${status}`);
    }
  }
  const [one, other] = [share(known, 0.5), share(unknown, 0.5)];
  say(`${TRIES} wrong passwords each: known ${one.toFixed(1)} ms, unknown ${other.toFixed(1)} ms (medians)`);
  say(`ratio ${(one / other).toFixed(3)}, p ${mannWhitney(known, unknown).toFixed(4)}`);
}

/**
 * The two-sided p of the rank-sum test of Mann and Whitney ("On a Test of Whether one of Two Random Variables is
 * Stochastically Larger than the Other", 1947), by the normal approximation: times have no ties to speak of.
 */
function mannWhitney(one: readonly number[], other: readonly number[]): number {
  const ranked = [...one.map((time) => ({ time, isOne: true })), ...other.map((time) => ({ time, isOne: false }))]
    .toSorted((a, b) => a.time - b.time);
  const rankSum = ranked.reduce((sum, { isOne }, index) => sum + (isOne ? index + 1 : 0), 0);
  const u = rankSum - one.length * (one.length + 1) / 2;
  const deviation = Math.sqrt(one.length * other.length * (one.length + other.length + 1) / 12);
  return 2 * (1 - normal(Math.abs(u - one.length * other.length / 2) / deviation));
}

/** The standard normal distribution at `z` of 0 or more: Abramowitz and Stegun, formula 26.2.17, to 7.5e-8. */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const terms = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429];
  const tail = terms.reduce((sum, factor, index) => sum + factor * t ** (index + 1), 0);
  return 1 - Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * tail;
}

async function talk(from: TestConnection, to: Person): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < MESSAGES; n++) {
    const startedAt = performance.now();
    await from.say({ type: "private", to: to.id, content: `message ${n}` });
    times.push(performance.now() - startedAt);
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
  }
  return times;
}

const figures = (what: string, times: readonly number[]) =>
  say(`${what.padEnd(40)} p50 ${share(times, 0.5).toFixed(1)} ms   p99 ${share(times, 0.99).toFixed(1)} ms`);

async function compareChat(ann: Person, bob: Person): Promise<void> {
  await using socket = await connect(ann);
  figures("messages, nobody signing in", await talk(socket, bob));
  let isOver = false;
  let tries = 0;
  const storm = Array.from({ length: AT_ONCE }, async (_, n) => {
    while (!isOver) {
      await signIn(bob, n % 2 === 0 ? bob.email : `nobody-${n}@example.org`);
      tries++;
    }
  });
  const times = await talk(socket, bob);
  isOver = true;
  await Promise.all(storm);
  figures(`messages, ${AT_ONCE} signing in (${tries} tries)`, times);
}

const server = await startServer({ env: { FRESHET_BCRYPT_COST: "12", FRESHET_LIMITS: "off", LOG_LEVEL: "error" } });
try {
  const [ann, bob] = await people(server, "ann", "bob");
  if (!ann || !bob) throw new Error("Nobody could register");
  await compareTimes(await register(server, "cy"));
  await compareChat(ann, bob);
} finally {
  await server[Symbol.asyncDispose]();
}
