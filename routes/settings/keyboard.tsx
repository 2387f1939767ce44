import { page } from "fresh";
import { KeyList } from "@/components/settings/KeyList.tsx";
import { SettingsFrame } from "@/components/settings/SettingsFrame.tsx";
import { define } from "@/lib/define.ts";
import { t } from "@/lib/i18n/text.ts";
import { loadSettings } from "@/lib/pages/settings.ts";

export const handler = define.handlers({ GET: async (ctx) => page({ frame: await loadSettings(ctx) }) });

export default define.page<typeof handler>(({ data: { frame }, state }) => {
  const text = t(state.locale);
  return (
    <SettingsFrame {...frame} text={text} title={text("settings.keyboard")} lead={text("settings.keyboard_lead")}>
      <KeyList reader={frame.reader} />
    </SettingsFrame>
  );
});
