/** An error with an HTTP status. Thrown anywhere in a request, it reaches the nearest error page. */
export class HttpError extends Error {
  override readonly name = "HttpError";

  constructor(readonly status: number, message = "", options?: ErrorOptions) {
    super(message, options);
  }
}
