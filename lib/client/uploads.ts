import { type Signal, signal } from "@preact/signals";
import type { AttachmentJson } from "@/lib/protocol/messages.ts";
import { type Api, ApiError } from "./api.ts";

export interface Upload {
  readonly key: number;
  readonly file: File;
  readonly state: "sending" | "done" | "failed";
  /** Bytes that have gone out. */
  readonly sent: number;
  readonly attachment: AttachmentJson | null;
  /** Code of the failure, once it has failed. */
  readonly reason: string;
}

type Answer = { readonly attachment: AttachmentJson } | { readonly id: string; readonly offset: number };
/** Sends bytes with a report on the way; `fetch` has none. */
export type Put = (path: string, body: Blob, onSent: (bytes: number) => void, signal: AbortSignal) => Promise<unknown>;

const FILES = "/api/v1/files";

/** The files that go with the next message of one conversation. A cut connection is gone on with, not begun again. */
export class Uploads {
  readonly list: Signal<readonly Upload[]> = signal([]);
  readonly #api: Api;
  readonly #put: Put;
  readonly #begun = new Map<number, { readonly abort: AbortController; id: string | null }>();
  #next = 0;

  constructor(api: Api, put: Put = putByXhr) {
    this.#api = api;
    this.#put = put;
  }

  add(files: readonly File[]): void {
    for (const file of files) {
      const upload: Upload = { key: this.#next++, file, state: "sending", sent: 0, attachment: null, reason: "" };
      this.list.value = [...this.list.value, upload];
      void this.#run(upload);
    }
  }

  retry(key: number): void {
    const upload = this.list.value.find((each) => each.key === key);
    if (upload?.state !== "failed") return;
    this.#change(key, { state: "sending", reason: "" });
    void this.#run(upload);
  }

  /** Forgets a file, here and on the server. */
  remove(key: number): void {
    const begun = this.#begun.get(key);
    this.#drop((upload) => upload.key === key);
    begun?.abort.abort();
    if (begun?.id) this.#api.delete(`${FILES}/${begun.id}`).catch(() => {});
  }

  /** What is whole, for a message that is about to be sent; it is not here any more. */
  take(): readonly AttachmentJson[] {
    const done = this.list.value.flatMap(({ attachment }) => attachment ?? []);
    this.#drop((upload) => upload.attachment !== null);
    return done;
  }

  async #run({ key, file }: Upload): Promise<void> {
    const begun = { abort: new AbortController(), id: this.#begun.get(key)?.id ?? null };
    this.#begun.set(key, begun);
    try {
      const query = `name=${encodeURIComponent(file.name)}&size=${file.size}`;
      const at = await (begun.id === null
        ? this.#api.post<Answer>(`${FILES}?${query}`)
        : this.#api.get<Answer>(`${FILES}/${begun.id}`));
      const whole = "attachment" in at
        ? at
        : await this.#send(key, file, at.offset, begun.id = at.id, begun.abort.signal);
      this.#change(key, { state: "done", sent: file.size, attachment: whole.attachment });
    } catch (error) {
      if (begun.abort.signal.aborted) return;
      const code = error instanceof ApiError ? error.code : "unreachable";
      // What the server does not have any more begins anew.
      if (code === "not_found") begun.id = null;
      this.#change(key, { state: "failed", reason: code });
    }
  }

  async #send(key: number, file: File, offset: number, id: string, signal: AbortSignal) {
    const report = (bytes: number) => this.#change(key, { sent: offset + bytes });
    const answer = await this.#put(`${FILES}/${id}?offset=${offset}`, file.slice(offset), report, signal) as Answer;
    if ("attachment" in answer) return answer;
    throw new ApiError(0, "unreachable", "The file is not whole");
  }

  #change(key: number, change: Partial<Upload>): void {
    this.list.value = this.list.value.map((upload) => upload.key === key ? { ...upload, ...change } : upload);
  }

  #drop(isGone: (upload: Upload) => boolean): void {
    for (const upload of this.list.value) if (isGone(upload)) this.#begun.delete(upload.key);
    this.list.value = this.list.value.filter((upload) => !isGone(upload));
  }
}

const putByXhr: Put = (path, body, onSent, signal) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const lost = () => reject(new ApiError(0, "unreachable", "The server cannot be reached"));
    request.open("PUT", path);
    request.responseType = "json";
    request.setRequestHeader("accept", "application/json");
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.onprogress = (event) => onSent(event.loaded);
    request.onerror = request.onabort = request.ontimeout = lost;
    request.onload = () => {
      if (request.status < 300) return resolve(request.response);
      reject(new ApiError(request.status, String(request.response?.code ?? "unavailable"), ""));
    };
    signal.addEventListener("abort", () => request.abort());
    request.send(body);
  });
