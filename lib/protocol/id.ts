const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a value is an id as the wire has them: a UUID in lower case. */
export const isId = (value: unknown): value is string => typeof value === "string" && ID.test(value);

const CLIENT_ID = /^[\x21-\x7e]{1,64}$/;

/** Whether a value may name a message to its author before it has an id: 1 to 64 printable ASCII characters. */
export const isClientId = (value: unknown): value is string => typeof value === "string" && CLIENT_ID.test(value);
