import assert from "node:assert/strict";
import type { Person } from "../support/client.ts";

/** Someone who uses the pages as a browser without script does: links, forms, cookies. */
export class PageReader {
  readonly #url: string;
  readonly #cookies = new Map<string, string>();
  readonly language: string;

  constructor(url: string, language = "en") {
    this.#url = url;
    this.language = language;
  }

  /** Signs in by the form. */
  static async of(url: string, person: Person, language = "en"): Promise<PageReader> {
    const reader = new PageReader(url, language);
    const answer = await reader.post("/login", { email: person.email, password: person.password });
    assert.equal(answer.status, 303, answer.html);
    return reader;
  }

  get(path: string): Promise<PageAnswer> {
    return this.#ask(path, { method: "GET" });
  }

  /** Sends a form as a browser would, and does not follow. */
  post(path: string, fields: Record<string, string>): Promise<PageAnswer> {
    return this.#ask(path, { method: "POST", body: new URLSearchParams(fields), headers: { origin: this.#url } });
  }

  /** Sends a form that must go through, and follows to the page after it. */
  async submit(path: string, fields: Record<string, string>): Promise<PageAnswer> {
    const answer = await this.post(path, fields);
    assert.equal(answer.status, 303, `${path} answered ${answer.status}: ${problemsIn(answer.html)}`);
    return await this.get(answer.location);
  }

  async #ask(path: string, init: RequestInit): Promise<PageAnswer> {
    const headers = new Headers(init.headers);
    headers.set("accept", "text/html");
    headers.set("accept-language", this.language);
    headers.set("cookie", [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    const response = await fetch(new URL(path, this.#url), { ...init, headers, redirect: "manual" });
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie);
    const location = response.headers.get("location") ?? "";
    return { path, status: response.status, headers: response.headers, location, html: await response.text() };
  }

  #keep(cookie: string): void {
    const [pair = ""] = cookie.split(";");
    const at = pair.indexOf("=");
    if (/max-age=0/i.test(cookie)) this.#cookies.delete(pair.slice(0, at));
    else this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}

export interface PageAnswer {
  readonly path: string;
  readonly status: number;
  readonly headers: Headers;
  /** Of a redirect. */
  readonly location: string;
  readonly html: string;
}

/** What a page says was wrong. */
export const problemsIn = (html: string): string[] =>
  [...html.matchAll(/role="alert">(?:<svg.*?<\/svg>)?([^<]+)/g)].map(([, text = ""]) => text);

/** The line above a page that says what was done. */
export const flashIn = (html: string): string => /class="flash \w+"[^>]*><svg.*?<\/svg>([^<]*)/.exec(html)?.[1] ?? "";

/** What people read: markup, data and the words for other senses taken away. */
export const textIn = (html: string): string =>
  html.replace(/<(script|style|head)\b.*?<\/\1>/gs, " ").replace(/<[^>]+>/g, " ").replace(/&amp;/g, "&").replace(
    /\s+/g,
    " ",
  );

/** The value of a field of a form. */
export const fieldIn = (html: string, name: string): string => {
  const area = new RegExp(`<textarea[^>]*name="${name}"[^>]*>([^<]*)<`).exec(html)?.[1];
  const input = [...html.matchAll(/<input[^>]*>/g)].find(([tag]) => tag.includes(`name="${name}"`))?.[0];
  return area ?? /\bvalue="([^"]*)"/.exec(input ?? "")?.[1] ?? "";
};

/** Ids of the messages that a page offers to act on, oldest first. */
export const messageIdsIn = (html: string): string[] =>
  [...html.matchAll(/class="acts" href="\/m\/([0-9a-f-]{36})"/g)].map(([, id = ""]) => id);
