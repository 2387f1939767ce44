import type { Config } from "@/lib/config.ts";
import { ConfigError } from "@/lib/config.ts";
import type { Database } from "@/db/database.ts";
import { keepSetting } from "@/db/settings.ts";

const FILE = "jwt_secret";
const MIN_LENGTH = 32;

/**
 * The secrets that sign JWTs: the operator's, else one made at first start and kept where the store is, so that tokens
 * outlive a restart and all instances agree.
 */
export async function openSecrets(
  config: Pick<Config, "jwtSecrets" | "dataDir">,
  db: Database,
): Promise<readonly string[]> {
  if (config.jwtSecrets) return config.jwtSecrets;
  if (db.kind === "embedded") return [await openFile(config.dataDir)];
  const kept = await keepSetting(db.orm, "jwt_secret", newSecret());
  if (typeof kept !== "string" || kept.length < MIN_LENGTH) {
    throw new ConfigError(
      "The JWT secret kept in the database is too short; set JWT_SECRET or remove it from settings",
    );
  }
  return [kept];
}

const newSecret = (): string => crypto.getRandomValues(new Uint8Array(32)).toBase64({ alphabet: "base64url" });

/** Only one process opens a data folder, so nobody races; the rename keeps a crash from leaving half a secret. */
async function openFile(dataDir: string): Promise<string> {
  const path = `${dataDir}/${FILE}`;
  const kept = await readKept(path);
  if (kept !== null) return kept;
  await Deno.mkdir(dataDir, { recursive: true, mode: 0o700 });
  const secret = newSecret();
  await Deno.writeTextFile(`${path}.new`, secret, { mode: 0o600 });
  await Deno.chmod(`${path}.new`, 0o600);
  await Deno.rename(`${path}.new`, path);
  return secret;
}

async function readKept(path: string): Promise<string | null> {
  try {
    const kept = (await Deno.readTextFile(path)).trim();
    if (kept.length >= MIN_LENGTH) return kept;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
  throw new ConfigError(`${path} holds fewer than ${MIN_LENGTH} characters; remove it and a new secret is made`);
}
