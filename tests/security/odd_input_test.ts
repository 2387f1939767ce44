import assert from "node:assert/strict";
import { onStore } from "@/tests/api/support.ts";
import { api, register, request } from "@/tests/support/client.ts";

onStore("embedded", "odd input", async (app, step) => {
  const ODD = [
    ...["'", "''; drop table users; --", '"', "\\", "%", "_", "%_\\%", "$1", "{1,2}", '{"a":1}', "null", "NaN"],
    ...[
      "\u0000",
      "\u0000'",
      "\r\nSet-Cookie: x=y",
      "\n",
      "\u202e",
      "\ud800",
      "\udfff\ud800",
      "\ufeff",
      "<script>",
      "${x}",
    ],
    ...[
      "{{x}}",
      "../../etc/passwd",
      "%00",
      "%2e%2e%2f",
      "🏳️‍🌈".repeat(10),
      "é".repeat(200),
      "x".repeat(5_000),
      "-1",
      "1e999",
    ],
  ];
  const NOT_TEXT = [null, true, 0, -1, 1e308, [], [[]], {}, { $ne: 1 }, ["a"]];

  let made = 0;
  const GOOD = new Map<string, unknown>([
    ...[["status", "online"], ["avatar", ""], ["theme", "dark"], ["language", "en"], ["sound", true]] as const,
    ...[["expires_in_hours", 1], ["max_uses", 1], ["is_active", true], ["is_admin", true]] as const,
    ["current_password", "correct horse 7"],
  ]);
  /** So that the odd one is the only reason to refuse. */
  const goodValue = (field: string): unknown =>
    field === "username"
      ? `odd${++made}`
      : field === "email"
      ? `odd${made}@example.org`
      : GOOD.get(field) ?? "good value 1";

  await step("no text and no type in any field of an account ends in a fault of ours", async () => {
    const ann = await register(app, "odd");
    const calls: [string, string, string[]][] = [
      ["POST", "/api/v1/auth/register", ["username", "email", "password", "invite"]],
      ["POST", "/api/v1/auth/login", ["email", "password"]],
      ["POST", "/api/v1/auth/reset", ["token", "new_password"]],
      ["PUT", "/api/v1/auth/password", ["current_password", "new_password"]],
      ["PUT", "/api/v1/users/profile", ["first_name", "last_name", "avatar", "status", "status_text"]],
      ["PUT", "/api/v1/users/settings", ["theme", "language", "sound"]],
      ["DELETE", "/api/v1/users/profile", ["password"]],
      ["POST", "/api/v1/admin/invites", ["expires_in_hours", "max_uses"]],
      ["PUT", `/api/v1/admin/users/${ann.id}`, ["is_active", "is_admin"]],
    ];
    for (const [method, path, fields] of calls) {
      for (const value of [...ODD, ...NOT_TEXT]) {
        for (const field of fields) {
          const good = Object.fromEntries(fields.map((name) => [name, goodValue(name)]));
          const { status, body } = await api(ann, method, path, { ...good, [field]: value });
          assert.ok(status < 500, `${method} ${path} ${field}=${JSON.stringify(value)}: ${JSON.stringify(body)}`);
        }
      }
    }
  });

  await step("nor does any text in an address or a header", async () => {
    const ann = await register(app, "odder");
    for (const value of ODD) {
      const text = encodeURIComponent(value.toWellFormed());
      const paths = [
        ...[`/api/v1/users/search?q=${text}`, `/api/v1/users/${text}`, `/api/v1/sessions/${text}`],
        ...[`/api/v1/admin/users?q=${text}`, `/api/v1/admin/users?after=${text}`, `/api/v1/admin/audit?before=${text}`],
        ...[`/login?next=${text}`, `/reset/${text}`, `/register?invite=${text}`, `/api/v1/${text}`, `/${text}`],
      ];
      for (const path of paths) {
        const { status } = await request(app, "GET", path, { token: ann.token });
        assert.ok(status < 500, `${path}: ${status}`);
      }
    }
    for (const value of ODD.filter((text) => /^[\x20-\x7e]*$/.test(text))) {
      const headers = { cookie: `__Host-freshet=${value}; freshet-flash=${value}`, "accept-language": value };
      assert.ok((await request(app, "GET", "/login", { headers })).status < 500, value);
      const authorization = `Bearer ${value}`;
      assert.equal((await request(app, "GET", "/api/v1/users/profile", { headers: { authorization } })).status, 401);
    }
  });

  await step("what is taken is kept exactly", async () => {
    const ann = await register(app, "exact");
    for (const text of ["'; --", "%_\\", "<b>&amp;", "Łukasz O'Brien", "‮x", "🏳️‍🌈", "{}", "$1"]) {
      const { status, body } = await api(ann, "PUT", "/api/v1/users/profile", { first_name: text });
      assert.equal(status, 200, text);
      assert.equal((body.user as Record<string, unknown>).first_name, text);
      const read = await api(ann, "GET", "/api/v1/users/profile");
      assert.equal((read.body.user as Record<string, unknown>).first_name, text);
    }
  });
});
