import { createHash, createHmac } from "node:crypto";

const ACCESS_KEY = "test-access";
const SECRET = "test-secret-of-the-store";
const REGION = "us-east-1";
const BUCKET = "freshet-files";
const PAGE = 3;
const LEAST_PART = 5 * 1024 * 1024;

interface Stored {
  readonly bytes: Uint8Array<ArrayBuffer>;
  changed: Date;
}

/**
 * As much of S3 as a store of files needs, in memory. Every request must bear a signature of version 4 that fits it
 * (docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html); lists come in pages of three.
 */
export class S3Fake implements AsyncDisposable {
  readonly objects = new Map<string, Stored>();
  /** Uploads in parts that are not ended. */
  readonly uploads = new Map<string, Map<number, Uint8Array<ArrayBuffer>>>();
  /** The next so many requests are answered with 503. */
  failures = 0;
  #server: Deno.HttpServer<Deno.NetAddr>;

  constructor() {
    this.#server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => this.#answer(request));
  }

  get options() {
    const endpoint = `http://127.0.0.1:${this.#server.addr.port}`;
    return { endpoint, bucket: BUCKET, region: REGION, accessKeyId: ACCESS_KEY, secretAccessKey: SECRET };
  }

  /** The same as the product's settings. */
  get env(): Record<string, string> {
    return {
      FRESHET_FILES: "s3",
      FRESHET_S3_ENDPOINT: this.options.endpoint,
      FRESHET_S3_BUCKET: BUCKET,
      FRESHET_S3_REGION: REGION,
      FRESHET_S3_ACCESS_KEY: ACCESS_KEY,
      FRESHET_S3_SECRET_KEY: SECRET,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }

  async #answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (this.failures > 0) {
      this.failures--;
      await request.body?.cancel();
      return error(503, "SlowDown");
    }
    if (!isSigned(request, url)) {
      await request.body?.cancel();
      return error(403, "SignatureDoesNotMatch");
    }
    const [, bucket, key] = url.pathname.split("/");
    if (bucket !== BUCKET) return error(404, "NoSuchBucket");
    if (!key) return this.#list(url.searchParams.get("prefix") ?? "", url.searchParams.get("continuation-token"));
    const upload = url.searchParams.get("uploadId");
    if (url.searchParams.has("uploads") || upload !== null) return await this.#inParts(key, upload, url, request);
    if (request.method === "PUT") return await this.#put(key, request);
    const stored = this.objects.get(key);
    if (request.method === "DELETE") return (this.objects.delete(key), new Response(null, { status: 204 }));
    if (!stored) return error(404, "NoSuchKey");
    return give(stored.bytes, request);
  }

  async #put(key: string, request: Request): Promise<Response> {
    const announced = request.headers.get("content-length");
    if (announced === null) return (await request.body?.cancel(), error(411, "MissingContentLength"));
    const bytes = new Uint8Array(await request.arrayBuffer());
    if (bytes.length !== Number(announced)) return error(400, "IncompleteBody");
    this.objects.set(key, { bytes, changed: new Date() });
    return new Response(null, { headers: { etag: etagOf(bytes) } });
  }

  async #inParts(key: string, id: string | null, url: URL, request: Request): Promise<Response> {
    const body = new Uint8Array(await request.arrayBuffer());
    if (id === null) {
      const upload = crypto.randomUUID();
      this.uploads.set(upload, new Map());
      return new Response(
        `<InitiateMultipartUploadResult><UploadId>${upload}</UploadId></InitiateMultipartUploadResult>`,
      );
    }
    const parts = this.uploads.get(id);
    if (!parts) return error(404, "NoSuchUpload");
    if (request.method === "DELETE") return (this.uploads.delete(id), new Response(null, { status: 204 }));
    if (request.method === "PUT") {
      parts.set(Number(url.searchParams.get("partNumber")), body);
      return new Response(null, { headers: { etag: etagOf(body) } });
    }
    const named = [...new TextDecoder().decode(body).matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>([^<]*)<\/ETag>/g)];
    const inOrder = named.map(([, number]) => parts.get(Number(number)));
    const fits = named.every(([, number, etag]) => etag === etagOf(parts.get(Number(number)) ?? new Uint8Array()));
    const isLarge = inOrder.slice(0, -1).every((part) => (part?.length ?? 0) >= LEAST_PART);
    if (!fits || !isLarge) return error(400, "InvalidPart");
    const bytes = new Uint8Array(await new Blob(inOrder.flatMap((part) => part ?? [])).arrayBuffer());
    this.objects.set(key, { bytes, changed: new Date() });
    this.uploads.delete(id);
    return new Response("<CompleteMultipartUploadResult></CompleteMultipartUploadResult>");
  }

  #list(prefix: string, after: string | null): Response {
    const keys = [...this.objects.keys()].sort().filter((key) =>
      key.startsWith(prefix) && (after === null || key > after)
    );
    const page = keys.slice(0, PAGE);
    const entries = page.map((key) =>
      `<Contents><Key>${key}</Key><LastModified>${
        this.objects.get(key)?.changed.toISOString()
      }</LastModified></Contents>`
    );
    const next = keys.length > PAGE ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : "";
    return new Response(`<?xml version="1.0"?><ListBucketResult>${next}${entries.join("")}</ListBucketResult>`);
  }
}

function give(bytes: Uint8Array<ArrayBuffer>, request: Request): Response {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.get("range") ?? "") ?? [];
  if (first === undefined) {
    const body = request.method === "HEAD" ? null : bytes;
    return new Response(body, { headers: { "content-length": String(bytes.length) } });
  }
  if (Number(first) >= bytes.length) return error(416, "InvalidRange");
  const end = Math.min(Number(last), bytes.length - 1);
  return new Response(bytes.slice(Number(first), end + 1), {
    status: 206,
    headers: { "content-range": `bytes ${first}-${end}/${bytes.length}` },
  });
}

const error = (status: number, code: string): Response =>
  new Response(`<?xml version="1.0"?><Error><Code>${code}</Code></Error>`, { status });

const etagOf = (bytes: Uint8Array): string => `"${createHash("md5").update(bytes).digest("hex")}"`;

const hmac = (key: string | Uint8Array, text: string): Uint8Array => createHmac("sha256", key).update(text).digest();

function isSigned(request: Request, url: URL): boolean {
  const authorization = request.headers.get("authorization") ?? "";
  const [, access, date = "", region = "", names = "", signature] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/
      .exec(authorization) ?? [];
  const time = request.headers.get("x-amz-date") ?? "";
  const isNow = Math.abs(Date.now() - Date.parse(time.replace(/^(....)(..)(..T..)(..)/, "$1-$2-$3:$4:"))) < 900_000;
  if (access !== ACCESS_KEY || region !== REGION || !time.startsWith(date) || !isNow) return false;
  const encode = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const query = [...url.searchParams].map(([name, value]) => `${encode(name)}=${encode(value)}`).sort().join("&");
  const headers = names.split(";").map((name) => `${name}:${(request.headers.get(name) ?? "").trim()}\n`).join("");
  const payload = request.headers.get("x-amz-content-sha256") ?? "";
  const canonical = [request.method, url.pathname, query, headers, names, payload].join("\n");
  const hash = createHash("sha256").update(canonical).digest("hex");
  const toSign = ["AWS4-HMAC-SHA256", time, `${date}/${region}/s3/aws4_request`, hash].join("\n");
  const key = [date, region, "s3", "aws4_request"].reduce<string | Uint8Array>(hmac, `AWS4${SECRET}`);
  return names.split(";").includes("host") && createHmac("sha256", key).update(toSign).digest("hex") === signature;
}
