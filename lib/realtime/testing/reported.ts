/** Collects what goes to `reportError` until it is disposed of, which would else end the test. */
export function collectReported(): { readonly messages: string[] } & Disposable {
  const messages: string[] = [];
  const listen = (event: ErrorEvent) => {
    event.preventDefault();
    messages.push(event.error.message);
  };
  globalThis.addEventListener("error", listen);
  return { messages, [Symbol.dispose]: () => globalThis.removeEventListener("error", listen) };
}
