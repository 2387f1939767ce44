import type { Locator, Page } from "playwright-core";
import type { TestBrowser, Visitor, VisitorOptions } from "../support/browser.ts";
import { until } from "../support/wait.ts";

const PASSWORD = "correct horse 7";

/** Somebody who has registered in a browser of her own and talks there. */
export class Talker implements AsyncDisposable {
  readonly visitor: Visitor;
  page: Page;
  readonly name: string;
  readonly id: string;
  readonly #origin: string;

  private constructor(visitor: Visitor, name: string, id: string, origin: string) {
    this.visitor = visitor;
    this.page = visitor.page;
    this.name = name;
    this.id = id;
    this.#origin = origin;
  }

  /** Registers with the page's own form. */
  static async register(browser: TestBrowser, options: VisitorOptions, name: string): Promise<Talker> {
    const visitor = await browser.visitor(options);
    const { page } = visitor;
    await page.goto("/register");
    await page.fill("input[name=username]", name);
    await page.fill("input[name=email]", `${name}@example.org`);
    await page.fill("input[name=password]", PASSWORD);
    await page.click("form[action='/register'] button[type=submit]");
    await page.waitForURL((url) => url.pathname === "/");
    const { user } = await (await visitor.context.request.get("/api/v1/users/profile")).json();
    return new Talker(visitor, name, user.id, options.url);
  }

  /** The direct chat with somebody, or a group: its id. */
  async chatWith(other: Talker): Promise<string> {
    const { conversation } = await this.#post("/api/v1/conversations", { user_id: other.id });
    return conversation.id;
  }

  async group(name: string, ...others: Talker[]): Promise<string> {
    const { group } = await this.#post("/api/v1/groups", { name });
    for (const { id } of others) await this.#post(`/api/v1/groups/${group.id}/members`, { user_id: id });
    return group.id;
  }

  /** Says something without the page. */
  async post(conversationId: string, content: string): Promise<void> {
    await this.#post(`/api/v1/conversations/${conversationId}/messages`, { content });
  }

  /** Opens a conversation and waits until the page lives. */
  async open(conversationId: string): Promise<void> {
    await this.page.goto(`/c/${conversationId}`);
    await this.alive();
  }

  /** A new tab, after the old one was closed. */
  async reopen(conversationId: string): Promise<void> {
    this.page = await this.visitor.context.newPage();
    await this.open(conversationId);
  }

  async alive(): Promise<void> {
    await this.page.waitForFunction(() => document.documentElement.dataset.live !== undefined);
  }

  async say(text: string): Promise<void> {
    await this.page.fill("#composer", text);
    await this.page.press("#composer", "Enter");
  }

  message(text: string): Locator {
    return this.page.locator(".timeline li.msg", { hasText: text });
  }

  /** Waits until a message stands there, once. */
  async sees(text: string): Promise<void> {
    await until(async () => await this.message(text).count() === 1, `${this.name} sees "${text}" once`, 40_000);
  }

  /** Signs in elsewhere, and ends all other sessions from there. */
  async endSessions(): Promise<void> {
    const credentials = { email: `${this.name}@example.org`, password: PASSWORD };
    const headers = { "content-type": "application/json" };
    const login = { method: "POST", headers, body: JSON.stringify(credentials) };
    const { token } = await (await fetch(`${this.#origin}/api/v1/auth/login`, login)).json();
    const end = { method: "DELETE", headers: { authorization: `Bearer ${token}` } };
    await (await fetch(`${this.#origin}/api/v1/sessions`, end)).body?.cancel();
  }

  /** Waits until my message bears this mark. */
  async seesMark(text: string, mark: "sent" | "delivered" | "read" | "queued"): Promise<void> {
    const tick = this.message(text).locator(`use[href='#i-tick-${mark}']`);
    await until(async () => await tick.count() === 1, `"${text}" of ${this.name} is ${mark}`, 40_000);
  }

  /** All texts of the open conversation, in order. */
  texts(): Promise<string[]> {
    return this.page.locator(".timeline li.msg .text > p").evaluateAll((paragraphs) =>
      paragraphs.map((paragraph) => paragraph.firstChild?.textContent ?? "")
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.visitor[Symbol.asyncDispose]();
  }

  async #post(path: string, data: unknown) {
    const answer = await this.visitor.context.request.post(path, { data, headers: { origin: this.#origin } });
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
    return await answer.json();
  }
}
