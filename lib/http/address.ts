import { BlockList, isIP } from "node:net";
import { ConfigError } from "@/lib/config.ts";

/** What the request's way tells: whom it came from and under which scheme it was sent. */
export interface Peer {
  readonly address: string;
  readonly isHttps: boolean;
  /** The nearest hop is one of ours, so what it adds may be believed. */
  readonly isTrusted: boolean;
}

/** Reads client addresses. Forwarded headers count only from the proxies that the operator has named. */
export class Addresses {
  readonly #trusted = new BlockList();

  /** Addresses and networks such as `10.0.0.0/8`. Throws a sentence for anything else. */
  constructor(proxies: readonly string[]) {
    for (const proxy of proxies) {
      const [address = "", bits] = proxy.split("/");
      const version = isIP(address);
      const prefix = bits === undefined ? (version === 6 ? 128 : 32) : Number(bits);
      if (version === 0 || !Number.isInteger(prefix) || prefix < 0 || prefix > (version === 6 ? 128 : 32)) {
        throw new ConfigError(`FRESHET_TRUSTED_PROXIES has "${proxy}"; write addresses or networks such as 10.0.0.0/8`);
      }
      this.#trusted.addSubnet(address, prefix, version === 6 ? "ipv6" : "ipv4");
    }
  }

  read(headers: Headers, info: Deno.ServeHandlerInfo, protocol: string): Peer {
    const hop = remoteOf(info);
    const isTrusted = this.isTrusted(hop);
    if (!isTrusted) return { address: hop, isHttps: protocol === "https:", isTrusted };
    const scheme = headers.get("x-forwarded-proto")?.split(",").at(-1)?.trim().toLowerCase();
    return {
      address: this.#client(headers.get("x-forwarded-for") ?? "", hop),
      isHttps: scheme === undefined ? protocol === "https:" : scheme === "https",
      isTrusted,
    };
  }

  isTrusted(address: string): boolean {
    const version = isIP(address);
    return version !== 0 && this.#trusted.check(address, version === 6 ? "ipv6" : "ipv4");
  }

  /** From the right, the first address that is not a proxy of ours: what stands left of it anyone can have written. */
  #client(forwarded: string, hop: string): string {
    let client = hop;
    for (const text of forwarded.split(",").toReversed()) {
      const address = plainAddress(text.trim());
      if (isIP(address) === 0) return client;
      client = address;
      if (!this.isTrusted(address)) return client;
    }
    return client;
  }
}

function remoteOf({ remoteAddr }: Deno.ServeHandlerInfo): string {
  return "hostname" in remoteAddr ? plainAddress(remoteAddr.hostname) : "";
}

/** Without brackets and port, and IPv4 as IPv4. */
function plainAddress(text: string): string {
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ??
    (/^[\d.]+:\d+$/.test(text) ? text.split(":")[0] ?? "" : text);
  return bare.replace(/^::ffff:(?=[\d.]+$)/i, "");
}
