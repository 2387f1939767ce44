import { Builder } from "fresh/dev";

const builder = new Builder({ root: import.meta.dirname });
if (Deno.args.includes("build")) {
  await builder.build();
} else {
  const { config } = await import("./main.ts");
  await builder.listen(() => import("./main.ts"), { port: config.port, hostname: config.host });
}
