import { z } from "zod";
import { type Crop, readCrop } from "@/lib/files/crop.ts";
import { describe } from "../openapi.ts";
import { AckJson } from "./chat_schemas.ts";
import { Id } from "./schemas.ts";

const tag = "Files";
const text = z.string();
const Count = z.string().regex(/^\d{1,15}$/, "must be a whole number");

const CropQuery = z.object({
  crop_x: text.optional().meta({
    description: "With `purpose=avatar`: the square that is shown, in pixels of the upright picture",
  }),
  crop_y: text.optional(),
  crop_size: text.optional().meta({ description: "Without the three: the square in the middle" }),
});

/** The square that a query asks for, checked as far as it can be without the picture. */
export const cropFrom = (query: z.infer<typeof CropQuery>): Crop | undefined => readCrop((field) => query[field]);

export const FileQuery = z.object({
  name: text.max(1_000).default("file").meta({ description: "What it is saved as; the type is found in its content" }),
  purpose: z.enum(["message", "avatar"]).optional().meta({
    description: "`avatar`: a picture, cropped to a square, whose `url` goes into a profile",
  }),
  size: Count.optional().meta({ description: "Bytes. The file then comes by PUT, in one go or several" }),
  ...CropQuery.shape,
});
export const OffsetQuery = z.object({
  offset: Count.optional().meta({ description: "How many bytes are here already; 0 by default" }),
  ...CropQuery.shape,
});

export const AttachmentJson = z.object({
  id: Id,
  name: text,
  size: z.int(),
  mime: text,
  url: text,
  width: z.int().optional(),
  height: z.int().optional(),
  thumb_url: text.optional().meta({ description: "Of pictures; `?size=small` is the larger of two sizes" }),
  blur: text.optional().meta({ description: "A few pixels as a data URL" }),
}).meta({ id: "Attachment" });

const WholeJson = z.object({ attachment: AttachmentJson });
const PartialJson = z.object({ id: Id, offset: z.int(), size: z.int() }).meta({ id: "PartialFile" });
const UploadedJson = z.object({
  message: z.literal("File uploaded successfully"),
  file_url: text,
  file_name: text,
  attachment: AttachmentJson,
  ack: AckJson,
});
const Form = z.object({
  file: text.meta({ format: "binary" }),
  content: text.optional(),
  client_id: text.optional(),
  reply_to: text.optional(),
});
const Bytes = text.meta({ format: "binary" });
const raw = { body: Bytes, bodyType: "application/octet-stream" } as const;

const whole = { status: 200, text: "All of it is here", schema: WholeJson };
const partial = { status: 202, text: "So much of it is here", schema: PartialJson };

export const FILES = [
  describe({
    method: "post",
    path: "/api/v1/messages/private/{receiver_id}/upload",
    tag,
    summary: "Send a file to a person",
    body: Form,
    bodyType: "multipart/form-data",
    answers: [{ status: 200, text: "Stored and sent", schema: UploadedJson }],
    failures: ["user_not_found", "bad_request", "quota_full", "storage_full", "files_off"],
  }),
  describe({
    method: "post",
    path: "/api/v1/messages/group/{group_id}/upload",
    tag,
    summary: "Send a file to a group",
    body: Form,
    bodyType: "multipart/form-data",
    answers: [{ status: 200, text: "Stored and sent", schema: UploadedJson }],
    failures: ["group_not_found", "read_only", "archived", "bad_request", "quota_full", "storage_full", "files_off"],
  }),
  describe({
    method: "post",
    path: "/api/v1/files",
    tag,
    summary: "Bring a file, to be listed in a message's `attachments`",
    description: "The body is the file itself. With `size` nothing is read: the file comes by PUT and can be resumed.",
    query: FileQuery,
    ...raw,
    answers: [{ ...whole, status: 201 }, partial],
    failures: ["invalid", "quota_full", "storage_full", "files_off"],
  }),
  describe({
    method: "get",
    path: "/api/v1/files/{id}",
    tag,
    summary: "How far my unsent file has come",
    answers: [whole, partial],
    failures: ["not_found"],
  }),
  describe({
    method: "put",
    path: "/api/v1/files/{id}",
    tag,
    summary: "Bring the rest of a file",
    query: OffsetQuery,
    ...raw,
    answers: [whole, partial],
    failures: ["not_found", "conflict", "bad_request", "invalid", "storage_full"],
  }),
  describe({
    method: "delete",
    path: "/api/v1/files/{id}",
    tag,
    summary: "Forget my unsent file",
    answers: [{ status: 204, text: "Gone" }],
    failures: ["not_found"],
  }),
];
