import { OpenApiGeneratorV31, OpenAPIRegistry } from "@asteasolutions/zod-to-openapi";
import { z } from "zod";
import { type FailureCode, FAILURES } from "@/lib/protocol/failures.ts";

/** One method of one path under `/api/v1`, as clients may rely on it. */
export interface Endpoint {
  readonly method: "get" | "post" | "put" | "delete";
  /** With parameters in braces: `/api/v1/users/{id}`. Each becomes a required text parameter. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** Open to who is not signed in. */
  readonly isPublic?: boolean;
  readonly query?: z.ZodObject;
  /** Of a JSON body: the schema that validates it. */
  readonly body?: z.ZodType;
  /** Of a body that is not JSON, such as `multipart/form-data`. */
  readonly bodyType?: string;
  /** Success: status, and the JSON that comes with it. No schema: no JSON. */
  readonly answers: readonly {
    readonly status: number;
    readonly text: string;
    readonly schema?: z.ZodType;
    readonly type?: string;
  }[];
  /** Codes of the failure table that this endpoint gives beside those that all give. */
  readonly failures?: readonly FailureCode[];
}

/** Types an endpoint. Lists of them stand in `lib/http/api/`, beside the schemas that routes validate with. */
export const describe = (endpoint: Endpoint): Endpoint => endpoint;

export const ErrorJson = z.object({
  error: z.string().meta({ description: "A sentence for people" }),
  code: z.string().meta({ description: "Stable; for programs", examples: ["not_found"] }),
  field: z.string().optional().meta({ description: "The input field at fault" }),
  request_id: z.string().optional().meta({ description: "With status 5xx: what to tell the operator" }),
}).meta({ id: "Error" });

const EVERYWHERE: readonly FailureCode[] = ["rate_limited", "unavailable", "internal"];

/** The OpenAPI 3.1 document of these endpoints. */
export function openApiDocument(endpoints: readonly Endpoint[], server: string) {
  const registry = new OpenAPIRegistry();
  registry.registerComponent("securitySchemes", "bearer", { type: "http", scheme: "bearer", bearerFormat: "JWT" });
  registry.registerComponent("securitySchemes", "cookie", { type: "apiKey", in: "cookie", name: "__Host-freshet" });
  for (const endpoint of endpoints) register(registry, endpoint);
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: "3.1.0",
    info: {
      title: "Freshet",
      version: "1",
      description: "Register or sign in, then send the token as `Authorization: Bearer`. Errors are `{error, code}`.",
    },
    servers: [{ url: server }],
    security: [{ bearer: [] }, { cookie: [] }],
  });
}

function register(registry: OpenAPIRegistry, endpoint: Endpoint): void {
  const names = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const parameters = z.object(Object.fromEntries(names.map((name) => [name, z.string()])));
  const { body, bodyType = "application/json" } = endpoint;
  registry.registerPath({
    method: endpoint.method,
    path: endpoint.path,
    tags: [endpoint.tag],
    summary: endpoint.summary,
    ...endpoint.description === undefined ? {} : { description: endpoint.description },
    ...endpoint.isPublic ? { security: [] } : {},
    request: {
      ...names.length > 0 ? { params: parameters } : {},
      ...endpoint.query ? { query: endpoint.query } : {},
      ...body ? { body: { content: { [bodyType]: { schema: body } }, required: true } } : {},
    },
    responses: { ...answersOf(endpoint), ...failuresOf(endpoint) },
  });
}

const answersOf = ({ answers }: Endpoint) =>
  Object.fromEntries(answers.map(({ status, text, schema, type = "application/json" }) => [
    status,
    { description: text, ...schema ? { content: { [type]: { schema } } } : {} },
  ]));

function failuresOf({ failures = [], isPublic, body }: Endpoint) {
  const all: FailureCode[] = [...failures, ...EVERYWHERE];
  if (!isPublic) all.push("authorization_required", "invalid_token");
  if (body) all.push("invalid", "bad_json", "unsupported_type", "too_large");
  const byStatus = Map.groupBy(new Set(all), (code) => FAILURES[code].status);
  return Object.fromEntries([...byStatus].map(([status, codes]) => [status, {
    description: codes.map((code) => `\`${code}\`: ${FAILURES[code].text}`).join("\n\n"),
    content: { "application/json": { schema: ErrorJson } },
  }]));
}
