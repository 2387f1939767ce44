import type { ComponentChildren } from "preact";
import { formatBytes } from "@/lib/i18n/format.ts";
import { liveText } from "@/lib/i18n/live_text.ts";
import type { Reader } from "@/lib/i18n/reader.ts";
import type { AttachmentJson } from "@/lib/protocol/messages.ts";
import { Icon } from "../icons/Icon.tsx";

type PictureJson = AttachmentJson & Required<Pick<AttachmentJson, "thumb_url" | "width" | "height">>;

export const isPicture = (file: AttachmentJson): file is PictureJson =>
  file.thumb_url !== undefined && file.width !== undefined && file.height !== undefined;

export interface PicturesProps {
  readonly pictures: readonly PictureJson[];
  readonly tail?: ComponentChildren;
}

/** Pictures in boxes of their own shape. */
export function Pictures({ pictures, tail }: PicturesProps) {
  return (
    <>
      {pictures.map((file) => <Picture file={file} key={file.id} />)}
      {tail}
    </>
  );
}

const EDGE = 320;
/** Where nothing shines through, a few pixels hold the place. */
const OPAQUE = "image/jpeg";

/** The box has its size before anything is loaded: the picture's own, made to fit. */
function Picture({ file }: { readonly file: PictureJson }) {
  const scale = Math.min(1, EDGE / Math.max(file.width, file.height));
  const box = {
    width: Math.max(1, Math.round(file.width * scale)),
    height: Math.max(1, Math.round(file.height * scale)),
  };
  return (
    <a class="picture" href={file.url}>
      {file.blur && file.mime === OPAQUE && <img class="blur" src={file.blur} alt="" />}
      <img src={file.thumb_url} srcset={`${file.url}?size=small 2x`} alt={file.name} loading="lazy" {...box} />
    </a>
  );
}

export interface FilesProps {
  readonly files: readonly AttachmentJson[];
  readonly reader: Reader;
  readonly tail?: ComponentChildren;
}

/** Files that are not pictures, as cards. */
export function Files({ files, reader, tail }: FilesProps) {
  return (
    <>
      {files.map((file) => <FileCard file={file} reader={reader} key={file.id} />)}
      {tail}
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
