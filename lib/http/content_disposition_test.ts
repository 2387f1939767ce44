import assert from "node:assert/strict";
import { contentDisposition } from "./content_disposition.ts";

Deno.test("any name can be told to a browser, and none ends the header", () => {
  assert.equal(
    contentDisposition("attachment", "tide.pdf"),
    `attachment; filename="tide.pdf"; filename*=UTF-8''tide.pdf`,
  );
  assert.equal(
    contentDisposition("inline", `潮'"(1)*.txt`),
    `inline; filename="_'_(1)*.txt"; filename*=UTF-8''%E6%BD%AE%27%22%281%29%2A.txt`,
  );
  const hostile = contentDisposition("attachment", 'a"\r\nSet-Cookie: x=1; \0\u202e\ud800');
  assert.doesNotMatch(hostile.replaceAll(/^attachment; filename="|"; filename\*=/g, ""), /["\r\n\0]/);
  new Headers({ "content-disposition": hostile });
});
