import { page } from "fresh";
import { Mark } from "@/components/shell/Mark.tsx";
import { PageTitle } from "@/components/shell/PageTitle.tsx";
import { define } from "@/lib/define.ts";
import { t } from "@/lib/i18n/text.ts";

/** `static/sw.js` keeps this page and shows it in the place of those it does not have. It is about nobody. */
export const handler = define.handlers({ GET: () => page() });

export default define.page<typeof handler>(({ state }) => {
  const text = t(state.locale);
  return (
    <main class="plain error" id="main">
      <PageTitle title={text("offline.title")} />
      <Mark />
      <h1>{text("offline.title")}</h1>
      <p>{text("offline.line")}</p>
      <p class="ways">
        {/* The address that was asked for, whichever it is. */}
        <a class="button primary" href="">{text("error.retry")}</a>
        <a class="button" href="/">{text("error.home")}</a>
      </p>
    </main>
  );
});
