import assert from "node:assert/strict";
import { networkOf } from "@/lib/auth/network.ts";
import { Addresses } from "./address.ts";

const info = (hostname: string): Deno.ServeHandlerInfo => ({
  remoteAddr: { transport: "tcp", hostname, port: 1 },
  completed: Promise.resolve(),
});
const read = (addresses: Addresses, hop: string, headers: Record<string, string>) =>
  addresses.read(new Headers(headers), info(hop), "http:");

Deno.test("forwarded headers of a stranger count for nothing", () => {
  const forged = { "x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https" };
  for (const addresses of [new Addresses([]), new Addresses(["10.0.0.0/8"])]) {
    assert.deepEqual(read(addresses, "198.51.100.1", forged), {
      address: "198.51.100.1",
      isHttps: false,
      isTrusted: false,
    });
  }
});

Deno.test("behind our proxies the client is the last address that is not one of them", () => {
  const addresses = new Addresses(["10.0.0.0/8", "192.168.1.1", "fd00::/8"]);
  const client = (hop: string, forwarded: string) => read(addresses, hop, { "x-forwarded-for": forwarded }).address;
  assert.equal(client("10.1.2.3", "203.0.113.9"), "203.0.113.9");
  assert.equal(client("10.1.2.3", "6.6.6.6, 203.0.113.9, 192.168.1.1, 10.0.0.1"), "203.0.113.9");
  assert.equal(client("::ffff:10.1.2.3", "2001:db8::1"), "2001:db8::1");
  assert.equal(client("fd00::1", "[2001:db8::1]:4711"), "2001:db8::1");
  assert.equal(client("10.1.2.3", "203.0.113.9:4711"), "203.0.113.9");
  assert.equal(client("10.1.2.3", "203.0.113.9, nonsense"), "10.1.2.3", "what cannot be read ends the walk");
  assert.equal(client("10.1.2.3", ""), "10.1.2.3");
  assert.equal(client("10.1.2.3", "10.9.9.9"), "10.9.9.9");
  assert.equal(client("192.168.1.2", "203.0.113.9"), "192.168.1.2");
});

Deno.test("the scheme is the nearest proxy's word", () => {
  const addresses = new Addresses(["10.0.0.1"]);
  const isHttps = (proto: string) => read(addresses, "10.0.0.1", { "x-forwarded-proto": proto }).isHttps;
  assert.equal(isHttps("https"), true);
  assert.equal(isHttps("HTTPS"), true);
  assert.equal(isHttps("http"), false);
  assert.equal(isHttps("https, http"), false);
  assert.equal(read(addresses, "10.0.0.1", {}).isHttps, false);
});

Deno.test("a proxy that is no address stops the start with a sentence", () => {
  for (const proxy of ["proxy.example", "10.0.0.0/33", "10.0.0.0/x", "", "::1/129"]) {
    assert.throws(() => new Addresses([proxy]), { name: "ConfigError" }, proxy);
  }
});

Deno.test("for limits an IPv6 customer is one place, however the address is written", () => {
  assert.equal(networkOf("203.0.113.9"), "203.0.113.9");
  assert.equal(networkOf("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  assert.equal(networkOf("2001:0db8:0001:2::9"), networkOf("2001:db8:1:2:ffff::"));
  assert.equal(networkOf("2001:db8::1"), "2001:db8:0:0::/64");
  assert.equal(networkOf("::1"), "0:0:0:0::/64");
});
