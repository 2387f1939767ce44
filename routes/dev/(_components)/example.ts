import type { MessengerProps } from "@/components/messenger/props.ts";
import type { Viewer } from "@/components/props.ts";
import type { Locale } from "@/lib/i18n/locale.ts";
import type { Reader } from "@/lib/i18n/reader.ts";
import type {
  ConversationDetailsJson,
  ConversationJson,
  MemberJson,
  MessageJson,
  PersonJson,
  Presence,
  Role,
} from "@/lib/protocol/messages.ts";

/** A day at a river authority: invented people and messages in which every state of every part occurs. */
const NOW = Date.parse("2025-11-22T09:50:00Z");
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const person = (key: string, display_name: string, status: Presence = "online", status_text = ""): PersonJson => ({
  id: `0194a000-0000-7000-8000-0000000000${key}`,
  username: display_name.toLowerCase().replaceAll(" ", "."),
  display_name,
  avatar: "",
  status,
  status_text,
  last_seen: null,
  is_active: true,
});

export const mei = person("01", "Lin Mei");
export const aisha = person("02", "Aisha Bello");
export const xiaoyu = person("0e", "陈晓雨");
const jonas = person("04", "Jonas Keller");
export const tomas = person("05", "Tomás Rivera", "busy");
export const noor = person("06", "Noor Haddad", "away");
const yifan = person("07", "赵一凡");
export const jianguo = person("08", "王建国", "offline");

export const exampleViewer: Viewer = {
  id: mei.id,
  displayName: mei.display_name,
  username: mei.username,
  avatar: "",
  isAdmin: true,
};

export const exampleReader = (locale: Locale): Reader => ({ locale, clock: "auto", timeZone: "UTC", now: NOW });

const at = (clock: string, daysAgo = 0): string => {
  const [hour = 0, minute = 0] = clock.split(":").map(Number);
  return new Date(Math.floor(NOW / DAY) * DAY - daysAgo * DAY + (hour * 60 + minute) * MINUTE).toISOString();
};

let made = 0;
export function message(
  conversation: string,
  from: PersonJson,
  when: string,
  content: string,
  more: Partial<MessageJson> = {},
) {
  made += 1;
  const json: MessageJson = {
    id: `0194b000-0000-7000-8000-${String(made).padStart(12, "0")}`,
    seq: made,
    conversation_id: conversation,
    changed_seq: made,
    sender_id: from.id,
    sender_name: from.display_name,
    receiver_id: "",
    group_id: conversation,
    content,
    message_type: "text",
    status: "sent",
    is_read: false,
    is_deleted: false,
    read_at: null,
    created_at: when,
    updated_at: when,
    edited_at: null,
    client_id: `k${made}`,
    reply_to: null,
    reactions: [],
    data: {},
    ...more,
  };
  return json;
}

const quote = ({ id, seq, sender_id, content, message_type, is_deleted }: MessageJson) => ({
  id,
  seq,
  sender_id,
  content,
  message_type,
  is_deleted,
});

const GROUP = "0194c000-0000-7000-8000-000000000003";
const errorRate = message(GROUP, aisha, at("09:12"), "Error rate is 0.02 %, the same as last week.", {
  reactions: [{ emoji: "👍", user_ids: [mei.id, jonas.id, noor.id] }, { emoji: "👀", user_ids: [tomas.id] }],
});

