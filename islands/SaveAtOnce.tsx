import { useEffect, useRef, useState } from "preact/hooks";

export interface SaveAtOnceProps {
  readonly saved: string;
  readonly failed: string;
}

const SHOWN_MS = 2_000;
/** Where the focus was when the page had to be read again in another language. */
const FOCUS_KEY = "freshet.saved";
/** Choices that change words of the page itself. */
const REWORDED = new Set(["language", "clock"]);

/**
 * Inside a form of switches and choices: each change is saved at once, and said where its help stands. Without script, and
 * after a failure, the form has its button.
 */
export function SaveAtOnce({ saved, failed }: SaveAtOnceProps) {
  const line = useRef<HTMLParagraphElement>(null);
  const [state, setState] = useState<"quiet" | "saved" | "failed">("quiet");
  useEffect(() => {
    const form = line.current?.closest("form");
    if (!form) return;
    const stop = new AbortController();
    let changes = 0;
    const save = async (control: Element) => {
      const change = ++changes;
      setState("quiet");
      const isSaved = await send(form);
      if (change !== changes) return;
      form.classList.toggle("atonce", isSaved);
      setState(isSaved ? "saved" : "failed");
      if (isSaved) show(control, saved);
    };
    form.classList.add("atonce");
    form.addEventListener(
      "change",
      (event) => event.target instanceof Element && void save(event.target),
      { signal: stop.signal },
    );
    if (focusAgain(form)) setState("saved");
    return () => stop.abort();
  }, []);
  return (
    <p class={state === "failed" ? "savedline problem" : "savedline vh"} role="status" ref={line}>
      {state === "saved" ? saved : state === "failed" ? failed : ""}
    </p>
  );
}

async function send(form: HTMLFormElement): Promise<boolean> {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  try {
    const response = await fetch(form.action, { method: "POST", body, headers: { accept: "application/json" } });
    return response.status === 204;
  } catch {
    return false;
  }
}

/** What a choice changes about the page is seen at once. */
function show(control: Element, saved: string): void {
  const { name, value, checked } = control as HTMLInputElement;
  const { dataset } = document.documentElement;
  const put = (key: "theme" | "density" | "motion", to: string | null) => {
    if (to === null) delete dataset[key];
    else dataset[key] = to;
  };
  if (name === "theme") put("theme", value === "system" ? null : value);
  if (name === "density") put("density", value === "compact" ? value : null);
  if (name === "reduce_motion") put("motion", checked ? "less" : null);
  if (REWORDED.has(name)) {
    sessionStorage.setItem(FOCUS_KEY, `${name}=${value}`);
    location.reload();
    return;
  }
  const help = control.closest(".setting")?.querySelector(".hint");
  if (!help || help.classList.contains("ok")) return;
  const words = help.textContent;
  help.textContent = saved;
  help.classList.add("ok");
  setTimeout(() => {
    help.textContent = words;
    help.classList.remove("ok");
  }, SHOWN_MS);
}

function focusAgain(form: HTMLFormElement): boolean {
  const [name, value] = (sessionStorage.getItem(FOCUS_KEY) ?? "").split("=");
  sessionStorage.removeItem(FOCUS_KEY);
  const control = [...form.elements].find((element) =>
    element instanceof HTMLSelectElement ? element.name === name : element instanceof HTMLInputElement &&
      element.name === name && element.value === value
  );
  if (!(control instanceof HTMLElement)) return false;
  control.focus();
  return true;
}
