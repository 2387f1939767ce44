/**
 * Takes a picture of every page into `shots/`: light and dark, 390 and 1440 px, English and Chinese.
 * `deno run -A tests/browser/screenshots.ts [part of a name …]`
 */
import { TestBrowser, type Visitor } from "../support/browser.ts";
import { startServer } from "../support/server.ts";
import { makeWorld, type World } from "./world.ts";

const VARIANTS = [
  { name: "light-1440-en", width: 1440, height: 900, dark: false, locale: "en-GB" },
  { name: "dark-1440-en", width: 1440, height: 900, dark: true, locale: "en-GB" },
  { name: "light-390-en", width: 390, height: 844, dark: false, locale: "en-GB" },
  { name: "dark-390-en", width: 390, height: 844, dark: true, locale: "en-GB" },
  { name: "light-1440-zh", width: 1440, height: 900, dark: false, locale: "zh-CN" },
  { name: "dark-390-zh", width: 390, height: 844, dark: true, locale: "zh-CN" },
] as const;

/** Pages for who is signed in, by the names of their pictures. */
export const pagesOf = (world: World): Record<string, string> => ({
  "list": "/",
  "chat-group": `/c/${world.release}`,
  "chat-direct": `/c/${world.withXiaoyu}`,
  "chat-details": `/c/${world.release}/details`,
  "new-chat": "/new",
  "new-group": "/groups/new",
  "search": "/search?q=rollback",
  "people": "/people",
  "people-friends": "/people/friends",
  "people-requests": "/people/requests",
  "person": `/people/${world.xiaoyu.id}`,
  "person-block": `/people/${world.xiaoyu.id}/block`,
  "groups": "/groups",
  "groups-mine": "/groups/mine",
  "group-members": `/groups/${world.release}/members`,
  "group-add": `/groups/${world.release}/add`,
  "group-invite": `/groups/${world.release}/invite`,
  "group-announcement": `/groups/${world.release}/announcement`,
  "group-settings": `/groups/${world.release}/settings`,
  "group-leave": `/groups/${world.release}/leave`,
  "message": `/m/${world.message}`,
  "message-edit": `/m/${world.message}/edit`,
  "message-recall": `/m/${world.message}/recall`,
  "message-readers": `/m/${world.message}/readers`,
  "settings": "/settings",
  "settings-profile": "/settings/profile",
  "settings-notifications": "/settings/notifications",
  "settings-appearance": "/settings/appearance",
  "settings-password": "/settings/password",
  "settings-sessions": "/settings/sessions",
  "settings-blocked": "/settings/blocked",
  "settings-keyboard": "/settings/keyboard",
  "settings-account": "/settings/account",
  "admin": "/admin",
  "admin-invites": "/admin/invites",
  "admin-notice": "/admin/notice",
  "admin-log": "/admin/log",
  "not-found": "/nowhere",
});

export const OPEN_PAGES: Record<string, string> = { "login": "/login", "register": "/register" };

export async function signIn(visitor: Visitor, email: string, password: string): Promise<void> {
  await visitor.page.goto("/login");
  await visitor.page.fill("#email", email);
  await visitor.page.fill("#password", password);
  await visitor.page.click("button[type=submit]");
  await visitor.page.waitForURL((url) => url.pathname === "/");
}

if (import.meta.main) {
  const wanted = Deno.args.filter((argument) => !argument.startsWith("--"));
  const matches = (name: string) => wanted.length === 0 || wanted.some((part) => name.includes(part));
  await using server = await startServer({ env: { FRESHET_LIMITS: "off" } });
  const browser = new TestBrowser();
  const { url } = server;
  const world = await makeWorld({ url });
  for (const { name, ...look } of VARIANTS) {
    const shots = { ...OPEN_PAGES, ...pagesOf(world) };
    const names = Object.keys(shots).filter((page) => matches(`${page}-${name}`));
    if (names.length === 0) continue;
    await using visitor = await browser.visitor({ url, ...look });
    visitor.expectProblems(/404/);
    let signedIn = false;
    for (const page of names) {
      if (!(page in OPEN_PAGES) && !signedIn) {
        await signIn(visitor, world.mei.email, world.mei.password);
        signedIn = true;
      }
      await visitor.page.goto(shots[page] ?? "/");
      await visitor.page.waitForLoadState("networkidle");
      await visitor.shoot(`${page}-${name}`);
    }
  }
  await browser.close();
}
