import type { Endpoint } from "../openapi.ts";
import { AUTH } from "./auth.ts";

/** Every endpoint under `/api/v1`; a test compares them with the route files. */
export const ENDPOINTS: readonly Endpoint[] = [...AUTH];
