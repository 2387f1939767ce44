let state = 42;
/** The same figures every time: the next one below `most`. */
export const random = (most: number) => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state % most;
};
const ONSETS =
  "b bl br c ch cl cr d dr f fl fr g gl gr h j k l m n p ph pl pr qu r s sc sh sl sp st str t th tr v w wh y z".split(
    " ",
  );
const VOWELS = "a ai au e ea ee ei i ia ie o oa oo ou u ue y".split(" ");
const CODAS = ["", "", "", ..."b ck d f g k l ll m mp n nd ng nt p r rd rk rm rn rt s sh st t th x".split(" ")];
const pick = (list: readonly string[]) => list[random(list.length)] ?? "";
export const WORDS = [
  ...new Set(Array.from({ length: 30_000 }, (_, i) => {
    const syllables = i < 200 ? 1 : 1 + random(3);
    return Array.from({ length: syllables }, () => pick(ONSETS) + pick(VOWELS) + pick(CODAS)).join("");
  })),
].slice(0, 20_000);
const HANS = Array.from({ length: 2_500 }, (_, i) => String.fromCodePoint(0x4e00 + i * 8));
/** Common words often, rare ones rarely. */
const word = () => WORDS[Math.floor(WORDS.length * (random(10_000) / 10_000) ** 4)] ?? "ba";
export const han = () => HANS[Math.floor(HANS.length * (random(10_000) / 10_000) ** 3)] ?? "海";
/** Four to twenty-three words; every fifth is Chinese. */
export const sentence = () =>
  random(5) === 0
    ? Array.from({ length: 8 + random(30) }, han).join("")
    : Array.from({ length: 4 + random(20) }, word).join(" ");
