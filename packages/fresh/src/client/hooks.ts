import { options } from "preact";
import { tieToBuild } from "../runtime/asset.ts";
import { HEAD_TAGS, HeadElement, headSink } from "../runtime/head.ts";
import { useHeadTag } from "./head.ts";

type Created = { type: unknown; key: unknown; props: Record<string, unknown> };

const hooks = options as { vnode?: (vnode: Created) => void };
const earlier = hooks.vnode;

hooks.vnode = (vnode) => {
  const { type, props, key } = vnode;
  if (type === "img" || type === "source") tieToBuild(props);
  else if (HEAD_TAGS.includes(type as string)) {
    Object.assign(vnode, { type: HeadElement, props: { tag: { type, props, key: key ?? null } } });
  }
  earlier?.(vnode as never);
};

headSink.take = (tag) => {
  useHeadTag(tag);
  return null;
};
