import { createHash } from "node:crypto";

/** Forty hex digits: of the deployment if there is one, else of this build alone. */
export function makeBuildId(mode: "development" | "production"): string {
  const names = mode === "production" ? ["DENO_DEPLOYMENT_ID", "GITHUB_SHA", "CI_COMMIT_SHA"] : [];
  const given = names.map((name) => Deno.env.get(name)).find(Boolean);
  if (given && /^[0-9a-f]{40}$/.test(given)) return given;
  return createHash("sha1").update(given ?? crypto.randomUUID()).digest("hex");
}
