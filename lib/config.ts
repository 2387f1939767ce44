import { resolve } from "node:path";
import {
  ConfigError,
  type Env,
  MIB,
  readBytes,
  readChoice,
  readList,
  readNumber,
  readSwitch,
  readUrl,
  text,
} from "./config_values.ts";

export { ConfigError } from "./config_values.ts";

/** Everything an operator can set, read once. Nothing below `main.ts` reads the environment. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** Absent: the embedded store. */
  readonly databaseUrl: string | null;
  /** A streaming replica of `databaseUrl`, for reading what is long ago. */
  readonly replicaUrl: string | null;
  /** Connections to `databaseUrl`; absent: this instance's share of what the server lets in. */
  readonly poolSize: number | null;
  /** Present only together with `databaseUrl`: a cluster. */
  readonly redisUrl: string | null;
  /** Absent: made at first start and kept. The first signs, all verify. */
  readonly jwtSecrets: readonly string[] | null;
  readonly dataDir: string;
  /** Absent: the address the request came to. */
  readonly origins: readonly string[] | null;
  readonly trustedProxies: readonly string[];
  readonly queryToken: boolean;
  readonly registration: "open" | "invite" | "closed";
  readonly directory: boolean;
  readonly forceHttps: boolean;
  readonly passwordMin: number;
  /** What happens to a password that guessers try first. */
  readonly passwordCommon: "warn" | "refuse";
  readonly bcryptCost: number;
  /** False only for measuring. */
  readonly limitsOn: boolean;
  readonly logLevel: "debug" | "info" | "warn" | "error";
  readonly logFormat: "pretty" | "json";
  /** Largest file, in bytes. */
  readonly fileMaxBytes: number;
  /** What one person's files may take together, in bytes; 0: any amount. */
  readonly filesQuotaBytes: number;
  /** What everybody's files may take together, in bytes; 0: any amount. */
  readonly filesTotalBytes: number;
  /** Where files are kept: `disk` is the folder `files` of the data folder; else a bucket. */
  readonly files: "disk" | S3Settings;
  /** All instances of a cluster see the same data folder. */
  readonly filesShared: boolean;
  /** Where pages load styles and scripts from, such as a CDN that fetches them here; absent: here. */
  readonly assetUrl: string | null;
  /** Token that lets others than loopback read `/metrics`. */
  readonly metricsToken: string | null;
  /** Where unexpected errors are posted. */
  readonly errorWebhook: string | null;
}

