/** The response with headers set: on itself where they can be changed, else on a copy. */
export function withHeaders(response: Response, headers: Record<string, string>): Response {
  const target = isSealed(response) ? new Response(response.body, response) : response;
  for (const [name, value] of Object.entries(headers)) {
    target.headers.set(name, value);
  }
  return target;
}

/** Responses of `fetch` and `Response.redirect` have headers that cannot be changed. */
function isSealed(response: Response): boolean {
  try {
    response.headers.delete("x-fresh-probe");
    return false;
  } catch {
    return true;
  }
}