const groupMessages: MessageJson[] = [
  message(GROUP, aisha, at("09:12"), "Morning. Staging has run 4.2-rc3 since last night, no restarts."),
  errorRate,
  message(
    GROUP,
    xiaoyu,
    at("09:20"),
    "重连的问题定位到了：心跳超时以后，旧连接没有释放。已经修好：\n```ts\nif (now - lastPong > DEAD_MS) conn.close(4008); // was: return\n```",
  ),
  message(GROUP, jonas, at("09:30"), "added", {
    message_type: "system",
    data: {
      system: { action: "group_member_added", user_id: yifan.id, user_name: yifan.display_name, role: "member" },
    },
  }),
  message(GROUP, mei, at("09:44"), "Good find. @赵一凡 欢迎加入，发布清单在群公告里。", {
    data: { mentions: [yifan.id] },
  }),
  message(GROUP, mei, at("09:44"), "Rollback steps are in the file, please read them before noon.", {
    edited_at: at("09:45"),
    data: {
      attachments: [{ id: "f1", name: "rollback-4.2.md", size: 14_200, mime: "text/markdown", url: "/files/f1" }],
    },
  }),
  message(GROUP, yifan, at("09:46"), "谢谢！我今天先把回滚步骤走一遍，有问题在这里问。 @Lin Mei", {
    data: { mentions: [mei.id] },
  }),
  message(
    GROUP,
    tomas,
    at("09:48"),
    "Does that include the phone clients? Last time the errors only showed up after a day.",
    {
      reply_to: quote(errorRate),
    },
  ),
];

const member = (user: PersonJson, role: Role = "member", read = 0): MemberJson => ({
  user,
  role,
  joined_at: at("08:00", 30),
  last_read_seq: read,
  last_delivered_seq: read,
});

function row(id: string, more: Partial<ConversationJson>): ConversationJson {
  return {
    id,
    kind: "direct",
    name: more.peer?.display_name ?? "",
    avatar: "",
    peer: null,
    last_seq: 1,
    last_message: null,
    last_activity: at("09:00"),
    unread: 0,
    mentions: 0,
    last_read_seq: 0,
    muted: false,
    role: "member",
    member_count: 2,
    archived: false,
    read_only: false,
    ...more,
  };
}

const release: ConversationDetailsJson = {
  ...row(GROUP, { kind: "group", name: "Release 4.2", member_count: 7, role: "admin", last_activity: at("09:48") }),
  last_message: groupMessages.at(-1) ?? null,
  description: "Everything for the 4.2 rollout: gauges, reconnect, phone clients.",
  announcement:
    "**Freeze from Monday 18:00.** Only fixes for gauges and reconnect. 周一 18:00 起封版，只修测站和重连。",
  announcement_by: jonas.id,
  announcement_at: at("10:00", 2),
  owner_id: jonas.id,
  max_members: 100,
  is_private: true,
  members: [
    member(jonas, "owner", 6),
    member(aisha, "admin", 6),
    member(mei, "admin", 6),
    member(xiaoyu),
    member(tomas),
    member(noor),
    member(yifan),
  ],
};

const DIRECT = "0194c000-0000-7000-8000-000000000010";
const direct = (from: PersonJson, when: string, content: string, more: Partial<MessageJson> = {}) =>
  message(DIRECT, from, when, content, { group_id: "", receiver_id: xiaoyu.id, ...more });
const beautiful = direct(
  mei,
  at("09:24"),
  "Beautiful light. Did the old sensor log anything after Friday, or did it go quiet at once?",
  { status: "read", reply_to: null },
);
const directMessages: MessageJson[] = [
  direct(xiaoyu, at("17:53", 1), "七号站换好了，读数稳定", { reactions: [{ emoji: "❤️", user_ids: [mei.id] }] }),
  beautiful,
  direct(xiaoyu, at("09:27"), "只有 `14:10` 一条，之后就断电了。原始数据我放在共享盘里。", {
    reply_to: quote(beautiful),
  }),
  direct(xiaoyu, at("09:31"), "那我先把测试改完，下午给你看"),
  direct(mei, at("09:33"), "Perfect. I will rerun the import with the raw file.", { status: "read" }),
  direct(mei, at("09:33"), "", {
    message_type: "file",
    status: "delivered",
    data: { attachments: [{ id: "f2", name: "gauge-7-raw.csv", size: 2_300_000, mime: "text/csv", url: "/files/f2" }] },
  }),
  direct(mei, at("09:36"), "Import finished: 8,412 rows, none rejected."),
];

