/** What a form chose of these, or the first of them for anything else. */
export const chosen = <const T extends string>(value: string, choices: readonly [T, ...T[]]): T =>
  choices.find((choice) => choice === value) ?? choices[0];
