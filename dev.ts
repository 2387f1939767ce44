import { Builder } from "fresh/dev";

/** The parts that `islands/Messenger.tsx` is made of are no islands themselves: bundled apart they would be sixty requests. */
const PARTS = /(?:^|[\\/])messenger[\\/]/;
const TESTS = /[._]test\.[^.]+$/;

const builder = new Builder({ root: import.meta.dirname, ignore: [TESTS, PARTS] });
if (Deno.args.includes("build")) {
  await builder.build();
} else {
  const { config } = await import("./main.ts");
  await builder.listen(() => import("./main.ts"), { port: config.port, hostname: config.host });
}
