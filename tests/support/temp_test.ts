import assert from "node:assert/strict";
import { tempFolder } from "./temp.ts";

Deno.test("a temporary folder is there inside its scope and gone after it", async () => {
  let path: string;
  {
    await using folder = await tempFolder();
    path = folder.path;
    await Deno.writeTextFile(folder.join("a.txt"), "a");
    assert.equal(await Deno.readTextFile(`${path}/a.txt`), "a");
  }
  await assert.rejects(Deno.stat(path), Deno.errors.NotFound);
});
