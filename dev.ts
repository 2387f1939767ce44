import { Builder } from "fresh/dev";
import { stampBuild } from "@/lib/build/ensure_built.ts";
import { writeStyles } from "@/lib/build/styles.ts";

/** The parts that `islands/Messenger.tsx` is made of are no islands themselves: bundled apart they would be sixty requests. */
const PARTS = /(?:^|[\\/])messenger[\\/]/;
const TESTS = /[._]test\.[^.]+$/;

const root = import.meta.dirname ?? Deno.cwd();
const builder = new Builder({ root, staticDir: ["static", await writeStyles(root)], ignore: [TESTS, PARTS] });
if (Deno.args.includes("build")) {
  await stampBuild(root, () => builder.build());
} else {
  const { config } = await import("./main.ts");
  await builder.listen(() => import("./main.ts"), { port: config.port, hostname: config.host });
}
