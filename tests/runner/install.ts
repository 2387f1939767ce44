import { exists } from "../support/paths.ts";
import { findPrograms, type Programs } from "../support/programs.ts";
import { say } from "./say.ts";

/** Which Debian packages bring a program, and what is not tested without it. */
const NEEDS: Readonly<Record<keyof Programs, { packages: readonly string[]; tests: string }>> = {
  postgresBin: { packages: ["postgresql"], tests: "everything on PostgreSQL, and clusters" },
  redis: { packages: ["redis-server"], tests: "the Redis broker, and clusters" },
  nginx: { packages: ["nginx"], tests: "clusters behind nginx" },
  chromium: {
    packages: ["chromium", "fonts-noto-cjk", "fonts-noto-color-emoji"],
    tests: "pages in a browser",
  },
};

/** Brings what the tests need where that is possible, and otherwise says loudly what will be skipped. */
export async function preparePrograms(): Promise<void> {
  const missing = missingPrograms();
  if (missing.length === 0) return;
  const packages = missing.flatMap((name) => NEEDS[name].packages);
  if (canInstall()) {
    say(`Missing for the tests: ${packages.join(", ")}. This is Debian and we are root: installing them.`);
    await install(packages);
  }
  for (const name of missingPrograms()) {
    const { packages, tests } = NEEDS[name];
    say(`!!! ${packages[0]} IS NOT INSTALLED. Skipped without it: ${tests}.`);
  }
}

function missingPrograms(): (keyof Programs)[] {
  const found = findPrograms();
  return (Object.keys(NEEDS) as (keyof Programs)[]).filter((name) => !found[name]);
}

const canInstall = () => Deno.uid() === 0 && exists("/etc/debian_version");

/** The services themselves stay off: a policy file tells Debian not to start them, as image builders do. */
async function install(packages: readonly string[]): Promise<void> {
  const policy = "/usr/sbin/policy-rc.d";
  const isOurs = !exists(policy);
  if (isOurs) Deno.writeTextFileSync(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    const patience = ["-q", "-o", "Acquire::Retries=3", "-o", "DPkg::Lock::Timeout=120"];
    await apt(["update", ...patience]);
    await apt(["install", "-y", "--no-install-recommends", ...patience, ...packages]);
  } finally {
    if (isOurs) Deno.removeSync(policy);
  }
}

async function apt(args: readonly string[]): Promise<void> {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const { code } = await new Deno.Command("apt-get", { args: [...args], env, stdin: "null" }).spawn().status;
  if (code !== 0) say(`!!! apt-get ${args[0]} failed with code ${code}`);
}
