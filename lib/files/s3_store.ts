import { AwsClient } from "aws4fetch";
import { StoreUnavailableError } from "@/db/errors.ts";
import type { S3Settings } from "@/lib/config.ts";
import { type ByteRange, checkKey, type FileStore, isFileKey } from "./file_store.ts";

export interface S3Options extends S3Settings {
  /** How often a request that met a busy or unreachable service is made again. */
  readonly retries?: number;
}

const RETRIES = 3;
const RETRY_MS = 200;
/** Until an answer begins, to a request with at most one part; reading it may take as long as its reader. */
const ANSWER_MS = 60_000;

/** A body needs its length, which a stream cannot give, so this much is in memory. The least that S3 takes is 5 MiB. */
const PART_BYTES = 8 * 1024 * 1024;

/**
 * Files in a bucket of any store that speaks S3 (signature version 4, addresses with the bucket in the path). A store that
 * does not answer is an error, never "not there".
 */
export class S3Store implements FileStore {
  #client: AwsClient;
  #base: string;
  #retries: number;

  constructor(options: S3Options) {
    const { endpoint, bucket, region, accessKeyId, secretAccessKey, retries = RETRIES } = options;
    this.#client = new AwsClient({ service: "s3", region, accessKeyId, secretAccessKey, retries: 0 });
    this.#base = `${endpoint.replace(/\/+$/, "")}/${bucket}`;
    this.#retries = retries;
  }

  async put(key: string, path: string): Promise<void> {
    checkKey(key);
    {
      using file = await Deno.open(path, { read: true });
      const { size } = await file.stat();
      if (size <= PART_BYTES) await this.#send(`/${key}`, await readPart(file, size));
      else await this.#sendInParts(key, file, size);
    }
    await Deno.remove(path);
  }

  async read(key: string, range?: ByteRange) {
    const headers: Record<string, string> = range ? { range: `bytes=${range.first}-${range.last}` } : {};
    const response = await this.#ask({ path: `/${checkKey(key)}`, method: "GET", headers });
    if (response.status === 404) return await nothing(response);
    if (response.status === 416) {
      await response.body?.cancel();
      const size = await this.#sizeOf(key);
      return size === null ? null : { body: new Blob([]).stream(), size };
    }
    if (!response.ok) throw refused("read a file", response, await nothing(response));
    const size = Number(response.headers.get("content-range")?.split("/")[1] ?? response.headers.get("content-length"));
    return { body: response.body ?? new Blob([]).stream(), size };
  }

  async remove(key: string): Promise<void> {
    await this.#drop(`/${checkKey(key)}`);
  }

  async *list(before: Date, beginning = ""): AsyncIterable<string> {
    let token: string | undefined;
    do {
      const query = new URLSearchParams({
        "list-type": "2",
        ...beginning ? { prefix: beginning } : {},
        ...token ? { "continuation-token": token } : {},
      });
      const response = await this.#ask({ path: `?${query}`, method: "GET" });
      if (!response.ok) throw refused("list files", response, await nothing(response));
      const page = await response.text();
      for (const [, entry = ""] of page.matchAll(/<Contents>(.*?)<\/Contents>/gs)) {
        const key = textOf(entry, "Key");
        const changed = textOf(entry, "LastModified");
        // Of other things in the bucket nothing is known, so they are left alone.
        if (key && changed && isFileKey(key) && new Date(changed) < before) yield key;
      }
      token = textOf(page, "NextContinuationToken");
    } while (token);
  }

  async #send(path: string, body: Uint8Array<ArrayBuffer>): Promise<string> {
    const response = await this.#ask({ path, method: "PUT", body });
    await response.body?.cancel();
    if (!response.ok) throw refused("keep a file", response);
    return response.headers.get("etag") ?? "";
  }

  async #sendInParts(key: string, file: Deno.FsFile, size: number): Promise<void> {
    const upload = textOf(await this.#post(`/${key}?uploads=`), "UploadId");
    if (!upload) throw new Error("Cannot keep a file: the store of files begins no upload");
    const uploadId = encodeURIComponent(upload);
    try {
      const parts: string[] = [];
      for (let at = 0; at < size; at += PART_BYTES) {
        const number = parts.length + 1;
        const bytes = await readPart(file, Math.min(PART_BYTES, size - at));
        const etag = await this.#send(`/${key}?partNumber=${number}&uploadId=${uploadId}`, bytes);
        parts.push(`<Part><PartNumber>${number}</PartNumber><ETag>${etag}</ETag></Part>`);
      }
      const all = `<CompleteMultipartUpload>${parts.join("")}</CompleteMultipartUpload>`;
      const answer = await this.#post(`/${key}?uploadId=${uploadId}`, all);
      // It can fail after its 200 has been sent.
      if (!answer.includes("CompleteMultipartUploadResult")) {
        throw new Error("Cannot keep a file: its parts were refused");
      }
    } catch (error) {
      await this.#drop(`/${key}?uploadId=${uploadId}`).catch(() => {});
      throw error;
    }
  }

  async #post(path: string, body = ""): Promise<string> {
    const response = await this.#ask({ path, method: "POST", body });
    if (!response.ok) throw refused("keep a file", response, await nothing(response));
    return await response.text();
  }

  async #drop(path: string): Promise<void> {
    const response = await this.#ask({ path, method: "DELETE" });
    await response.body?.cancel();
    if (!response.ok && response.status !== 404) throw refused("remove a file", response);
  }

  async #sizeOf(key: string): Promise<number | null> {
    const response = await this.#ask({ path: `/${key}`, method: "HEAD" });
    if (response.status === 404) return null;
    if (!response.ok) throw refused("read a file", response);
    return Number(response.headers.get("content-length"));
  }

  /** Asks again after a failure of the service or the network. */
  async #ask({ path, ...init }: Asking): Promise<Response> {
    for (let attempt = 0;; attempt++) {
      const isLast = attempt >= this.#retries;
      try {
        const response = await inTime((signal) => this.#client.fetch(`${this.#base}${path}`, { ...init, signal }));
        if (isLast || (response.status < 500 && response.status !== 429)) return response;
        await response.body?.cancel();
      } catch (error) {
        if (isLast) throw new StoreUnavailableError("Cannot reach the store of files", { cause: error });
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS * 2 ** attempt * (0.5 + Math.random())));
    }
  }
}

interface Asking {
  readonly path: string;
  readonly method: string;
  readonly headers?: Record<string, string>;
  readonly body?: Uint8Array<ArrayBuffer> | string;
}

async function inTime<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(new Error("The store of files does not answer")), ANSWER_MS);
  try {
    return await work(abort.signal);
  } finally {
    clearTimeout(timer);
  }
}

async function readPart(file: Deno.FsFile, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  for (let have = 0; have < length;) {
    const count = await file.read(bytes.subarray(have));
    if (count === null) throw new Error("Cannot keep a file: it became shorter meanwhile");
    have += count;
  }
  return bytes;
}

const nothing = async (response: Response): Promise<null> => (await response.body?.cancel(), null);

function refused(what: string, { status }: Response, _done: null = null): Error {
  const sentence = `Cannot ${what}: the store of files answers ${status}`;
  return status >= 500 || status === 429 ? new StoreUnavailableError(sentence) : new Error(sentence);
}

const textOf = (xml: string, tag: string): string | undefined =>
  new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(xml)?.[1]?.replaceAll("&amp;", "&");
