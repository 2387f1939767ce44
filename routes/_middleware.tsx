import { define } from "@/lib/define.ts";
import { admitSocket } from "@/lib/http/openings.ts";
import { signIn } from "@/lib/http/sign_in.ts";
import { translateErrors } from "@/lib/http/translate_errors.ts";
import ErrorPage from "./_error.tsx";

/** Inside the HTTP edge that surrounds everything (`lib/http/edge.ts`): who asks, and what failures look like. */
export default define.middleware([
  translateErrors((ctx, failure) => {
    ctx.error = failure;
    const { config, url, req, params, info, state, isPartial, route } = ctx;
    const props = { config, url, req, params, info, state, isPartial, route, error: failure, data: undefined };
    return ctx.render(<ErrorPage {...props} Component={() => null} />, { status: failure.status });
  }),
  admitSocket,
  signIn,
]);
