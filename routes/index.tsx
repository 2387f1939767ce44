import { page } from "fresh";
import { packMessenger } from "@/components/messenger/pack.ts";
import { PageTitle } from "@/components/shell/PageTitle.tsx";
import { Messenger } from "@/islands/Messenger.tsx";
import { define } from "@/lib/define.ts";
import { t } from "@/lib/i18n/text.ts";
import { loadMessenger } from "@/lib/pages/messenger.ts";

export const handler = define.handlers({
  GET: async (ctx) => page(packMessenger(await loadMessenger(ctx, null))),
});

export default define.page<typeof handler>(({ data, state }) => (
  <>
    <PageTitle title={t(state.locale)("list.title")} />
    <Messenger {...data} />
  </>
));
