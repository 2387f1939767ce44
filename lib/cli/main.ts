import { load } from "@/lib/env_file.ts";
import { check } from "./check.ts";
import { cluster } from "./cluster.ts";
import { promote } from "./promote.ts";
import { secret } from "./secret.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** One administration verb: prints what it found, and returns the exit code. */
export interface Verb {
  readonly help: string;
  run(env: Env, say: (line: string) => void, args: readonly string[]): Promise<number>;
}

const VERBS: ReadonlyMap<string, Verb> = new Map([["check", check], ["cluster", cluster], ["promote", promote], [
  "secret",
  secret,
]]);

const say = (line: string): void => void Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));

/** Runs the verb named first, or says which there are. */
async function main(name: string | undefined, args: readonly string[]): Promise<number> {
  const verb = VERBS.get(name ?? "");
  if (verb) return await verb.run({ ...await load(`${import.meta.dirname}/../..`), ...Deno.env.toObject() }, say, args);
  if (name !== undefined && name !== "help") say(`There is no verb "${name}"`);
  say("deno task freshet <verb>");
  for (const [known, { help }] of VERBS) say(`  ${known.padEnd(8)} ${help}`);
  return name === undefined || name === "help" ? 0 : 2;
}

if (import.meta.main) Deno.exit(await main(Deno.args[0], Deno.args.slice(1)));
