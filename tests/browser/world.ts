import { api, people, type Person, type Target } from "../support/client.ts";

/** A small world in which every page has something to show. */
export interface World {
  readonly mei: Person;
  readonly xiaoyu: Person;
  readonly jonas: Person;
  readonly aisha: Person;
  /** Ids of conversations. */
  readonly release: string;
  readonly hikers: string;
  readonly withXiaoyu: string;
  /** Of one message of Lin Mei's in the group. */
  readonly message: string;
}

/** Fills an empty product through its API; Lin Mei is the administrator, and the one who looks. */
export async function makeWorld(target: Target): Promise<World> {
  const [mei, xiaoyu, jonas, aisha, yifan, noor] = await people(
    target,
    "mei.lin",
    "晓雨",
    "jonas",
    "aisha",
    "赵一凡",
    "noor",
  );
  if (!mei || !xiaoyu || !jonas || !aisha || !yifan || !noor) throw new Error("Nobody came");
  await name(mei, "Lin", "Mei");
  await name(xiaoyu, "陈晓雨", "");
  await name(jonas, "Jonas", "Keller");
  await name(aisha, "Aisha", "Bello");
  await name(noor, "Noor", "Haddad");

  const release = await group(jonas, "Release 4.2", [mei, xiaoyu, aisha, yifan, noor], {
    description: "Everything for the 4.2 rollout: gauges, reconnect, phone clients.",
    is_private: true,
  });
  await api(jonas, "PUT", `/api/v1/groups/${release}/members/${mei.id}`, { role: "admin" });
  await api(jonas, "PUT", `/api/v1/groups/${release}/announcement`, {
    announcement:
      "**Freeze from Monday 18:00.** Only fixes for gauges and reconnect. 周一 18:00 起封版，只修测站和重连。",
  });
  const hikers = await group(aisha, "周末徒步", [mei, jonas], {
    description: "周六早上七点，北门集合",
    is_private: true,
  });
  await group(noor, "Design critique", [], { description: "Bring one screen, leave with three opinions." });
  await group(xiaoyu, "读书会", [], { description: "《长江图》第三章" });

  await say(aisha, release, "Morning. Staging has run 4.2-rc3 since last night, no restarts.");
  const rate = await say(aisha, release, "Error rate is 0.02 %, the same as last week.");
  await api(mei, "PUT", `/api/v1/messages/${rate}/reactions`, { emoji: "👍" });
  await api(jonas, "PUT", `/api/v1/messages/${rate}/reactions`, { emoji: "👍" });
  await api(xiaoyu, "PUT", `/api/v1/messages/${rate}/reactions`, { emoji: "👀" });
  await say(
    xiaoyu,
    release,
    "重连的问题定位到了：心跳超时以后，旧连接没有释放。已经修好：\n```js\nif (now - lastPong > DEAD_MS) conn.close(4008); // was: return\n```",
  );
  await say(mei, release, "Good find. @赵一凡 欢迎加入，发布清单在群公告里。");
  const message = await say(
    mei,
    release,
    "Rollback steps are in the [runbook](https://docs.example.org/rollback), please read them before noon.",
  );
  await api(mei, "PUT", `/api/v1/messages/${message}`, {
    content:
      "Rollback steps are in the [runbook](https://docs.example.org/rollback), please read them **before noon**.",
  });
  const gone = await say(noor, release, "wrong chat");
  await api(noor, "DELETE", `/api/v1/messages/${gone}`);
  await say(yifan, release, "谢谢！我今天先把回滚步骤走一遍，有问题在这里问。 @mei.lin");
  await say(
    noor,
    release,
    "Does that include the phone clients? Last time the errors only showed up after a day.",
    rate,
  );

  await say(aisha, hikers, "周六早上七点，北门集合");
  await api(mei, "PUT", `/api/v1/conversations/${hikers}/mute`, { muted: true });

  await write(xiaoyu, mei, "七号站换好了，读数稳定");
  const asked = await write(
    mei,
    xiaoyu,
    "Beautiful light. Did the old sensor log anything after Friday, or did it go quiet at once?",
  );
  await write(xiaoyu, mei, "只有 `14:10` 一条，之后就断电了。原始数据我放在共享盘里。", asked.id);
  await write(mei, xiaoyu, "Perfect. I will rerun the import with the raw file.");
  const last = await write(mei, xiaoyu, "Import finished: 8,412 rows, none rejected.");
  await write(xiaoyu, mei, "那我先把测试改完，下午给你看");
  await write(jonas, mei, "Found the cable. It was behind the rack.");
  await write(noor, mei, "Thank you! That was exactly it.");
  await api(aisha, "POST", `/api/v1/users/${mei.id}/friend`);
  await api(mei, "POST", `/api/v1/users/${noor.id}/friend`);
  await api(noor, "PUT", `/api/v1/users/${mei.id}/friend`);
  return { mei, xiaoyu, jonas, aisha, release, hikers, withXiaoyu: last.conversation_id, message };
}

const name = (person: Person, first_name: string, last_name: string) =>
  api(person, "PUT", "/api/v1/users/profile", { first_name, last_name });

async function group(owner: Person, name: string, members: Person[], more: Record<string, unknown>): Promise<string> {
  const { body } = await api(owner, "POST", "/api/v1/groups", { name, ...more });
  const { id } = body.group as { id: string };
  for (const member of members) {
    await api(owner, "POST", `/api/v1/groups/${id}/members`, { user_id: member.id, role: "member" });
  }
  return id;
}

async function say(who: Person, groupId: string, content: string, reply_to?: string): Promise<string> {
  const { body } = await api(who, "POST", `/api/v1/messages/group/${groupId}`, { content, reply_to });
  return String(body.id);
}

async function write(who: Person, to: Person, content: string, reply_to?: string) {
  const { body } = await api(who, "POST", `/api/v1/messages/private/${to.id}`, { content, reply_to });
  return body as unknown as { readonly id: string; readonly conversation_id: string };
}
