import type { PageProps } from "fresh";
import { Head } from "fresh/runtime";
import { Mark } from "@/components/shell/Mark.tsx";
import type { State } from "@/lib/define.ts";
import { ChatError } from "@/lib/errors.ts";
import { chooseLocale } from "@/lib/i18n/locale.ts";
import { type PageText, t } from "@/lib/i18n/text.ts";

/** What people see when something cannot be shown: what happened, and a way on. */
export default function ErrorPage({ error, state, req, url }: PageProps<unknown, State>) {
  const text = t(state.locale ?? chooseLocale(req.headers.get("accept-language")));
  const { title, line } = wordsOf(text, error, state.requestId ?? "");
  const canRetry = error instanceof ChatError && error.retry && req.method === "GET";
  return (
    <main class="plain error" id="main">
      <Head>
        <title>{text("page.title", { title })}</title>
      </Head>
      <Mark />
      <h1>{title}</h1>
      <p>{line}</p>
      <p class="ways">
        {canRetry && <a class="button primary" href={`${url.pathname}${url.search}`}>{text("error.retry")}</a>}
        <a class={canRetry ? "button" : "button primary"} href="/">{text("error.home")}</a>
      </p>
    </main>
  );
}

function wordsOf(text: PageText, error: unknown, id: string): { readonly title: string; readonly line: string } {
  const of = (code: "not_found" | "forbidden" | "bad_origin" | "rate_limited" | "unavailable" | "gone") => ({
    title: text(`error.title.${code}`),
    line: text(`error.line.${code}`),
  });
  if (!(error instanceof ChatError)) return unexpected(text, id);
  switch (error.code) {
    case "not_found":
    case "user_not_found":
    case "message_not_found":
    case "group_not_found":
    case "not_member":
    case "method_not_allowed":
      return of("not_found");
    case "rate_limited":
    case "too_many_sockets":
      return of("rate_limited");
    case "unavailable":
    case "draining":
      return of("unavailable");
    case "gone":
    case "bad_origin":
      return of(error.code);
    case "internal":
      return unexpected(text, id);
    default:
      if (error.status === 403) return of("forbidden");
      return { title: text("error.title.invalid"), line: error.message };
  }
}

const unexpected = (text: PageText, id: string) => ({
  title: text("error.title.internal"),
  line: text("error.line.internal", { id }),
});
