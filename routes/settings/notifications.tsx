import { page } from "fresh";
import { SettingsGroup, SwitchRow } from "@/components/forms/Settings.tsx";
import { SettingsFrame } from "@/components/settings/SettingsFrame.tsx";
import { SaveAtOnce } from "@/islands/SaveAtOnce.tsx";
import { updateSettings } from "@/lib/chat/people/profile.ts";
import { define } from "@/lib/define.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { t } from "@/lib/i18n/text.ts";
import { act, saved } from "@/lib/pages/forms.ts";
import { loadSettings } from "@/lib/pages/settings.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    return page({ frame: await loadSettings(ctx, me), settings: me.settings });
  },
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    return await act(ctx, "/settings/notifications", async (form) => {
      await updateSettings(ctx.state.deps, me.id, {
        notifications: form.has("notifications"),
        sound: form.has("sound"),
        doNotDisturb: form.has("do_not_disturb"),
      });
      return saved(ctx, "/settings/notifications", t(ctx.state.locale)("settings.saved"));
    });
  },
});

export default define.page<typeof handler>(({ data: { frame, settings }, state }) => {
  const text = t(state.locale);
  return (
    <SettingsFrame
      {...frame}
      text={text}
      title={text("settings.notifications")}
      lead={text("settings.notifications_lead")}
    >
      <form class="stack" method="post" action="/settings/notifications">
        <SettingsGroup>
          <SwitchRow
            name="notifications"
            title={text("settings.desktop")}
            help={text("settings.desktop_help")}
            on={settings.notifications ?? false}
          />
          <SwitchRow
            name="sound"
            title={text("settings.sound")}
            help={text("settings.sound_help")}
            on={settings.sound ?? false}
          />
          <SwitchRow
            name="do_not_disturb"
            title={text("settings.disturb")}
            help={text("settings.disturb_help")}
            on={settings.doNotDisturb ?? false}
          />
        </SettingsGroup>
        <p class="hint">{text("settings.mute_hint")}</p>
        <SaveAtOnce saved={text("settings.saved")} failed={text("settings.not_saved")} />
        <p class="ways">
          <button type="submit" class="button primary">{text("composer.save")}</button>
        </p>
      </form>
    </SettingsFrame>
  );
});
