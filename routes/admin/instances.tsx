import { page } from "fresh";
import { InstanceList } from "@/components/admin/InstanceList.tsx";
import { SlowList } from "@/components/admin/SlowList.tsx";
import { EmptyState } from "@/components/EmptyState.tsx";
import { AdminFrame } from "@/components/shell/AdminFrame.tsx";
import { slowStatements } from "@/lib/chat/slow_statements.ts";
import { define } from "@/lib/define.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { t } from "@/lib/i18n/text.ts";
import { loadAdmin } from "@/lib/pages/admin.ts";
import { instanceRow, slowRow } from "@/lib/pages/instances.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const { app, deps, locale } = ctx.state;
    const text = t(locale);
    const [frame, slow] = await Promise.all([loadAdmin(ctx), slowStatements(deps, requireSignedIn(ctx.state))]);
    const instances = app.instances.list();
    const sum = (of: (instance: typeof instances[number]) => number) =>
      instances.reduce((all, instance) => all + of(instance), 0);
    return page({
      frame,
      figures: [
        [text("admin.online"), app.hub.listOnline().length],
        [text("admin.per_minute"), sum(({ messagesPerMinute }) => messagesPerMinute)],
        [text("admin.sockets"), sum(({ connections }) => connections)],
      ] as const,
      isMixed: new Set(instances.map(({ version }) => version)).size > 1,
      instances: instances.map((instance) => instanceRow(text, instance, deps.clock.now())),
      slowLead: text(`admin.slow_${slow.source}`),
      slow: slow.statements.map((statement) => slowRow(text, statement)),
    });
  },
});

export default define.page<typeof handler>(({ data, state }) => {
  const text = t(state.locale);
  const { frame, figures, instances, isMixed, slow, slowLead } = data;
  return (
    <AdminFrame {...frame} title={text("admin.instances")} lead={text("admin.instances_lead")}>
      <section class="group" aria-labelledby="figures">
        <h2 id="figures">{text("admin.figures")}</h2>
        <dl class="rowsbox keys">
          {figures.map(([name, count]) => (
            <div class="setting" key={name}>
              <dt>{name}</dt>
              <dd>{count.toLocaleString(state.locale)}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section class="group" aria-labelledby="instances">
        <h2 id="instances">{text("admin.running")}</h2>
        {isMixed && <p class="hint">{text("admin.mixed")}</p>}
        <InstanceList instances={instances} self={text("admin.this_instance")} comma={text("list.comma")} />
      </section>
      <section class="group" aria-labelledby="slow">
        <h2 id="slow">{text("admin.slow")}</h2>
        <p class="hint">{slowLead}</p>
        {slow.length === 0 && <EmptyState line={text("admin.slow_none")} />}
        {slow.length > 0 && (
          <div class="stack">
            <SlowList rows={slow} comma={text("list.comma")} />
          </div>
        )}
      </section>
    </AdminFrame>
  );
});
