import { page } from "fresh";
import { ProfileForm } from "@/components/settings/ProfileForm.tsx";
import { SettingsFrame } from "@/components/settings/SettingsFrame.tsx";
import { PictureCrop } from "@/islands/PictureCrop.tsx";
import { define } from "@/lib/define.ts";
import { t } from "@/lib/i18n/text.ts";
import { cropWords } from "@/lib/pages/crop_words.ts";
import { problemsIn } from "@/lib/pages/problems.ts";
import { loadProfile, saveProfile } from "@/lib/pages/profile_form.ts";

export const handler = define.handlers({
  GET: async (ctx) => page(await loadProfile(ctx, null)),
  POST: saveProfile,
});

export default define.page<typeof handler>(({ data: { frame, profile, failure }, state }) => {
  const text = t(state.locale);
  return (
    <SettingsFrame {...frame} text={text} title={text("settings.profile")} lead={text("settings.profile_lead")}>
      <ProfileForm
        profile={profile}
        values={failure?.values ?? {}}
        problems={problemsIn(text, failure, ["first_name", "last_name", "status_text", "avatar", "file", "crop"])}
        crop={<PictureCrop field="picture" kind="person" words={cropWords(text)} />}
        text={text}
      />
    </SettingsFrame>
  );
});