const withXiaoyu: ConversationDetailsJson = {
  ...row(DIRECT, { peer: xiaoyu, last_activity: at("09:36") }),
  last_message: directMessages.at(-1) ?? null,
  description: "",
  announcement: "",
  announcement_by: "",
  announcement_at: null,
  owner_id: "",
  max_members: 2,
  is_private: true,
  members: [member(mei), member(xiaoyu)],
};

const said = (id: string, from: PersonJson, when: string, content: string, more: Partial<MessageJson> = {}) =>
  ({ last_message: message(id, from, when, content, more), last_activity: when }) as const;

const conversations: ConversationJson[] = [
  release,
  row("c2", {
    kind: "group",
    name: "Harbour Ops 港口运维",
    unread: 3,
    mentions: 1,
    member_count: 34,
    ...said("c2", noor, at("09:46"), "@Lin Mei can you look at gauge 7?"),
  }),
  { ...withXiaoyu },
  row("c4", { peer: tomas, ...said("c4", tomas, at("09:05"), "Did the invoice reach you?") }),
  row("c5", { peer: jonas, unread: 1, ...said("c5", jonas, at("08:57"), "Found the cable. It was behind the rack.") }),
  row("c6", {
    kind: "group",
    name: "周末徒步",
    muted: true,
    unread: 28,
    member_count: 19,
    ...said("c6", jianguo, at("08:40"), "周六早上七点，北门集合"),
  }),
  row("c7", {
    peer: noor,
    ...said("c7", mei, at("16:00", 2), "Thank you! That was exactly it.", { status: "delivered" }),
  }),
  row("c8", {
    peer: jianguo,
    ...said("c8", jianguo, at("15:00", 2), "", {
      data: {
        attachments: [{
          id: "f3",
          name: "水文报告-11月.pdf",
          size: 820_000,
          mime: "application/pdf",
          url: "/files/f3",
        }],
      },
    }),
  }),
  row("c9", {
    kind: "group",
    name: "Design critique",
    member_count: 8,
    ...said("c9", aisha, at("15:00", 3), "Second option, smaller radius"),
  }),
  row("ca", {
    kind: "group",
    name: "读书会",
    member_count: 8,
    ...said("ca", mei, at("12:00", 3), "《长江图》下周可以开始"),
  }),
  row("cb", { peer: aisha, ...said("cb", aisha, at("12:00", 4), "Sure, I will move the review to ten") }),
  row("cc", {
    peer: mei,
    name: mei.display_name,
    ...said("cc", mei, at("12:00", 9), "Ask for the spare float", { is_deleted: true, content: "" }),
  }),
];

const open = (details: ConversationDetailsJson, messages: readonly MessageJson[], unreadAfter: number) => ({
  details,
  page: {
    messages,
    as_of: messages.length,
    has_older: false,
    has_newer: false,
    people: [mei, xiaoyu, aisha, jonas, tomas, noor, yifan],
  },
  unreadAfter,
  at: null,
  clientId: "0194d000-0000-7000-8000-000000000001",
  replyTo: null,
  draft: "",
  cannotWrite: null,
});

const base = (locale: Locale): MessengerProps => ({
  viewer: exampleViewer,
  reader: exampleReader(locale),
  settings: { enterSends: true, sound: false, notifications: false, doNotDisturb: false },
  conversations,
  beyond: null,
  filter: "all",
  closedBanners: [],
  open: null,
  details: null,
  firstRun: false,
  maxContentBytes: 16_384,
});

/** The messenger in the states of `docs/` pictures: a group, a direct chat, nothing open, the first run. */
export function exampleMessenger(locale: Locale, state: "group" | "direct" | "none" | "first"): MessengerProps {
  switch (state) {
    case "group":
      return { ...base(locale), open: open(release, groupMessages, groupMessages[5]?.seq ?? 0) };
    case "direct":
      return {
        ...base(locale),
        open: { ...open(withXiaoyu, directMessages, 999), replyTo: directMessages[3] ?? null },
      };
    case "none":
      return base(locale);
    case "first":
      return { ...base(locale), conversations: [], firstRun: true };
  }
}
