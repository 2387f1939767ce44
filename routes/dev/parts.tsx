import { page } from "fresh";
import { define } from "@/lib/define.ts";
import { MessengerView } from "@/components/messenger/MessengerView.tsx";
import { PageTitle } from "@/components/shell/PageTitle.tsx";
import { ChatError } from "@/lib/errors.ts";
import { exampleMessenger } from "./(_components)/example.ts";
import { PartsSheet } from "./(_components)/PartsSheet.tsx";

const STATES = ["group", "direct", "none", "first", "parts"] as const;

export const handler = define.handlers({
  /** Only while developing: the parts with an invented day, `?state=` group, direct, none, first; `parts`: each by itself. */
  GET(ctx) {
    if (ctx.config.mode !== "development") throw new ChatError("not_found");
    const asked = ctx.url.searchParams.get("state");
    return page({ locale: ctx.state.locale, state: STATES.find((state) => state === asked) ?? "group" });
  },
});

export default define.page<typeof handler>(({ data: { locale, state } }) => (
  <>
    <PageTitle title="Parts" />
    {state === "parts" ? <PartsSheet locale={locale} /> : <MessengerView {...exampleMessenger(locale, state)} />}
  </>
));
