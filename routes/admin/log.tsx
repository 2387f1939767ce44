import { page } from "fresh";
import { EmptyState } from "@/components/EmptyState.tsx";
import { AdminFrame } from "@/components/shell/AdminFrame.tsx";
import { listActs } from "@/lib/chat/people/administer.ts";
import { listUsersById } from "@/lib/chat/people/find_people.ts";
import { define } from "@/lib/define.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { formatMoment } from "@/lib/i18n/format.ts";
import { t } from "@/lib/i18n/text.ts";
import { isId } from "@/lib/ids.ts";
import { loadAdmin } from "@/lib/pages/admin.ts";
import { actWords } from "@/lib/pages/audit_words.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    const { deps } = ctx.state;
    const before = new Date(ctx.url.searchParams.get("before") ?? "");
    const [frame, acts] = await Promise.all([
      loadAdmin(ctx),
      listActs(deps, me, Number.isNaN(before.getTime()) ? null : before),
    ]);
    const ids = new Set(acts.flatMap((act) => [act.actor_id ?? "", act.subject]).filter(isId));
    const people = await listUsersById(deps, me.id, [...ids]);
    return page({ frame, acts, names: new Map(people.map((person) => [person.id, person.display_name])) });
  },
});

export default define.page<typeof handler>(({ data: { frame, acts, names }, state }) => {
  const text = t(state.locale);
  const last = acts.at(-1);
  return (
    <AdminFrame {...frame} title={text("admin.log")} lead={text("admin.log_lead")}>
      {acts.length === 0 && <EmptyState line={text("admin.log_none")} />}
      {acts.length > 0 && (
        <ul class="rowsbox">
          {acts.map((act) => (
            <li class="setting" key={act.id}>
              <div>
                <p class="name">{actWords(text, act.action)}</p>
                <p class="hint">
                  {names.get(act.actor_id ?? "") ?? text("name.someone")}
                  {names.has(act.subject) && ` → ${names.get(act.subject)}`}
                </p>
              </div>
              <time class="hint" dateTime={act.created_at}>{formatMoment(frame.reader, act.created_at)}</time>
            </li>
          ))}
        </ul>
      )}
      {acts.length >= 50 && last && (
        <p class="ways">
          <a class="button" href={`/admin/log?before=${encodeURIComponent(last.created_at)}`}>{text("palette.more")}</a>
        </p>
      )}
    </AdminFrame>
  );
});
