import { page } from "fresh";
import { Segments, Select, SettingRow, SettingsGroup, SwitchRow } from "@/components/forms/Settings.tsx";
import { SettingsFrame } from "@/components/settings/SettingsFrame.tsx";
import { ThemeTiles } from "@/components/settings/ThemeTiles.tsx";
import { SaveAtOnce } from "@/islands/SaveAtOnce.tsx";
import { updateSettings } from "@/lib/chat/people/profile.ts";
import { define } from "@/lib/define.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { formatTime } from "@/lib/i18n/format.ts";
import { t } from "@/lib/i18n/text.ts";
import { chosen } from "@/lib/pages/choices.ts";
import { act, saved } from "@/lib/pages/forms.ts";
import { loadSettings } from "@/lib/pages/settings.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    return page({ frame: await loadSettings(ctx, me), settings: me.settings });
  },
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    return await act(ctx, "/settings/appearance", async (form) => {
      const language = chosen(form("language"), ["auto", "en", "zh"]);
      await updateSettings(ctx.state.deps, me.id, {
        theme: chosen(form("theme"), ["system", "light", "dark"]),
        density: chosen(form("density"), ["comfortable", "compact"]),
        language,
        clock: chosen(form("clock"), ["auto", "24", "12"]),
        enterSends: form.has("enter_sends"),
        reduceMotion: form.has("reduce_motion"),
      });
      const locale = language === "auto" ? ctx.state.locale : language;
      return saved(ctx, "/settings/appearance", t(locale)("settings.saved"));
    });
  },
});

export default define.page<typeof handler>(({ data: { frame, settings }, state }) => {
  const text = t(state.locale);
  const now = new Date(frame.reader.now).toISOString();
  return (
    <SettingsFrame {...frame} text={text} title={text("settings.appearance")} lead={text("settings.appearance_lead")}>
      <form class="stack" method="post" action="/settings/appearance">
        <ThemeTiles value={settings.theme ?? "system"} text={text} />
        <SettingsGroup title={text("settings.reading")}>
          <SettingRow title={text("settings.density")} help={text("settings.density_help")}>
            <Segments
              name="density"
              legend={text("settings.density")}
              choices={[
                { value: "comfortable", label: text("settings.comfortable") },
                { value: "compact", label: text("settings.compact") },
              ]}
              value={settings.density ?? "comfortable"}
            />
          </SettingRow>
          <SwitchRow
            name="enter_sends"
            title={text("settings.enter")}
            help={text("settings.enter_help")}
            on={settings.enterSends ?? true}
          />
          <SwitchRow
            name="reduce_motion"
            title={text("settings.motion")}
            help={text("settings.motion_help")}
            on={settings.reduceMotion ?? false}
          />
        </SettingsGroup>
        <SettingsGroup title={text("settings.language_time")}>
          <SettingRow title={text("settings.language")} help={text("settings.language_help")} for="language">
            <Select
              name="language"
              choices={[
                { value: "auto", label: text("settings.automatic") },
                { value: "en", label: "English" },
                { value: "zh", label: "中文" },
              ]}
              value={settings.language ?? "auto"}
            />
          </SettingRow>
          <SettingRow
            title={text("settings.clock")}
            help={text("settings.clock_help", { time: formatTime(frame.reader, now) })}
          >
            <Segments
              name="clock"
              legend={text("settings.clock")}
              choices={[
                { value: "auto", label: text("settings.automatic") },
                { value: "24", label: text("settings.24h") },
                { value: "12", label: text("settings.12h") },
              ]}
              value={settings.clock ?? "auto"}
            />
          </SettingRow>
        </SettingsGroup>
        <SaveAtOnce saved={text("settings.saved")} failed={text("settings.not_saved")} />
        <p class="ways">
          <button type="submit" class="button primary">{text("composer.save")}</button>
        </p>
      </form>
    </SettingsFrame>
  );
});
