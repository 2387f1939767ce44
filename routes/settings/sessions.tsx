import { page } from "fresh";
import { Icon } from "@/components/icons/Icon.tsx";
import { SettingsFrame } from "@/components/settings/SettingsFrame.tsx";
import { sessionJson } from "@/lib/auth/session_json.ts";
import { define } from "@/lib/define.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { formatMoment } from "@/lib/i18n/format.ts";
import { t } from "@/lib/i18n/text.ts";
import { deviceName } from "@/lib/pages/device_name.ts";
import { act, done } from "@/lib/pages/forms.ts";
import { loadSettings } from "@/lib/pages/settings.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    const [frame, rows] = await Promise.all([loadSettings(ctx, me), ctx.state.app.auth.listSessions(me.id)]);
    return page({ frame, sessions: rows.map((row) => sessionJson(row, me.sessionId)) });
  },
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    return await act(ctx, "/settings/sessions", async (form) => {
      const { auth } = ctx.state.app;
      if (form.has("all")) await auth.revokeAll(me.id, me.sessionId);
      else await auth.revoke(me.id, form("end"));
      return done(ctx.state, "/settings/sessions", t(ctx.state.locale)("done.session_ended"));
    });
  },
});

export default define.page<typeof handler>(({ data: { frame, sessions }, state }) => {
  const text = t(state.locale);
  const { reader } = frame;
  return (
    <SettingsFrame {...frame} text={text} title={text("settings.sessions")} lead={text("settings.sessions_lead")}>
      <form method="post" action="/settings/sessions">
        <ul class="rowsbox">
          {sessions.map((session) => (
            <li class="setting" key={session.id}>
              <Icon name={session.kind === "jwt" ? "key-round" : "monitor-smartphone"} />
              <div>
                <p class="name">
                  {session.kind === "jwt" ? text("sessions.program") : deviceName(text, session.device)}
                  {session.current && <span class="role owner">{text("sessions.this")}</span>}
                </p>
                <p class="hint">
                  {session.address}
                  {text("list.comma")}
                  {text("sessions.used", { when: formatMoment(reader, session.last_seen_at) })}
                </p>
              </div>
              {!session.current && (
                <button type="submit" class="button small" name="end" value={session.id}>{text("sessions.end")}</button>
              )}
            </li>
          ))}
        </ul>
        {sessions.length > 1 && (
          <p class="ways">
            <button type="submit" class="button" name="all" value="yes">{text("sessions.end_all")}</button>
          </p>
        )}
      </form>
    </SettingsFrame>
  );
});
