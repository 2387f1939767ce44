const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a value is an id as the wire has them: a UUID in lower case. */
export const isId = (value: unknown): value is string => typeof value === "string" && ID.test(value);
