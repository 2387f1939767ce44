import assert from "node:assert/strict";
import { readSessionCookie, sessionCookie } from "./cookies.ts";
import { flashCookie, readFlash } from "./flash.ts";

Deno.test("over HTTPS and on this machine the cookie is host-bound and secure; elsewhere it has another name", () => {
  for (const origin of ["https://chat.example.org", "http://localhost:8000", "http://127.0.0.1:8000"]) {
    const cookie = sessionCookie(origin, "token");
    assert.match(cookie, /^__Host-freshet=token; /);
    for (const part of ["Path=/", "HttpOnly", "SameSite=Lax", "Secure"]) {
      assert.ok(cookie.split("; ").includes(part), `${part} in ${cookie}`);
    }
    assert.ok(!/domain/i.test(cookie));
  }
  const plain = sessionCookie("http://192.168.1.5:8000", "token");
  assert.match(plain, /^freshet=token; /);
  assert.ok(!plain.includes("Secure"));
});

Deno.test("only the cookie of the name that belongs here is read", () => {
  const headers = new Headers({ cookie: 'a=b; freshet=planted; __Host-freshet=real; c="d"' });
  assert.equal(readSessionCookie(headers, "https://chat.example.org"), "real");
  assert.equal(readSessionCookie(new Headers({ cookie: "freshet=planted" }), "https://chat.example.org"), null);
  assert.equal(readSessionCookie(headers, "http://192.168.1.5"), "planted");
  assert.equal(readSessionCookie(new Headers(), "https://chat.example.org"), null);
});

Deno.test("a line for the next page survives the cookie, and nonsense is no line", () => {
  const cookie = flashCookie("https://x.org", { kind: "done", text: "已保存; a=b" });
  const headers = new Headers({ cookie: cookie.split(";")[0] ?? "" });
  assert.deepEqual(readFlash(headers), { kind: "done", text: "已保存; a=b" });
  for (const value of ["", "%", "boo:x", "done:", "%E0%A4%A"]) {
    assert.equal(readFlash(new Headers({ cookie: `freshet-flash=${value}` })), null, value);
  }
});
