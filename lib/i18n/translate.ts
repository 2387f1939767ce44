import type { Locale } from "./locale.ts";

/** A sentence with `{names}`, or its forms by `{count}`. */
export type Entry = string | { readonly one: string; readonly other: string };
export type Catalogue = Readonly<Record<string, Entry>>;

type Names<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type EntryNames<E> = E extends string ? Names<E> : E extends { readonly other: infer O } ? Names<O> | "count" : never;
type Arguments<E> = [EntryNames<E>] extends [never] ? [] : [Readonly<Record<EntryNames<E>, string | number>>];

/** Looks a text up by key and fills it in; numbers are written as the language does. */
export interface Text<C> {
  <K extends keyof C>(key: K, ...values: Arguments<C[K]>): string;
  /** The sentence with its `{names}` still in it, for those who put elements there. */
  template<K extends keyof C>(key: K, count?: number): string;
  readonly locale: Locale;
}

/** Same keys, other words: what a second language must have. */
export type Translation<C> = { readonly [K in keyof C]: C[K] extends string ? string : Entry };

const NUMBERS: Readonly<Record<Locale, Intl.NumberFormat>> = {
  en: new Intl.NumberFormat("en"),
  zh: new Intl.NumberFormat("zh-CN"),
};
const PLURALS: Readonly<Record<Locale, Intl.PluralRules>> = {
  en: new Intl.PluralRules("en"),
  zh: new Intl.PluralRules("zh-CN"),
};

export function makeText<C extends Catalogue>(locale: Locale, catalogue: Translation<C>): Text<C> {
  const template = (key: keyof C, count?: number): string => {
    const entry: Entry = catalogue[key];
    if (typeof entry === "string") return entry;
    return PLURALS[locale].select(count ?? 0) === "one" ? entry.one : entry.other;
  };
  const text = (key: keyof C, values?: Readonly<Record<string, string | number>>): string => {
    const count = values?.count;
    const sentence = template(key, typeof count === "number" ? count : undefined);
    return values === undefined ? sentence : fillIn(sentence, (name) => writeValue(locale, values[name]));
  };
  return Object.assign(text, { template, locale }) as Text<C>;
}

const fillIn = (sentence: string, valueOf: (name: string) => string): string =>
  sentence.replace(/\{(\w+)\}/g, (_, name: string) => valueOf(name));

const writeValue = (locale: Locale, value: string | number | undefined): string =>
  typeof value === "number" ? NUMBERS[locale].format(value) : value ?? "";
