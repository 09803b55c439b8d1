// How many words a text has: the definition of service/law/words.py, which says it in words.

const JOINERS = "'\u2019\u2018\u0060\u00b4-\u2010\u2011"; // apostrophes and hyphens
const POINTS = ".,:";

function kindOf(character) {
  if (JOINERS.includes(character)) return "j";
  if (POINTS.includes(character)) return "p";
  if (/\p{Nd}/u.test(character)) return "d";
  if (/\p{Cf}/u.test(character)) return ""; // nobody sees it
  if (/[\p{L}\p{N}]/u.test(character)) return "w";
  return /\p{M}/u.test(character) ? "m" : " ";
}

/** The text as a letter for the kind of each character; what nobody sees is left out. */
export const kinds = (text) => Array.from(text, kindOf).join("");

/** The number of words in a text. */
export function countWords(text) {
  const joined = kinds(text).replace(/dp(?=d)/g, "dj");
  return joined.match(/[wd][wdm]*(?:j[wd][wdm]*)*/g)?.length ?? 0;
}
