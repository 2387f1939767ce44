import { type Context, page } from "fresh";
import { storeAvatar } from "@/lib/chat/people/avatar.ts";
import { getOwnProfile, updateProfile } from "@/lib/chat/people/profile.ts";
import { readCrop } from "@/lib/files/crop.ts";
import type { State } from "@/lib/define.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import type { FormFailure } from "@/lib/http/sign_in_forms.ts";
import { t } from "@/lib/i18n/text.ts";
import type { Presence } from "@/lib/protocol/messages.ts";
import { submitFiles } from "./file_forms.ts";
import { done } from "./forms.ts";
import { loadSettings } from "./settings.ts";

const STATUSES: readonly Presence[] = ["online", "away", "busy", "offline"];

export async function loadProfile(ctx: Context<State>, failure: FormFailure | null) {
  const me = requireSignedIn(ctx.state);
  const [frame, profile] = await Promise.all([loadSettings(ctx, me), getOwnProfile(ctx.state.deps, me.id)]);
  return { frame, profile, failure };
}

export async function saveProfile(ctx: Context<State>) {
  const me = requireSignedIn(ctx.state);
  const outcome = await submitFiles(ctx, async (form, [picture]) => {
    await updateProfile(ctx.state.deps, me.id, {
      firstName: form("first_name"),
      lastName: form("last_name"),
      statusText: form("status_text"),
      status: STATUSES.find((status) => status === form("status")),
      avatar: picture
        ? await storeAvatar(ctx.state.deps, me, picture, readCrop(form))
        : form.has("no_picture")
        ? ""
        : undefined,
    });
    return done(ctx.state, "/settings/profile", t(ctx.state.locale)("settings.saved"));
  });
  return outcome instanceof Response ? outcome : page(await loadProfile(ctx, outcome), { status: outcome.status });
}
