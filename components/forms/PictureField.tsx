import type { ComponentChildren } from "preact";
import type { PageText } from "@/lib/i18n/text.ts";
import { Avatar, type AvatarProps } from "../people/Avatar.tsx";

export interface PictureFieldProps {
  /** Whose picture it is, and the one there is now. */
  readonly of: Pick<AvatarProps, "id" | "name" | "picture" | "kind">;
  readonly problem?: string;
  /** What chooses the square, for the field with the id `picture`. */
  readonly crop?: ComponentChildren;
  readonly text: PageText;
}

/** A picture of a person or group, for a form that is sent as `multipart/form-data`. */
export function PictureField({ of, problem, crop, text }: PictureFieldProps) {
  return (
    <div class="picturefield">
      <Avatar {...of} size={64} />
      <div class={problem === undefined ? "formfield" : "formfield wrong"}>
        <label for="picture">{text("picture.label")}</label>
        <input
          id="picture"
          type="file"
          name="file"
          accept="image/jpeg,image/png,image/webp,image/gif,image/avif"
          aria-invalid={problem === undefined ? undefined : true}
          aria-describedby="picture-note"
        />
        <div class="note" id="picture-note">
          {problem !== undefined && <p class="problem" role="alert">{problem}</p>}
          <p class="hint">{text("picture.hint")}</p>
        </div>
        {crop}
        {of.picture !== "" && (
          <label class="without">
            <input type="checkbox" name="no_picture" value="yes" />
            {text("picture.remove")}
          </label>
        )}
      </div>
    </div>
  );
}
