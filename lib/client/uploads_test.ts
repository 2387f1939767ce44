import assert from "node:assert/strict";
import { until } from "@/tests/support/wait.ts";
import { Api, ApiError } from "./api.ts";
import { type Put, Uploads } from "./uploads.ts";

const attachment = { id: "a", name: "x", size: 6, mime: "text/plain", url: "/files/a" };

/** A server that says what it was asked, and how much it has. */
function stage(put: Put, offset = 0) {
  const asked: string[] = [];
  const api = new Api((path, init) => {
    asked.push(`${init.method} ${path}`);
    return Promise.resolve(Response.json({ id: "a", offset: init.method === "GET" ? offset : 0 }));
  });
  const uploads = new Uploads(api, (path, body, onSent, signal) => {
    asked.push(`PUT ${path} ${body.size}`);
    return put(path, body, onSent, signal);
  });
  const stateOf = (index: number) => uploads.list.value[index]?.state;
  return { asked, uploads, stateOf };
}

const six = () => new File(["abcdef"], "x");

Deno.test("a file goes out with its progress and is taken into one message", async () => {
  let report: (bytes: number) => void = () => {};
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const { asked, uploads, stateOf } = stage((_path, _body, onSent) => (report = onSent, promise));
  uploads.add([six()]);
  await until(() => asked.length === 2, "the bytes to go out");
  report(3);
  assert.deepEqual([stateOf(0), uploads.list.value[0]?.sent], ["sending", 3]);
  assert.deepEqual(uploads.take(), []);
  resolve({ attachment });
  await until(() => stateOf(0) === "done", "it to be whole");
  assert.deepEqual(asked, ["POST /api/v1/files?name=x&size=6", "PUT /api/v1/files/a?offset=0 6"]);
  assert.deepEqual(uploads.take(), [attachment]);
  assert.deepEqual(uploads.list.value, []);
});

Deno.test("after a cut only the rest is sent", async () => {
  let tries = 0;
  const { asked, uploads, stateOf } = stage(
    () => tries++ === 0 ? Promise.reject(new ApiError(0, "unreachable", "")) : Promise.resolve({ attachment }),
    4,
  );
  uploads.add([six()]);
  await until(() => stateOf(0) === "failed", "the cut");
  uploads.retry(0);
  await until(() => stateOf(0) === "done", "it to be whole");
  assert.deepEqual(asked.slice(2), ["GET /api/v1/files/a", "PUT /api/v1/files/a?offset=4 2"]);
});

Deno.test("a refusal is kept with its code; what is removed is stopped and forgotten on the server", async () => {
  const refused = stage(() => Promise.reject(new ApiError(413, "too_large", "")));
  refused.uploads.add([six()]);
  await until(() => refused.stateOf(0) === "failed", "the refusal");
  assert.equal(refused.uploads.list.value[0]?.reason, "too_large");

  let stopped = false;
  const { asked, uploads } = stage((_path, _body, _onSent, signal) =>
    new Promise((_, reject) =>
      signal.addEventListener("abort", () => {
        stopped = true;
        reject(new ApiError(0, "unreachable", ""));
      })
    )
  );
  uploads.add([six()]);
  await until(() => asked.length === 2, "the bytes to go out");
  uploads.remove(0);
  await until(() => asked.length === 3, "the server to be told");
  assert.deepEqual([asked[2], stopped, uploads.list.value.length], ["DELETE /api/v1/files/a", true, 0]);
});
