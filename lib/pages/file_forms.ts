import type { Context } from "fresh";
import type { State } from "@/lib/define.ts";
import { ChatError } from "@/lib/errors.ts";
import { filesOf } from "@/lib/http/files_of.ts";
import type { FormFailure } from "@/lib/http/sign_in_forms.ts";
import { type UploadForm, withUploadForm } from "@/lib/http/upload_form.ts";
import { attempt, type Form, submit } from "./forms.ts";

type Work = (form: Form, files: UploadForm["files"]) => Promise<Response>;

/** As `submit`, for a form that may have files in its field `file`. */
export async function submitFiles(ctx: Context<State>, work: Work): Promise<Response | FormFailure> {
  const type = ctx.req.headers.get("content-type") ?? "";
  if (!type.toLowerCase().startsWith("multipart/form-data")) return await submit(ctx, (form) => work(form, []));
  try {
    return await withUploadForm(
      ctx.req,
      filesOf(ctx.state.deps).maxBytes,
      ({ fields, files }) => attempt(fields, (form) => work(form, files)),
    );
  } catch (error) {
    // What was typed beside is lost with a body that was not read.
    if (!(error instanceof ChatError)) throw error;
    return await attempt(new Map(), () => Promise.reject(error));
  }
}
