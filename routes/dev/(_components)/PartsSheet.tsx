import { ConnectionPill } from "@/components/chat/ConnectionPill.tsx";
import { Composer, ReadOnlyLine } from "@/components/chat/Composer.tsx";
import { NewMessagesPill } from "@/components/chat/NewMessagesPill.tsx";
import { TypingSlot } from "@/components/chat/TypingSlot.tsx";
import { EmptyState } from "@/components/EmptyState.tsx";
import { Field, FormProblems } from "@/components/forms/Field.tsx";
import { Segments, Select, SettingRow, SettingsGroup, SwitchRow } from "@/components/forms/Settings.tsx";
import { Menu } from "@/components/overlay/Menu.tsx";
import { MessageToast } from "@/components/overlay/MessageToast.tsx";
import { Toast } from "@/components/overlay/Toast.tsx";
import { Avatar } from "@/components/people/Avatar.tsx";
import { Tick } from "@/components/timeline/Tick.tsx";
import { Row } from "@/components/timeline/Timeline.tsx";
import type { Locale } from "@/lib/i18n/locale.ts";
import { aisha, exampleReader, exampleViewer, jianguo, mei, noor, tomas, xiaoyu } from "./example.ts";
import { messageStates } from "./message_states.ts";

const nothing = () => {};
const PEOPLE = [mei, aisha, xiaoyu, tomas, noor, jianguo];
const FACES = Object.fromEntries(PEOPLE.map((person) => [person.id, person]));

/** Every small part in every state, one below the other: what the four days of the messenger do not show. */
export function PartsSheet({ locale }: { readonly locale: Locale }) {
  const reader = exampleReader(locale);
  return (
    <main class="page" id="main" tabIndex={0}>
      <div class="sheet">
        <h1>Parts</h1>
        <h2>Messages</h2>
        {(["group", "direct"] as const).map((kind) => (
          <ol class={`timeline ${kind}`} data-kind={kind} key={kind}>
            {messageStates(kind).map((message, index) => (
              <Row
                key={message.id}
                row={{
                  kind: "message",
                  key: message.id,
                  message,
                  own: message.sender_id === mei.id,
                  first: true,
                  last: true,
                }}
                rows={[]}
                label=""
                kind={kind}
                viewerId={exampleViewer.id}
                reader={reader}
                people={FACES}
                roles={{ [mei.id]: "admin" }}
                editableAgain={new Set(index === 0 ? [] : [message.id])}
                onEditAgain={nothing}
                onPickReaction={nothing}
              />
            ))}
          </ol>
        ))}
        <h2>Faces and marks</h2>
        <p class="ways">
          {PEOPLE.map((person) => (
            <Avatar key={person.id} id={person.id} name={person.display_name} presence={person.status} ring />
          ))}
          {([28, 32, 36, 40, 48, 64, 72] as const).map((size) => (
            <Avatar key={size} id={`${size}`} name="读书会" kind="group" size={size} />
          ))}
          {(["queued", "sending", "sent", "delivered", "read"] as const).map((state) => (
            <Tick key={state} state={state} label={state} />
          ))}
        </p>
        <h2>Over and under the chat</h2>
        {(["connecting", "offline", "slow", "back"] as const).map((state) => (
          <div class="booth" key={state}>
            <ConnectionPill state={state} reader={reader} />
          </div>
        ))}
        {[0, 7].map((count) => (
          <div class="booth" key={count}>
            <NewMessagesPill count={count} mentioned={count > 0} reader={reader} href="#main" />
          </div>
        ))}
        {[[], ["Aisha"], ["Aisha", "晓雨"], ["a", "b", "c"]].map((names) => (
          <TypingSlot key={names.length} names={names} reader={reader} />
        ))}
        <Composer
          conversationId="parts"
          name="Harbour"
          reader={reader}
          clientId="parts"
          count={{ text: "312 too many", over: true }}
        />
        <ReadOnlyLine reason="You are no longer in this group, so you cannot write here." />
        <h2>Layers</h2>
        <Menu
          label="Menu"
          groups={[[
            { key: "reply", label: "Reply", icon: "reply", shortcut: "R", onSelect: nothing },
            { key: "recall", label: "Recall", icon: "undo-2", danger: true, onSelect: nothing },
          ]]}
        />
        <div class="booth">
          <Toast kind="done">Copied</Toast>
        </div>
        <div class="booth">
          <Toast kind="error">Not sent</Toast>
        </div>
        <div class="booth">
          <Toast kind="info" action={{ label: "Turn on", onClick: nothing }}>Tell you about new messages?</Toast>
        </div>
        <div class="booth">
          <MessageToast
            conversationId="parts"
            sender={{ id: aisha.id, name: aisha.display_name, picture: "" }}
            group="Harbour"
            line="The crane is free"
            mentionsMe
            reader={reader}
            onClose={nothing}
          />
        </div>
        <h2>Forms</h2>
        <div class="stack">
          <FormProblems problems={["That email and password do not match. Check both and try again."]} />
          <Field name="plain" label="Name" hint="What others see" value="Lin Mei" />
          <Field
            name="wrong"
            label="Email"
            type="email"
            value="nonsense"
            problem="Enter an email such as a@example.org."
          />
          <Field name="lines" label="Description" rows={3} />
          <SettingsGroup title="Settings">
            <SwitchRow name="on" title="On" help="A switch that is on" on />
            <SwitchRow name="off" title="Off" on={false} />
            <SettingRow title="Choice">
              <Segments
                name="segments"
                legend="Choice"
                value="a"
                choices={[{ value: "a", label: "First" }, { value: "b", label: "Second" }]}
              />
            </SettingRow>
            <SettingRow title="List" for="list">
              <Select
                name="list"
                value="a"
                choices={[{ value: "a", label: "First" }, { value: "b", label: "Second" }]}
              />
            </SettingRow>
          </SettingsGroup>
          <p class="ways">
            <button type="button" class="button">Cancel</button>
            <button type="button" class="button danger">Delete</button>
            <button type="button" class="button primary">Save</button>
            <button type="button" class="button primary" disabled>Save</button>
          </p>
          <EmptyState title="No conversations yet" line="People and groups you talk to will be listed here.">
            <a class="button" href="#main">Start a chat</a>
          </EmptyState>
        </div>
      </div>
    </main>
  );
}
