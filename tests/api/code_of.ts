import { ChatError } from "@/lib/errors.ts";

/** The failure's code, or "done" when there was none. Anything that is no expected failure is thrown on. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "done";
  } catch (error) {
    if (error instanceof ChatError) return error.code;
    throw error;
  }
}
