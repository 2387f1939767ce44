import { define } from "@/lib/define.ts";
import { logoutFromPage } from "@/lib/http/sign_in_forms.ts";

export const handler = define.handlers({ POST: logoutFromPage });
