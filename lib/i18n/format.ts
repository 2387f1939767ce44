import { liveText } from "./live_text.ts";
import type { Locale } from "./locale.ts";
import type { Reader } from "./reader.ts";

/** Day before month and 24 hours, unless the person asks otherwise. */
const TAGS: Readonly<Record<Locale, string>> = { en: "en-GB", zh: "zh-CN" };
const DAY_MS = 24 * 60 * 60 * 1000;

/** Making a formatter costs a hundred times what using it does. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(reader: Reader, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${reader.locale}|${reader.timeZone}|${JSON.stringify(options)}`;
  let found = formatters.get(key);
  if (!found) {
    found = makeFormatter(TAGS[reader.locale], options, reader.timeZone);
    if (formatters.size > 500) formatters.clear();
    formatters.set(key, found);
  }
  return found;
}

/** The zone comes from a cookie, so it may be anything. */
function makeFormatter(tag: string, options: Intl.DateTimeFormatOptions, timeZone?: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(tag, timeZone === undefined ? options : { ...options, timeZone });
  } catch {
    return new Intl.DateTimeFormat(tag, options);
  }
}

/** "09:48", or "9:48 am" on a 12-hour clock. */
export function formatTime(reader: Reader, iso: string): string {
  const twelve = reader.clock === "12";
  return formatter(reader, {
    hour: twelve ? "numeric" : "2-digit",
    minute: "2-digit",
    hourCycle: twelve ? "h12" : "h23",
  }).format(new Date(iso));
}

/** The calendar day where the reader is, as a key that sorts: "2025-11-22". */
export function dayKey(reader: Reader, at: string | number): string {
  const parts = formatter(reader, { year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(new Date(at));
  const part = (type: string) => parts.find((candidate) => candidate.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}`;
}

/** "Today", "Yesterday", "Friday, 20 November", with the year when it is another. */
export function formatDay(reader: Reader, iso: string): string {
  const text = liveText(reader.locale);
  const key = dayKey(reader, iso);
  if (key === dayKey(reader, reader.now)) return text("day.today");
  if (key === dayKey(reader, reader.now - DAY_MS)) return text("day.yesterday");
  return text("day.full", {
    weekday: formatter(reader, { weekday: "long" }).format(new Date(iso)),
    date: formatDate(reader, iso, "long"),
  });
}

/** "20 Nov" or "20 November", with the year when it is another. */
export function formatDate(reader: Reader, iso: string, month: "short" | "long" = "short"): string {
  const sameYear = dayKey(reader, iso).slice(0, 4) === dayKey(reader, reader.now).slice(0, 4);
  return formatter(reader, { day: "numeric", month, ...(sameYear ? {} : { year: "numeric" }) }).format(new Date(iso));
}

/** For a row of a list: the time today, the weekday within the last six days, else the date. */
export function formatRowTime(reader: Reader, iso: string): string {
  const key = dayKey(reader, iso);
  if (key === dayKey(reader, reader.now)) return formatTime(reader, iso);
  if (key > dayKey(reader, reader.now - 6 * DAY_MS) && key < dayKey(reader, reader.now)) {
    return formatter(reader, { weekday: "short" }).format(new Date(iso));
  }
  return formatDate(reader, iso);
}

/** A moment for `<time datetime>`: nobody reads the seconds, and a page of messages is full of them. */
export const toMinute = (iso: string): string => `${iso.slice(0, 16)}Z`;

/** Date and time, for tooltips and lists of sessions. */
export const formatMoment = (reader: Reader, iso: string): string =>
  liveText(reader.locale)("day.moment", { date: formatDate(reader, iso), time: formatTime(reader, iso) });

const UNITS = ["B", "KB", "MB", "GB"] as const;

/** "14 KB", "2.3 MB". */
export function formatBytes(locale: Locale, bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit > 1 && value < 10 ? 1 : 0;
  return `${value.toLocaleString(TAGS[locale], { maximumFractionDigits: digits })} ${UNITS[unit]}`;
}
