import assert from "node:assert/strict";
import { formatBytes, formatDay, formatMoment, formatRowTime, formatTime } from "./format.ts";
import type { Reader } from "./reader.ts";

const english: Reader = { locale: "en", clock: "auto", timeZone: "UTC", now: Date.parse("2025-11-22T09:50:00Z") };
const chinese: Reader = { ...english, locale: "zh" };

Deno.test("days are named by how near they are", () => {
  assert.equal(formatDay(english, "2025-11-22T00:00:00Z"), "Today");
  assert.equal(formatDay(english, "2025-11-21T23:59:00Z"), "Yesterday");
  assert.equal(formatDay(english, "2025-11-20T12:00:00Z"), "Thursday, 20 November");
  assert.equal(formatDay(english, "2024-11-20T12:00:00Z"), "Wednesday, 20 November 2024");
  assert.equal(formatDay(chinese, "2025-11-22T00:00:00Z"), "今天");
  assert.equal(formatDay(chinese, "2025-11-20T12:00:00Z"), "11月20日 星期四");
});

Deno.test("a row of a list shows the time today, then the weekday, then the date", () => {
  assert.equal(formatRowTime(english, "2025-11-22T08:05:00Z"), "08:05");
  assert.equal(formatRowTime(english, "2025-11-21T08:05:00Z"), "Fri");
  assert.equal(formatRowTime(english, "2025-11-16T08:05:00Z"), "16 Nov");
  assert.equal(formatRowTime(english, "2024-11-16T08:05:00Z"), "16 Nov 2024");
});

Deno.test("the clock has twelve hours for those who ask for it", () => {
  assert.equal(formatTime(english, "2025-11-22T21:05:00Z"), "21:05");
  assert.match(formatTime({ ...english, clock: "12" }, "2025-11-22T21:05:00Z"), /^9:05\spm$/i);
  assert.equal(formatTime({ ...chinese, clock: "12" }, "2025-11-22T21:05:00Z"), "下午9:05");
  assert.equal(formatMoment(english, "2025-11-20T21:05:00Z"), "20 Nov, 21:05");
});

Deno.test("times are those of the reader's zone, and a zone that does not exist does no harm", () => {
  assert.equal(formatTime({ ...english, timeZone: "Asia/Shanghai" }, "2025-11-22T21:05:00Z"), "05:05");
  assert.match(formatTime({ ...english, timeZone: "Nowhere/At_All" }, "2025-11-22T21:05:00Z"), /^\d\d:\d\d$/);
});

Deno.test("sizes of files are short", () => {
  assert.equal(formatBytes("en", 900), "900 B");
  assert.equal(formatBytes("en", 14_200), "14 KB");
  assert.equal(formatBytes("en", 2_340_000), "2.3 MB");
  assert.equal(formatBytes("en", 48_000_000), "48 MB");
});
