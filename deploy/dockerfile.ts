/** One line of a Dockerfile: `COPY`, and what follows it. */
export interface Instruction {
  readonly name: string;
  readonly rest: string;
}

/** The stages of a Dockerfile, each beginning with its `FROM`. Lines that are continued are one; comments are left out. */
export function readDockerfile(text: string): Instruction[][] {
  const lines = text.replaceAll(/\\\n\s*/g, "").split("\n").map((line) => line.trim());
  const instructions = lines.filter((line) => line !== "" && !line.startsWith("#")).map((line) => {
    const [, name = "", rest = ""] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
    if (name === "") throw new Error(`Cannot read the line "${line}" of the Dockerfile`);
    return { name: name.toUpperCase(), rest };
  });
  const stages: Instruction[][] = [];
  for (const instruction of instructions) {
    if (instruction.name === "FROM") stages.push([]);
    stages.at(-1)?.push(instruction);
  }
  return stages;
}

/** `A=1 B=2`. */
export const readPairs = (rest: string): [string, string][] =>
  rest.split(/\s+/).map((pair) => {
    const at = pair.indexOf("=");
    return [pair.slice(0, at), pair.slice(at + 1)];
  });

/** `CMD ["a", "b"]`, of a health check too. */
export function readCommand(rest: string): string[] {
  const list = /\[.*\]$/.exec(rest)?.[0];
  if (!list) throw new Error(`Cannot read the command ${rest}; write it as a list`);
  return JSON.parse(list) as string[];
}
