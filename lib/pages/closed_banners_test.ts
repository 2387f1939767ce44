import assert from "node:assert/strict";
import { closedBanner } from "@/components/chat/closed_banner.ts";
import { newId } from "@/lib/ids.ts";
import { closedBanners, closedCookie } from "./closed_banners.ts";

const ann = newId(1);
const bob = newId(2);
const origin = "https://chat.example.org";
const withCookie = (cookie: string) => new Headers({ cookie: cookie.split(";")[0] ?? "" });

/** The cookie after putting these away one after the other. */
function after(...marks: string[]): string {
  let cookie = "";
  for (const mark of marks) cookie = closedCookie(withCookie(cookie), origin, ann, mark);
  return cookie;
}

Deno.test("what somebody puts away is remembered for them and for no one else at the same browser", () => {
  const [one, other] = [closedBanner(newId(3), "2026-11-26T09:00:00.000Z"), closedBanner(newId(4), null)];
  const headers = withCookie(after(one, other));
  assert.deepEqual(closedBanners(headers, ann), [one, other]);
  assert.deepEqual(closedBanners(headers, bob), []);
  assert.deepEqual(closedBanners(withCookie(closedCookie(headers, origin, bob, one)), bob), [one]);
});

Deno.test("of one conversation the newest counts, and the cookie stays small", () => {
  const id = newId(3);
  const [old, recent] = [closedBanner(id, "2026-11-26T09:00:00.000Z"), closedBanner(id, "2026-11-26T10:00:00.000Z")];
  assert.notEqual(old, recent);
  assert.deepEqual(closedBanners(withCookie(after(old, recent)), ann), [recent]);
  const many = Array.from({ length: 100 }, (_, index) => closedBanner(newId(index), "2026-11-26T09:00:00.000Z"));
  const cookie = after(...many);
  assert.deepEqual(closedBanners(withCookie(cookie), ann), many.slice(-32));
  assert.ok(cookie.length < 1_200, `${cookie.length} bytes`);
});

Deno.test("whatever else stands in the cookie is nothing", () => {
  const owner = ann.slice(-12);
  for (
    const value of ["", "_", owner, `${owner}_<b>`, `${owner}_${"a".repeat(4_000)}`, `x_${closedBanner(bob, null)}`]
  ) {
    assert.deepEqual(closedBanners(new Headers({ cookie: `closed=${value}` }), ann), [], value);
  }
});