export interface S3Settings {
  /** Such as `https://s3.eu-central-1.amazonaws.com`; the bucket follows as the first part of the path. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const KNOWN = new Set([
  "FRESHET_DATA",
  "FRESHET_DATABASE_POOL",
  "FRESHET_ORIGINS",
  "FRESHET_TRUSTED_PROXIES",
  "FRESHET_QUERY_TOKEN",
  "FRESHET_REGISTRATION",
  "FRESHET_DIRECTORY",
  "FRESHET_FORCE_HTTPS",
  "FRESHET_PASSWORD_MIN",
  "FRESHET_PASSWORD_COMMON",
  "FRESHET_BCRYPT_COST",
  "FRESHET_LIMITS",
  "FRESHET_FILE_MAX",
  "FRESHET_FILES_QUOTA",
  "FRESHET_FILES_TOTAL",
  "FRESHET_FILES",
  "FRESHET_FILES_SHARED",
  "FRESHET_S3_ENDPOINT",
  "FRESHET_S3_BUCKET",
  "FRESHET_S3_REGION",
  "FRESHET_S3_ACCESS_KEY",
  "FRESHET_S3_SECRET_KEY",
  "FRESHET_ASSET_URL",
  "FRESHET_METRICS_TOKEN",
  "FRESHET_ERROR_WEBHOOK",
]);

/** Secrets that stand in public guides; anyone could sign with them. */
const PUBLIC_SECRETS = new Set(["your-secret-key", "secret", "changeme", "your-256-bit-secret", "jwt-secret"]);

/**
 * Reads the settings. Throws `ConfigError` with a sentence on the first bad value or unknown `FRESHET_*` name, so that a
 * typing mistake never becomes a silent default.
 */
export function readConfig(env: Env, terminal = false): Config {
  for (const name of Object.keys(env)) {
    if (name.startsWith("FRESHET_") && !name.startsWith("FRESHET_TEST_") && !KNOWN.has(name)) {
      throw new ConfigError(`Unknown setting ${name}; known are ${[...KNOWN].join(", ")}`);
    }
  }
  const databaseUrl = readUrl(env, "DATABASE_URL", ["postgres:", "postgresql:"]) ?? databaseFromParts(env);
  const redisUrl = readUrl(env, "REDIS_URL", ["redis:", "rediss:"]) ?? redisFromParts(env);
  if (redisUrl && !databaseUrl) {
    throw new ConfigError("REDIS_URL is set and DATABASE_URL is not: a cluster needs both, a single server neither");
  }
  if (!(databaseUrl && redisUrl) && (text(env, "DENO_DEPLOY") ?? text(env, "DENO_DEPLOYMENT_ID"))) {
    throw new ConfigError(
      "Deno Deploy keeps no disk and runs several instances, so the embedded store cannot be used there: " +
        "set DATABASE_URL and REDIS_URL",
    );
  }
  const replicaUrl = readUrl(env, "DATABASE_REPLICA_URL", ["postgres:", "postgresql:"]);
  if (replicaUrl && !databaseUrl) {
    throw new ConfigError(
      "DATABASE_REPLICA_URL is set and DATABASE_URL is not: a replica needs the database it follows",
    );
  }
  return {
    port: readNumber(env, "PORT", 8000, 0, 65_535),
    host: text(env, "HOST") ?? "127.0.0.1",
    databaseUrl,
    replicaUrl,
    poolSize: readNumber(env, "FRESHET_DATABASE_POOL", 0, 0, 1_000) || null,
    redisUrl,
    jwtSecrets: readSecrets(env),
    dataDir: resolve(text(env, "FRESHET_DATA") ?? "./data"),
    origins: readOrigins(env),
    trustedProxies: readList(env, "FRESHET_TRUSTED_PROXIES"),
    queryToken: readSwitch(env, "FRESHET_QUERY_TOKEN", true),
    registration: readChoice(env, "FRESHET_REGISTRATION", ["open", "invite", "closed"], "open"),
    directory: readSwitch(env, "FRESHET_DIRECTORY", true),
    forceHttps: readSwitch(env, "FRESHET_FORCE_HTTPS", false),
    passwordMin: readNumber(env, "FRESHET_PASSWORD_MIN", 8, 6, 72),
    passwordCommon: readChoice(env, "FRESHET_PASSWORD_COMMON", ["warn", "refuse"], "warn"),
    bcryptCost: readNumber(env, "FRESHET_BCRYPT_COST", 12, 4, 15),
    limitsOn: readSwitch(env, "FRESHET_LIMITS", true),
    fileMaxBytes: readBytes(env, "FRESHET_FILE_MAX", 25 * MIB, 1, 10 * 1024 * MIB),
    filesQuotaBytes: readBytes(env, "FRESHET_FILES_QUOTA", 1024 * MIB, 0, 1024 * 1024 * MIB),
    filesTotalBytes: readBytes(env, "FRESHET_FILES_TOTAL", 0, 0, 1024 ** 3 * MIB),
    files: readChoice(env, "FRESHET_FILES", ["disk", "s3"], "disk") === "s3" ? readS3(env) : "disk",
    filesShared: readSwitch(env, "FRESHET_FILES_SHARED", false),
    logLevel: readChoice(env, "LOG_LEVEL", ["debug", "info", "warn", "error"], "info"),
    logFormat: readChoice(env, "LOG_FORMAT", ["pretty", "json"], terminal ? "pretty" : "json"),
    assetUrl: readOrigin(env, "FRESHET_ASSET_URL"),
    metricsToken: text(env, "FRESHET_METRICS_TOKEN") ?? null,
    errorWebhook: readUrl(env, "FRESHET_ERROR_WEBHOOK", ["http:", "https:"]),
  };
}

function readOrigin(env: Env, name: string): string | null {
  const url = readUrl(env, name, ["http:", "https:"]);
  if (url === null || new URL(url).origin === url) return url;
  throw new ConfigError(`${name} is "${url}"; write an address without a path, such as https://cdn.example.org`);
}

function readS3(env: Env): S3Settings {
  const required = (name: string): string => {
    const value = text(env, name);
    if (value === undefined) throw new ConfigError(`FRESHET_FILES is "s3", which needs ${name}`);
    return value;
  };
  const bucket = required("FRESHET_S3_BUCKET");
  if (!/^[\w.-]{3,63}$/.test(bucket)) {
    throw new ConfigError(`FRESHET_S3_BUCKET is "${bucket}"; that is no bucket's name`);
  }
  return {
    endpoint: readUrl(env, "FRESHET_S3_ENDPOINT", ["http:", "https:"]) ?? required("FRESHET_S3_ENDPOINT"),
    bucket,
    region: text(env, "FRESHET_S3_REGION") ?? "us-east-1",
    accessKeyId: required("FRESHET_S3_ACCESS_KEY"),
    secretAccessKey: required("FRESHET_S3_SECRET_KEY"),
  };
}

/** The reference documents' separate names, accepted instead of the addresses. */
function databaseFromParts(env: Env): string | null {
  const host = text(env, "DB_HOST");
  if (!host) return null;
  const url = new URL("postgres://localhost");
  url.hostname = host;
  url.port = String(readNumber(env, "DB_PORT", 5432, 1, 65_535));
  url.username = encodeURIComponent(text(env, "DB_USER") ?? "postgres");
  url.password = encodeURIComponent(text(env, "DB_PASSWORD") ?? "postgres");
  url.pathname = `/${encodeURIComponent(text(env, "DB_NAME") ?? "chat_app")}`;
  return url.href;
}

function redisFromParts(env: Env): string | null {
  const host = text(env, "REDIS_HOST");
  return host ? `redis://${host}:${readNumber(env, "REDIS_PORT", 6379, 1, 65_535)}` : null;
}

function readSecrets(env: Env): string[] | null {
  const secrets = readList(env, "JWT_SECRET");
  if (secrets.length === 0) return null;
  for (const secret of secrets) {
    if (PUBLIC_SECRETS.has(secret.toLowerCase())) {
      throw new ConfigError("JWT_SECRET is a well-known example value; anyone could sign in with it");
    }
    const bytes = new TextEncoder().encode(secret).length;
    if (bytes < 32) throw new ConfigError(`JWT_SECRET has ${bytes} bytes; each secret needs at least 32`);
  }
  return secrets;
}

function readOrigins(env: Env): string[] | null {
  const origins = readList(env, "FRESHET_ORIGINS");
  for (const origin of origins) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
      throw new ConfigError(`FRESHET_ORIGINS has "${origin}"; write origins such as https://chat.example.org`);
    }
  }
  return origins.length === 0 ? null : origins;
}
