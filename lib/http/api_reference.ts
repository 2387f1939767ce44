import { z } from "zod";
import { type FailureCode, FAILURES } from "@/lib/protocol/failures.ts";
import type { Endpoint } from "./openapi.ts";

/** One field of a body, query or answer, for reading. */
export interface ReferenceField {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly note: string;
}

export interface ReferenceEndpoint {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly isPublic: boolean;
  readonly query: readonly ReferenceField[];
  readonly body: readonly ReferenceField[];
  readonly answers: readonly {
    readonly status: number;
    readonly text: string;
    readonly fields: readonly ReferenceField[];
  }[];
  readonly failures: readonly { readonly status: number; readonly code: string; readonly text: string }[];
  /** A call to copy. */
  readonly example: string;
}

export interface ReferenceSection {
  readonly tag: string;
  readonly endpoints: readonly ReferenceEndpoint[];
}

/** The endpoints as the page at `/api` shows them, by tag, from the schemas that validate. */
export function apiReference(endpoints: readonly Endpoint[], origin: string): ReferenceSection[] {
  const byTag = Map.groupBy(endpoints, ({ tag }) => tag);
  return [...byTag].map(([tag, list]) => ({ tag, endpoints: list.map((endpoint) => toReference(endpoint, origin)) }));
}

function toReference(endpoint: Endpoint, origin: string): ReferenceEndpoint {
  const { method, path, summary, description = "", isPublic = false, failures = [] } = endpoint;
  return {
    id: `${method}-${path.replaceAll(/[^\w]+/g, "-")}`,
    method: method.toUpperCase(),
    path,
    summary,
    description,
    isPublic,
    query: fieldsOf(endpoint.query),
    body: fieldsOf(endpoint.body),
    answers: endpoint.answers.map(({ status, text, schema }) => ({ status, text, fields: fieldsOf(schema) })),
    failures: failures.map((code: FailureCode) => ({ ...FAILURES[code], code })),
    example: exampleOf(endpoint, origin),
  };
}

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly id?: string;
  readonly $ref?: string;
}

const toSchema = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { io: "input", unrepresentable: "any", reused: "inline" }) as JsonSchema;

function fieldsOf(schema: z.ZodType | undefined): ReferenceField[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = toSchema(schema);
  return Object.entries(properties).map(([name, field]) => ({
    name,
    type: typeOf(field),
    isRequired: required.includes(name),
    note: noteOf(field),
  }));
}

function typeOf(field: JsonSchema): string {
  if (field.enum) return field.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (field.const !== undefined) return JSON.stringify(field.const);
  if (field.anyOf) return [...new Set(field.anyOf.map(typeOf))].join(" | ");
  if (field.type === "array") return `${typeOf(field.items ?? {})}[]`;
  if (field.id) return field.id;
  if (field.$ref) return field.$ref.split("/").at(-1) ?? "object";
  return [field.type ?? "any"].flat().join(" | ");
}

const noteOf = ({ description = "", default: value }: JsonSchema): string =>
  value === undefined ? description : `${description}${description ? ". " : ""}Default ${JSON.stringify(value)}`;

function exampleOf({ method, path, body, bodyType, isPublic }: Endpoint, origin: string): string {
  const parts = [`curl -X ${method.toUpperCase()} '${origin}${path}'`];
  if (!isPublic) parts.push('-H "Authorization: Bearer $TOKEN"');
  if (body && bodyType === undefined) {
    parts.push("-H 'Content-Type: application/json'", `-d '${JSON.stringify(sampleOf(toSchema(body)))}'`);
  }
  return parts.join(" \\\n  ");
}

function sampleOf(field: JsonSchema): unknown {
  if (field.default !== undefined) return field.default;
  if (field.examples?.length) return field.examples[0];
  if (field.enum) return field.enum[0];
  if (field.anyOf) return sampleOf(field.anyOf[0] ?? {});
  switch ([field.type].flat()[0]) {
    case "object":
      return Object.fromEntries(
        Object.entries(field.properties ?? {}).map(([name, child]) => [name, sampleOf(child)]),
      );
    case "array":
      return [sampleOf(field.items ?? {})];
    case "integer":
    case "number":
      return 1;
    case "boolean":
      return true;
    default:
      return "…";
  }
}
