/** One letter of a script that puts no space between words, for the source of a regular expression with the flag `u`. */
export const UNSPACED = String
  .raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]`;
