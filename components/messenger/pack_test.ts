import assert from "node:assert/strict";
import { exampleMessenger } from "@/routes/dev/(_components)/example.ts";
import { packMessenger, unpackMessenger } from "./pack.ts";
import type { MessengerProps } from "./props.ts";

/** What the page shows of a message of somebody else, and what its own author needs; members' names stand in one place. */
const shown = (props: MessengerProps) => ({
  ...props,
  conversations: props.conversations.map(({ last_message: _, ...conversation }) => conversation),
  open: props.open && {
    ...props.open,
    details: { ...props.open.details, last_message: null },
    page: {
      ...props.open.page,
      people: [],
      messages: props.open.page.messages.map((message) => {
        if ("hidden" in message) return message;
        const own = message.sender_id === props.viewer.id;
        const { receiver_id: _, client_id, status, ...kept } = message;
        return own ? { ...kept, client_id, status } : kept;
      }),
    },
  },
});

Deno.test("what the island unpacks is what the server packed", () => {
  for (const state of ["group", "direct", "none", "first"] as const) {
    const props = exampleMessenger("en", state);
    const crossed = JSON.parse(JSON.stringify(packMessenger(props)));
    assert.deepEqual(shown(unpackMessenger(crossed)), JSON.parse(JSON.stringify(shown(props))), state);
  }
});

Deno.test("packed messages take less than half the room", () => {
  const props = exampleMessenger("en", "group");
  const size = (value: unknown) => JSON.stringify(value).length;
  assert.ok(size(packMessenger(props).open?.page.messages) * 2 < size(props.open?.page.messages));
});

Deno.test("a hidden message stays one", () => {
  const props = exampleMessenger("en", "group");
  assert.ok(props.open);
  const hidden = { seq: 99, hidden: true } as const;
  const open = { ...props.open, page: { ...props.open.page, messages: [hidden] } };
  assert.deepEqual(unpackMessenger(packMessenger({ ...props, open })).open?.page.messages, [hidden]);
});
