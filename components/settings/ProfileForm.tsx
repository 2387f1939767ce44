import type { ComponentChildren } from "preact";
import type { PageText } from "@/lib/i18n/text.ts";
import type { Presence } from "@/lib/protocol/messages.ts";
import { Field, FormProblems } from "../forms/Field.tsx";
import { PictureField } from "../forms/PictureField.tsx";
import { Select, SettingRow, SettingsGroup } from "../forms/Settings.tsx";

export interface ProfileFormProps {
  readonly profile: {
    readonly id: string;
    readonly username: string;
    readonly avatar: string;
    readonly email: string;
    readonly first_name: string;
    readonly last_name: string;
    readonly status: Presence;
    readonly status_text: string;
  };
  /** What was typed, when it was refused. */
  readonly values: Readonly<Record<string, string>>;
  readonly problems: { of(field: string): string | undefined; readonly rest: readonly string[] };
  /** Chooses the square of a picture. */
  readonly crop?: ComponentChildren;
  readonly text: PageText;
}

/** Names, status and a line about oneself. */
export function ProfileForm({ profile, values, problems, crop, text }: ProfileFormProps) {
  const field = (name: "first_name" | "last_name" | "status_text", hint?: string) => (
    <Field
      name={name}
      label={text(`field.${name}`)}
      hint={hint}
      value={values[name] ?? profile[name]}
      problem={problems.of(name)}
    />
  );
  return (
    <form class="stack" method="post" action="/settings/profile" enctype="multipart/form-data">
      <FormProblems problems={problems.rest} />
      <PictureField
        of={{ id: profile.id, name: nameOf(profile), picture: profile.avatar }}
        problem={problems.of("avatar") ?? problems.of("file") ?? problems.of("crop")}
        crop={crop}
        text={text}
      />
      {field("first_name")}
      {field("last_name", text("settings.name_hint", { username: profile.username }))}
      {field("status_text", text("settings.status_hint"))}
      <SettingsGroup>
        <SettingRow title={text("settings.status")} help={text("settings.status_help")} for="status">
          <Select
            name="status"
            choices={[
              { value: "online", label: text("settings.automatic") },
              { value: "away", label: text("presence.away") },
              { value: "busy", label: text("presence.busy") },
              { value: "offline", label: text("settings.invisible") },
            ]}
            value={profile.status}
          />
        </SettingRow>
        <SettingRow title={text("field.username")} help={`@${profile.username}`}>
          <span class="hint">{text("settings.username_stays")}</span>
        </SettingRow>
        <SettingRow title={text("field.email")} help={profile.email}>
          <span class="hint">{text("settings.email_private")}</span>
        </SettingRow>
      </SettingsGroup>
      <p class="ways">
        <button type="submit" class="button primary">{text("composer.save")}</button>
      </p>
    </form>
  );
}

const nameOf = ({ first_name, last_name, username }: ProfileFormProps["profile"]): string =>
  `${first_name} ${last_name}`.trim() || username;
