import { page } from "fresh";
import { define } from "@/lib/define.ts";
import { MessengerView } from "@/components/messenger/MessengerView.tsx";
import { PageTitle } from "@/components/shell/PageTitle.tsx";
import { ChatError } from "@/lib/errors.ts";
import { exampleMessenger } from "./(_components)/example.ts";

const STATES = ["group", "direct", "none", "first"] as const;

export const handler = define.handlers({
  /** Only while developing: the parts with an invented day, `?state=` group, direct, none or first. */
  GET(ctx) {
    if (ctx.config.mode !== "development") throw new ChatError("not_found");
    const asked = ctx.url.searchParams.get("state");
    return page(exampleMessenger(ctx.state.locale, STATES.find((state) => state === asked) ?? "group"));
  },
});

export default define.page<typeof handler>(({ data }) => (
  <>
    <PageTitle title="Parts" />
    <MessengerView {...data} />
  </>
));
