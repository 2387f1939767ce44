import type { Visitor } from "../support/browser.ts";
import type { Person } from "../support/client.ts";

/** Signs in by the page, as people do. */
export async function signIn(
  { page }: Visitor,
  { email, password }: Pick<Person, "email" | "password">,
): Promise<void> {
  await page.goto("/login");
  await page.fill("#email", email);
  await page.fill("#password", password);
  await page.click("button[type=submit]");
  await page.waitForURL((url) => url.pathname === "/");
}
