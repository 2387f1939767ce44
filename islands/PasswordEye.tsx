import { useEffect, useState } from "preact/hooks";
import { Icon } from "@/components/icons/Icon.tsx";

export interface PasswordEyeProps {
  /** Id of the field. */
  readonly field: string;
  readonly show: string;
  readonly hide: string;
}

/** Shows and hides what is typed into a password field. Not there without script; it stands over the field's end. */
export function PasswordEye({ field, show, hide }: PasswordEyeProps) {
  const [alive, setAlive] = useState(false);
  const [shown, setShown] = useState(false);
  useEffect(() => {
    setAlive(true);
    const stop = new AbortController();
    // Password managers and the browser's own list look for a password field.
    inputOf(field)?.form?.addEventListener("submit", () => reveal(false), { signal: stop.signal });
    return () => stop.abort();
  }, []);
  const reveal = (on: boolean) => {
    const input = inputOf(field);
    if (input) input.type = on ? "text" : "password";
    setShown(on);
  };
  const label = shown ? hide : show;
  return (
    <button
      type="button"
      class="tool eye"
      hidden={!alive}
      aria-controls={field}
      aria-label={label}
      title={label}
      onClick={() => reveal(!shown)}
    >
      <Icon name={shown ? "eye-off" : "eye"} />
    </button>
  );
}

function inputOf(id: string): HTMLInputElement | null {
  const element = document.getElementById(id);
  return element instanceof HTMLInputElement ? element : null;
}
