import type { SignInContext } from "@/lib/auth/auth.ts";
import type { State } from "@/lib/define.ts";

/** Where a sign-in comes from, for its row in the list of sessions and for limits. */
export const signInContext = (
  req: Request,
  state: Pick<State, "address">,
  kind: SignInContext["kind"],
): SignInContext => ({ kind, address: state.address, device: req.headers.get("user-agent") ?? "" });
