import { dictionary } from "@zxcvbn-ts/language-common";

/** Words that common passwords are made of, as they remain when case, look-alike signs and what is tacked on are gone. */
const WORDS = new Set(
  `password passwort passw motdepasse contrasena senha parola haslo wachtwoord mima mypassword newpassword
  admin administrator root user guest test testing tester demo login welcome letmein changeme default secret access
  master hello helloworld iloveyou loveyou love lovely princess prince queen king angel baby babygirl sweetheart
  sunshine rainbow flower butterfly summer winter spring autumn monkey dragon tiger lion eagle falcon phoenix wolf
  shadow hunter killer ninja samurai warrior soldier ranger batman superman spiderman ironman starwars pokemon naruto
  minecraft fortnite football baseball basketball soccer hockey tennis golf liverpool chelsea arsenal barcelona
  realmadrid juventus manchester steelers cowboys yankees lakers mustang ferrari porsche mercedes corvette harley
  yamaha honda toyota computer internet google facebook youtube whatsapp android iphone samsung windows microsoft
  server network system qazwsx qwe asd zxc qweasd qweasdzxc qwertz azerty asdf asdfgh zxcvbn zxcvbnm poiuy trustno
  whatever nothing something freedom forever family friends mother father brother sister daughter michael jennifer
  jordan michelle jessica ashley amanda charlie thomas daniel andrew joshua matthew robert anthony william nicole
  jasmine samantha elizabeth alexander christian michaela george maggie ginger pepper cookie chocolate banana orange
  cheese coffee chicken peanut purple yellow silver golden diamond crystal jesus christ heaven blessed faith hope
  matrix merlin gandalf hobbit wizard magic mystic legend hacker money dollar million lucky casino player gamer
  chat freshet woaini nihao china beijing shanghai america london paris berlin moscow madrid canada`.split(/\s+/),
);

const LOOK_ALIKE: ReadonlyMap<string, string> = new Map([
  ["@", "a"],
  ["4", "a"],
  ["3", "e"],
  ["1", "i"],
  ["!", "i"],
  ["0", "o"],
  ["$", "s"],
  ["5", "s"],
  ["7", "t"],
]);

const ROWS = [
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890",
  "1qaz2wsx3edc4rfv5tgb",
];
const RUNS = ROWS.flatMap((row) => [row, [...row].reverse().join("")]);

let listed: ReadonlySet<string> | null = null;

/** The 49,000 that leaked most often, as zxcvbn-ts ranks them. */
const isListed = (text: string): boolean => (listed ??= new Set(dictionary["passwords-common"])).has(text);

/**
 * Whether a password is one that guessers try first: from the list of what leaked, a well-known word with trimmings, a run of
 * keys, a repetition.
 */
export function isCommonPassword(password: string): boolean {
  const text = password.toLowerCase();
  return isListed(text) || isRepetition(text) || isRun(text) || isDate(text) || isWord(text);
}

const isRepetition = (text: string): boolean => /^(.{1,4})\1+.?$/u.test(text);

/** Made of stretches that lie side by side on a keyboard, in the alphabet or among the numbers: `qwerty123`. */
function isRun(text: string): boolean {
  for (let at = 0; at < text.length;) {
    const length = longestRun(text.slice(at));
    if (length < 3) return false;
    at += length;
  }
  return true;
}

function longestRun(text: string): number {
  for (let length = Math.min(text.length, 26); length >= 3; length--) {
    const part = text.slice(0, length);
    if (RUNS.some((run) => run.includes(part)) || /^(.)\1+$/u.test(part)) return length;
  }
  return 0;
}

const isDate = (text: string): boolean => /^(\d{1,2}[-./]?){2}(19|20)\d\d$|^(19|20)\d\d([-./]?\d{1,2}){2}$/.test(text);

function isWord(text: string): boolean {
  const bare = text.replaceAll(/[\d\W_]+$|^[\d\W_]+/g, "");
  return [bare, spelledOut(bare), spelledOut(text), bare.replaceAll(/[\d\W_]+/g, "")].some((word) =>
    WORDS.has(word) || WORDS.has(word.replace(/s$/, "")) || isTwice(word)
  );
}

const spelledOut = (text: string): string =>
  [...text].map((sign) => LOOK_ALIKE.get(sign) ?? sign).join("").replaceAll(/[\d\W_]+/g, "");

const isTwice = (word: string): boolean => {
  const half = word.slice(0, word.length / 2);
  return half.length > 2 && word === half + half && WORDS.has(half);
};
