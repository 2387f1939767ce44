import type { TestApp } from "@/tests/api/support.ts";

/** Somebody with a cookie, as a browser sends it. */
export interface Browser {
  readonly cookie: string;
  readonly setCookie: string;
}

/** Fills in a page's form and sends it, as a browser without script does. */
export const submit = (
  app: TestApp,
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> =>
  app.fetch(
    new Request(`${app.url}${path}`, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { origin: app.url, accept: "text/html", ...headers },
      redirect: "manual",
    }),
  );

/** Registers by the form and keeps the cookie. */
export async function registerByForm(app: TestApp, username: string): Promise<Browser> {
  const fields = { username, email: `${username}@example.org`, password: "correct horse" };
  return browserFrom(await submit(app, "/register", fields));
}

export async function loginByForm(app: TestApp, username: string, cookie = ""): Promise<Browser> {
  const fields = { email: `${username}@example.org`, password: "correct horse" };
  return browserFrom(await submit(app, "/login", fields, cookie === "" ? {} : { cookie }));
}

export async function browserFrom(response: Response): Promise<Browser> {
  await response.body?.cancel();
  const setCookie = response.headers.getSetCookie().find((cookie) => cookie.includes("freshet=")) ?? "";
  if (response.status !== 303 || setCookie === "") throw new Error(`Not signed in: ${response.status}`);
  return { setCookie, cookie: setCookie.split(";")[0] ?? "" };
}
