import type { ComponentChildren } from "preact";
import { formatBytes } from "@/lib/i18n/format.ts";
import { liveText } from "@/lib/i18n/live_text.ts";
import type { Reader } from "@/lib/i18n/reader.ts";
import type { AttachmentJson } from "@/lib/protocol/messages.ts";
import { Icon } from "../icons/Icon.tsx";

export interface AttachmentsProps {
  readonly attachments: readonly AttachmentJson[];
  readonly reader: Reader;
  readonly tail?: ComponentChildren;
}

/** Pictures in boxes of their own shape, other files as cards. */
export function Attachments({ attachments, reader, tail }: AttachmentsProps) {
  return (
    <>
      {attachments.map((file) =>
        file.thumb_url !== undefined && file.width !== undefined && file.height !== undefined
          ? (
            <a class="picture" href={file.url} key={file.id}>
              <img src={file.thumb_url} alt={file.name} width={file.width} height={file.height} loading="lazy" />
            </a>
          )
          : <FileCard file={file} reader={reader} key={file.id} />
      )}
      {attachments.length > 0 && tail}
    </>
  );
}

function FileCard({ file, reader }: { readonly file: AttachmentJson; readonly reader: Reader }) {
  return (
    <a class="file" href={file.url} download={file.name}>
      <span class="tile">
        <Icon name="file-text" />
      </span>
      <span class="line cut name">{file.name}</span>
      <span class="line">{kindOf(file)}, {formatBytes(reader.locale, file.size)}</span>
      <span class="vh">{liveText(reader.locale)("file.download")}</span>
      <Icon name="download" />
    </a>
  );
}

/** The ending of the name says more to people than a MIME type. */
const kindOf = ({ name, mime }: AttachmentJson): string =>
  /\.([\p{L}\p{N}]{1,8})$/u.exec(name)?.[1]?.toUpperCase() ?? mime.split("/")[1] ?? mime;
