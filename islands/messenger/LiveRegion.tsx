import { useModel } from "./model.ts";

/** What screen readers are told of the open conversation; history is never read out. */
export function LiveRegion() {
  const { desk } = useModel();
  return <div class="vh" aria-live="polite">{desk.spoken.value}</div>;
}
