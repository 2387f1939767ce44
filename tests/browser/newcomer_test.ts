import assert from "node:assert/strict";
import { useBrowser } from "../support/browser.ts";
import { hasChromium } from "../support/programs.ts";
import { startServer } from "../support/server.ts";
import { Talker } from "./talker.ts";

const ignore = !hasChromium();
const browser = useBrowser();

Deno.test(
  {
    name: "a newcomer registers, finds a friend, makes a group and sends a formatted message, by what is seen",
    ignore,
  },
  async () => {
    await using server = await startServer({ env: { FRESHET_LIMITS: "off" } });
    await using bob = await Talker.register(browser, server, "bob");
    await using visitor = await browser.visitor({ url: server.url, width: 390, height: 844, touch: true });
    const { page } = visitor;

    // From the address alone: whoever is not signed in is led to the door, and from there on.
    await page.goto("/");
    await page.waitForURL("**/login**");
    await page.getByRole("link", { name: "Create an account" }).tap();
    await page.getByLabel("User name").fill("nia");
    await page.getByLabel("Email").fill("nia@example.org");
    await page.getByRole("textbox", { name: "Password" }).fill("correct horse 7");
    await page.getByRole("button", { name: "Create account" }).tap();
    await page.waitForURL((url) => url.pathname === "/");

    await page.getByRole("link", { name: "People" }).first().tap();
    await page.waitForURL("**/people");
    await page.getByRole("main").getByRole("searchbox").fill("bo");
    await page.getByRole("main").getByRole("button", { name: "Search" }).tap();
    await page.waitForURL("**/people?q=bo");
    await page.getByRole("main").getByRole("link", { name: "bob" }).first().tap();
    await page.waitForURL(`**/people/${bob.id}`);
    await page.getByRole("button", { name: "Add as a friend" }).tap();
    await page.getByRole("button", { name: "Take back" }).waitFor();
    await bob.page.goto("/people/requests");
    await bob.page.getByRole("button", { name: "Accept" }).click();
    await bob.page.goto("/people/friends");
    await bob.page.getByRole("main").getByRole("link", { name: "nia" }).first().waitFor();

    await page.goto("/");
    await page.getByRole("link", { name: "Create a group" }).first().tap();
    await page.getByLabel("Name", { exact: true }).fill("Harbour");
    await page.getByRole("checkbox", { name: "bob" }).check();
    await page.getByRole("button", { name: "Create group" }).tap();
    await page.waitForURL("**/c/*");

    await page.locator("#composer").fill("the **crane** is `free`");
    await page.getByRole("button", { name: "Send" }).tap();
    await page.locator(".timeline strong", { hasText: "crane" }).waitFor();
    await bob.open(new URL(page.url()).pathname.slice("/c/".length));
    await bob.page.locator(".timeline strong", { hasText: "crane" }).waitFor();
    assert.equal(await bob.page.locator(".timeline code", { hasText: "free" }).count(), 1);

    // Taken out of it, he is told, and led on.
    bob.visitor.expectProblems(/404/);
    const group = (await (await bob.visitor.context.request.get("/api/v1/groups")).json()).groups[0];
    const path = `/api/v1/groups/${group.id}/members/${bob.id}`;
    const details = bob.page.getByRole("complementary", { name: "Details" });
    if (!await details.isVisible()) await bob.page.locator("header").getByRole("link", { name: "Details" }).click();
    await details.getByText("Leave group").waitFor();
    assert.ok((await visitor.context.request.delete(path, { headers: { origin: server.url } })).ok());
    await details.waitFor({ state: "detached" });
    await bob.page.locator(".composer.readonly").getByRole("link", { name: "Back to the chats" }).click();
    await bob.page.waitForURL((url) => url.pathname === "/");
  },
);
