import type { PageText } from "@/lib/i18n/text.ts";
import { type Choice, Select, SettingRow, SettingsGroup } from "../forms/Settings.tsx";

export interface InviteFormProps {
  readonly action: string;
  readonly lives: readonly Choice<string>[];
  readonly uses: readonly Choice<string>[];
  readonly text: PageText;
}

/** For how long and for how many a new link is to work. */
export function InviteForm({ action, lives, uses, text }: InviteFormProps) {
  return (
    <form class="stack" method="post" action={action}>
      <SettingsGroup>
        <SettingRow title={text("invite.life")} for="life">
          <Select name="life" choices={lives} value="week" />
        </SettingRow>
        <SettingRow title={text("invite.how_many")} for="uses">
          <Select name="uses" choices={uses} value="any" />
        </SettingRow>
      </SettingsGroup>
      <p class="ways">
        <button type="submit" class="button primary">{text("invite.create")}</button>
      </p>
    </form>
  );
}
