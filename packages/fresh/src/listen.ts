/** `Deno.serve` options. With no port, the first free one of 8000–8019 is taken. */
export type ListenOptions = Partial<Deno.ServeTcpOptions & Deno.TlsCertifiedKeyPem> & { remoteAddress?: string };

/** What answers the requests of a server. */
export type Handler = (req: Request, info?: Deno.ServeHandlerInfo) => Promise<Response>;

/** Serves until the server is closed. */
export async function listen(handler: Handler, basePath: string, options: ListenOptions): Promise<void> {
  const onListen = options.onListen ?? ((address: Deno.NetAddr) => announce(address, basePath, "cert" in options));
  for (let port = options.port ?? 8000;; port++) {
    try {
      return await Deno.serve({ ...options, port, onListen }, handler).finished;
    } catch (error) {
      const mayTryNext = error instanceof Deno.errors.AddrInUse && options.port === undefined && port < 8019;
      if (!mayTryNext) throw error;
    }
  }
}

function announce({ hostname, port }: Deno.NetAddr, basePath: string, isSecure: boolean): void {
  const host = hostname === "0.0.0.0" || hostname === "::" ? "localhost" : hostname;
  // deno-lint-ignore no-console
  console.log(`\nFresh ready\n  ${isSecure ? "https" : "http"}://${host}:${port}${basePath}/\n`);
}
