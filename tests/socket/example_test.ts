import assert from "node:assert/strict";
import { join } from "node:path";
import { api, type Person } from "@/tests/support/client.ts";
import { ROOT } from "@/tests/support/paths.ts";
import { startProxy } from "@/tests/support/proxy.ts";
import { until } from "@/tests/support/wait.ts";
import { crowd, makeGroup, openSocketServer, Sockets } from "./support.ts";

/** The example client as people run it, in a process of its own. */
function runExample(url: string, { email, password }: Person) {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-config", "--no-lock", "--allow-net", join(ROOT, "docs/examples/chat.ts"), url, email, password],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let output = "";
  const reading = (async () => {
    for await (const chunk of child.stdout) output += new TextDecoder().decode(chunk);
  })();
  const input = child.stdin.getWriter();
  return {
    said: (text: string) => until(() => output.includes(text), `the client prints "${text}", not only "${output}"`),
    type: (line: string) => input.write(new TextEncoder().encode(`${line}\n`)),
    get output() {
      return output;
    },
    async leave(): Promise<number> {
      await input.close();
      const { code } = await child.status;
      await reading;
      return code;
    },
  };
}

Deno.test("the client of docs/examples talks, listens, and misses nothing when its link is cut", async () => {
  await using server = await openSocketServer();
  const [ann, bob] = await crowd(server, "ann", "bob");
  const groupId = await makeGroup(ann, bob);
  await using proxy = startProxy({ port: Number(new URL(server.url).port) });
  await using sockets = new Sockets();
  const bobs = await sockets.connect(bob);
  const example = runExample(proxy.url, ann);
  try {
    await example.type("#Harbour hello from the command line");
    await bobs.next("group", ({ content }) => content === "hello from the command line");
    await example.type("@bob and to you");
    await bobs.next("private", ({ content }) => content === "and to you");
    await bobs.say({ type: "group", group_id: groupId, content: "hello back" });
    await example.said("Harbour");
    await example.said("bob: hello back");

    proxy.refuse();
    proxy.cut();
    await bobs.say({ type: "group", group_id: groupId, content: "while you were away 1" });
    await bobs.say({ type: "group", group_id: groupId, content: "while you were away 2" });
    proxy.heal();
    await example.said("bob: while you were away 2");
    assert.ok(example.output.includes("bob: while you were away 1\n"));
    for (const text of ["hello back", "away 1", "away 2"]) assert.equal(example.output.split(text).length, 2, text);

    await example.type("@nobody-here hello");
    await example.said("! nobody and nothing is called nobody-here");
  } finally {
    assert.equal(await example.leave(), 0);
  }
  const { body } = await api(bob, "GET", `/api/v1/messages/group/${groupId}`);
  assert.equal((body.messages as unknown[]).length >= 3, true);
});
