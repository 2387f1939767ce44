/**
 * The image without a Docker engine: `deno run -A deploy/by_hand.ts <empty folder>` does what the `COPY` and `RUN` lines of
 * the Dockerfile say, each stage in a folder of its own, and prints the command that starts the result. Needs Node.js with
 * npm. Left out is only what makes a system user, which a folder has none of.
 */
import { dirname, join } from "node:path";
import { type Instruction, readCommand, readDockerfile, readPairs } from "./dockerfile.ts";

const ROOT = join(import.meta.dirname ?? ".", "..");

export interface Built {
  /** Where the program lies. */
  readonly workdir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  readonly healthCheck: readonly string[];
}

interface Stage {
  /** Stands for `/` of the image. */
  readonly root: string;
  workdir: string;
  env: Record<string, string>;
}

/** Does the Dockerfile's steps below `folder`, which must be empty, and gives what its last stage would start. */
export async function buildByHand(folder: string, say: (line: string) => void): Promise<Built> {
  const left = await Array.fromAsync(Deno.readDir(folder));
  if (left.length > 0) throw new Error(`${folder} is not empty`);
  const stages = new Map<string, Stage>();
  let stage: Stage | undefined;
  let command: readonly string[] = [];
  let healthCheck: readonly string[] = [];
  for (const instructions of readDockerfile(await Deno.readTextFile(join(ROOT, "Dockerfile")))) {
    const [from] = instructions;
    const name = / as (\S+)$/i.exec(from?.rest ?? "")?.[1] ?? "image";
    stage = await openStage(join(folder, name));
    stages.set(name, stage);
    for (const instruction of instructions) {
      say(`${instruction.name} ${instruction.rest}`.slice(0, 110));
      if (instruction.name === "CMD") command = readCommand(instruction.rest);
      else if (instruction.name === "HEALTHCHECK") healthCheck = readCommand(instruction.rest);
      else await step(stage, instruction, stages, say);
    }
  }
  if (!stage) throw new Error("The Dockerfile has no stage");
  return { workdir: inside(stage, stage.workdir), env: stage.env, command, healthCheck };
}

async function openStage(root: string): Promise<Stage> {
  await Deno.mkdir(root, { recursive: true });
  const global = join(root, "usr/local");
  // Programs of the image before those of this machine.
  const path = `${join(global, "bin")}:${Deno.env.get("PATH")}`;
  return { root, workdir: "/", env: { NPM_CONFIG_PREFIX: global, PATH: path } };
}

async function step(
  stage: Stage,
  { name, rest }: Instruction,
  stages: ReadonlyMap<string, Stage>,
  say: (line: string) => void,
): Promise<void> {
  switch (name) {
    case "WORKDIR":
      stage.workdir = rest;
      return await Deno.mkdir(inside(stage, rest), { recursive: true });
    case "ENV":
      return void Object.assign(stage.env, Object.fromEntries(readPairs(rest)));
    case "COPY":
      return await copy(stage, rest, stages);
    case "RUN":
      if (/^useradd /.test(rest)) return say("  left out: a folder has no users of its own");
      return await run(stage, ["sh", "-euc", rest]);
    case "FROM":
    case "USER":
    case "VOLUME":
    case "EXPOSE":
      return;
    default:
      throw new Error(`The Dockerfile has ${name}, which this script does not know`);
  }
}

const inside = ({ root, workdir }: Stage, path: string): string =>
  path.startsWith("/") ? join(root, path) : join(root, workdir, path);

async function copy(stage: Stage, rest: string, stages: ReadonlyMap<string, Stage>): Promise<void> {
  const [, from, list = ""] = /^(?:--from=(\S+)\s+)?(.*)$/.exec(rest) ?? [];
  const sources = list.split(/\s+/);
  const target = inside(stage, sources.pop() ?? ".");
  await Deno.mkdir(sources.length > 1 ? target : dirname(target), { recursive: true });
  const source = from === undefined ? undefined : stages.get(from);
  if (from !== undefined && !source) throw new Error(`The Dockerfile copies from ${from}, which is no stage`);
  for (const path of sources) {
    if (source) await run(stage, ["cp", "-a", `${inside(source, path)}/.`, target]);
    else await copyFromHere(stage, path, target);
  }
}

/** From the checkout, without what .dockerignore names. */
async function copyFromHere(stage: Stage, path: string, target: string): Promise<void> {
  const ignored = (await Deno.readTextFile(join(ROOT, ".dockerignore"))).split("\n").filter((line) => line !== "");
  const odd = ignored.find((line) => /[*!?]/.test(line));
  if (odd !== undefined) throw new Error(`.dockerignore has "${odd}"; this script knows plain names only`);
  if (path === ".") {
    for await (const entry of Deno.readDir(ROOT)) {
      if (!ignored.includes(entry.name)) await copyFromHere(stage, entry.name, target);
    }
    return;
  }
  const from = join(ROOT, path);
  const isFolder = (await Deno.stat(from)).isDirectory;
  // Docker copies what is in a folder to the place named; what is below `.` keeps its name.
  const to = isFolder && target.endsWith(`/${path}`) ? target : join(target, path);
  await Deno.mkdir(isFolder ? to : dirname(to), { recursive: true });
  await run(stage, ["cp", "-a", isFolder ? `${from}/.` : from, to]);
}

async function run(stage: Stage, [program = "", ...args]: readonly string[]): Promise<void> {
  const cwd = inside(stage, stage.workdir);
  const { success, stdout, stderr } = await new Deno.Command(program, { args, cwd, env: stage.env }).output();
  if (success) return;
  const output = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  throw new Error(`${[program, ...args].join(" ")} failed in ${cwd}\n${output.slice(-4_000)}`);
}

if (import.meta.main) {
  const write = (line: string) => void Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
  const [folder] = Deno.args;
  if (folder === undefined) {
    write("deno run -A deploy/by_hand.ts <empty folder>");
    Deno.exit(2);
  }
  await Deno.mkdir(folder, { recursive: true });
  const { workdir, command } = await buildByHand(await Deno.realPath(folder), write);
  write(`Ready. Start it with FRESHET_DATA set, in ${workdir}:\n  ${command.join(" ")}`);
}
