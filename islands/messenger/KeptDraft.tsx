import { useLayoutEffect, useRef } from "preact/hooks";
import { layerText } from "@/lib/i18n/layer_text.ts";
import { useModel } from "./model.ts";
import { copyText } from "./saying.ts";

/** What had been begun where nothing can be sent any more, to be read and taken elsewhere. */
export function KeptDraft({ draft }: { readonly draft: string }) {
  const model = useModel();
  const text = layerText(model.reader.value.locale);
  const field = useRef<HTMLTextAreaElement>(null);
  // The composer has gone from under the cursor.
  useLayoutEffect(() => {
    if (document.activeElement === document.body) field.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div class="kept">
      <label for="kept">{text("kept.label")}</label>
      <button type="button" class="button small" onClick={() => void copyText(model, { content: draft })}>
        {text("message.copy")}
      </button>
      <textarea id="kept" dir="auto" readOnly rows={2} value={draft} ref={field} aria-describedby="unwritable" />
    </div>
  );
}
