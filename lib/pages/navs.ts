import type { NavItem, NavPaneProps } from "@/components/shell/NavPane.tsx";
import type { IconName } from "@/components/icons/names.ts";
import type { PageText } from "@/lib/i18n/text.ts";

const links = (path: string, rows: readonly (readonly [string, IconName, string, number?])[]): NavItem[] =>
  rows.map(([href, icon, label, count]) => ({ href, icon, label, current: path === href, ...count ? { count } : {} }));

export const peopleNav = (text: PageText, path: string, requests: number): NavPaneProps => ({
  title: text("nav.people"),
  items: links(path, [
    ["/people", "users", text("people.contacts")],
    ["/people/friends", "user-round", text("people.friends")],
    ["/people/requests", "user-plus", text("people.requests"), requests],
    ["/settings/blocked", "ban", text("settings.blocked")],
  ]),
});

export const groupsNav = (text: PageText, path: string): NavPaneProps => ({
  title: text("nav.discover"),
  items: links(path, [
    ["/groups", "compass", text("groups.browse")],
    ["/groups/mine", "users-round", text("groups.mine")],
    ["/groups/new", "plus", text("welcome.group")],
  ]),
});

export const settingsNav = (
  text: PageText,
  path: string,
  isAdmin: boolean,
): Pick<NavPaneProps, "title" | "items" | "more"> => ({
  title: text("nav.settings"),
  items: links(path, [
    ["/settings/profile", "user-round", text("settings.profile")],
    ["/settings/notifications", "bell", text("settings.notifications")],
    ["/settings/appearance", "sun-moon", text("settings.appearance")],
    ["/settings/password", "key-round", text("settings.password")],
    ["/settings/sessions", "monitor-smartphone", text("settings.sessions")],
    ["/settings/blocked", "ban", text("settings.blocked")],
    ["/settings/keyboard", "keyboard", text("settings.keyboard")],
    ["/settings/account", "shield", text("settings.account")],
  ]),
  more: isAdmin ? links(path, [["/admin", "settings", text("settings.admin")]]) : [],
});

export const adminNav = (text: PageText, path: string): NavPaneProps => ({
  title: text("settings.admin"),
  items: links(path, [
    ["/admin", "users", text("admin.people")],
    ["/admin/invites", "link", text("admin.invites")],
    ["/admin/notice", "megaphone", text("admin.notice")],
    ["/admin/log", "clock", text("admin.log")],
    ["/admin/instances", "server", text("admin.instances")],
  ]),
});
