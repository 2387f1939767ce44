import { browserStorage } from "./browser.ts";
import { clearDrafts } from "./drafts.ts";
import { forgetPages } from "./offline_pages.ts";
import { clearOutboxes } from "./outbox_storage.ts";
import { forgetEmoji } from "./recent_emoji.ts";

/** What the browser keeps belongs to one person: whatever is somebody else's goes when another signs in. */
export async function clearOthers(userId: string): Promise<void> {
  clearDrafts(browserStorage(), userId);
  await clearOutboxes(userId).catch(() => {});
}

/** At sign-out everything goes, before the form does. */
export function watchSignOut(signal: AbortSignal): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || new URL(form.action).pathname !== "/logout") return;
    if (form.dataset.cleared !== undefined) return;
    event.preventDefault();
    form.dataset.cleared = "";
    clearDrafts(browserStorage(), null);
    forgetEmoji(browserStorage());
    Promise.allSettled([clearOutboxes(null), forgetPages()]).finally(() => form.submit());
  }, { signal });
}
