import type { Verb } from "./main.ts";

/** A new value for `JWT_SECRET`: 256 random bits. */
export const secret: Verb = {
  help: "print a new value for JWT_SECRET",
  run(_env, say) {
    const bytes = crypto.getRandomValues(new Uint8Array(32));
    say(btoa(String.fromCharCode(...bytes)));
    return Promise.resolve(0);
  },
};
