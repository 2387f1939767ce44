import { type Context, page } from "fresh";
import { Field, FormProblems } from "@/components/forms/Field.tsx";
import { PictureField } from "@/components/forms/PictureField.tsx";
import { Segments, SettingRow, SettingsGroup, SwitchRow } from "@/components/forms/Settings.tsx";
import { ChatsFrame } from "@/components/shell/ChatsFrame.tsx";
import { PagePane } from "@/components/shell/PagePane.tsx";
import { PageTitle } from "@/components/shell/PageTitle.tsx";
import { PictureCrop } from "@/islands/PictureCrop.tsx";
import { accessGroup } from "@/lib/chat/access.ts";
import { may } from "@/lib/chat/groups/policy.ts";
import { updateGroup } from "@/lib/chat/groups/update_group.ts";
import { storeAvatar } from "@/lib/chat/people/avatar.ts";
import { define, type State } from "@/lib/define.ts";
import { readCrop } from "@/lib/files/crop.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import type { FormFailure } from "@/lib/http/sign_in_forms.ts";
import { t } from "@/lib/i18n/text.ts";
import { cropWords } from "@/lib/pages/crop_words.ts";
import { submitFiles } from "@/lib/pages/file_forms.ts";
import { done, type Form } from "@/lib/pages/forms.ts";
import { loadGroup } from "@/lib/pages/group.ts";
import { problemsIn } from "@/lib/pages/problems.ts";

const load = async (ctx: Context<State>, failure: FormFailure | null) => ({
  ...await loadGroup(ctx, "update"),
  failure,
});

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, null)),
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    const id = param(ctx, "id");
    const outcome = await submitFiles(ctx, async (form, [picture]) => {
      const { deps } = ctx.state;
      await accessGroup(deps, me.id, id, "manage");
      const avatar = picture
        ? await storeAvatar(deps, me, picture, readCrop(form))
        : form.has("no_picture")
        ? ""
        : undefined;
      await updateGroup(deps, me, id, { ...changesIn(form), avatar });
      return done(ctx.state, `/groups/${id}/settings`, t(ctx.state.locale)("settings.saved"));
    });
    return outcome instanceof Response ? outcome : page(await load(ctx, outcome), { status: outcome.status });
  },
});

/** An unticked switch is not sent, so whether it stood on the page is sent beside it. */
const changesIn = (form: Form) => ({
  name: form("name"),
  description: form("description"),
  isPrivate: form("privacy") !== "public",
  maxMembers: form("max_members") === "" ? undefined : Number(form("max_members")),
  readOnly: form.has("has_read_only") ? form.has("read_only") : undefined,
});

export default define.page<typeof handler>(({ data: { frame, group, path, chat, failure }, state }) => {
  const text = t(state.locale);
  const values = failure?.values;
  const problems = problemsIn(text, failure, ["name", "description", "max_members", "avatar", "file", "crop"]);
  const isPrivate = values ? values.privacy !== "public" : group.is_private;
  return (
    <ChatsFrame {...frame} currentId={group.id}>
      <PageTitle title={text("details.settings")} />
      <PagePane title={text("details.settings")} lead={group.name} back={{ href: chat, label: text("chat.back") }}>
        <form class="stack" method="post" action={`${path}/settings`} enctype="multipart/form-data">
          <FormProblems problems={problems.rest} />
          <PictureField
            of={{ id: group.id, name: group.name, picture: group.avatar, kind: "group" }}
            problem={problems.of("avatar") ?? problems.of("file") ?? problems.of("crop")}
            crop={<PictureCrop field="picture" kind="group" words={cropWords(text)} />}
            text={text}
          />
          <Field
            name="name"
            label={text("group.name")}
            value={values?.name ?? group.name}
            required
            maxLength={100}
            problem={problems.of("name")}
          />
          <Field
            name="description"
            label={text("group.description")}
            rows={3}
            value={values?.description ?? group.description}
            problem={problems.of("description")}
          />
          <Field
            name="max_members"
            type="number"
            label={text("group.max_members")}
            min={1}
            max={state.deps.limits.groupMembers}
            value={values?.max_members ?? String(group.max_members)}
            problem={problems.of("max_members")}
          />
          <SettingsGroup>
            <SettingRow title={text("group.privacy")} help={text("group.privacy_help")}>
              <Segments
                name="privacy"
                legend={text("group.privacy")}
                choices={[
                  { value: "private", label: text("group.private") },
                  { value: "public", label: text("group.public") },
                ]}
                value={isPrivate ? "private" : "public"}
              />
            </SettingRow>
            {may(group.role, "set_read_only") && (
              <>
                <input type="hidden" name="has_read_only" value="yes" />
                <SwitchRow
                  name="read_only"
                  title={text("group.read_only")}
                  help={text("group.read_only_help")}
                  on={values ? values.read_only !== undefined : group.read_only}
                />
              </>
            )}
          </SettingsGroup>
          <p class="ways">
            <button type="submit" class="button primary">{text("composer.save")}</button>
          </p>
        </form>
        {may(group.role, "archive") && (
          <SettingsGroup title={text("group.archive_title")}>
            <SettingRow
              title={text(group.archived ? "group.unarchive" : "group.archive")}
              help={text(group.archived ? "group.unarchive_help" : "group.archive_help")}
            >
              <form method="post" action={`${path}/archive`}>
                <button type="submit" class="button small" name="archived" value={group.archived ? "no" : "yes"}>
                  {text(group.archived ? "group.unarchive" : "group.archive")}
                </button>
              </form>
            </SettingRow>
          </SettingsGroup>
        )}
      </PagePane>
    </ChatsFrame>
  );
});
