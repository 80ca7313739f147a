import { searched } from "../search/words.js";

/** What a question is about, for values that have to come from it. */
export interface Subjects {
  /** Names and words, in order of use: what is enumerated, else names before ordinary words. */
  words: readonly string[];
  /** How many of the words are one enumeration ("Beijing and Shanghai"); 1 where there is none. */
  enumerated: number;
  numbers: readonly number[];
}

/** A name of several words, a word of an alphabet, or a run of ideographs. */
const TERM = /\p{Lu}[\p{L}\p{N}’'-]*(?: \p{Lu}[\p{L}\p{N}’'-]*)+|(?:(?!\p{sc=Han})[\p{L}\p{N}’'-])+|\p{sc=Han}+/gu;
/** Characters that part the subjects in a run of ideographs. */
const PARTICLES = /[的了在吗呢么吧是有和与及跟或请问查看这那您你我他她它们]|怎么样?|如何|什么|多少|哪里?|今天|现在/u;
/** Between two subjects of one enumeration. */
const JOINT = /^\s*(?:,|、|，|&|\/|,? ?and|,? ?or|和|与|及|跟|或)\s*$/;
const NUMBER = /-?\d+(?:\.\d+)?/g;

interface Term {
  word: string;
  start: number;
  end: number;
}

/** The subjects of a question, without the words in `known` (those of the tool that is asked). */
export function subjectsOf(question: string, known: ReadonlySet<string> = new Set()): Subjects {
  const terms = termsOf(question).filter(({ word }) => isSubject(word, known));
  const listed = enumeration(question, terms);
  const rest = terms.filter((term) => !listed.includes(term));
  const names = rest.filter(({ word, start }) => /^\p{Lu}/u.test(word) && start > 0);
  const ordered = [...listed, ...names, ...rest.filter((term) => !names.includes(term))];
  return {
    words: ordered.map(({ word }) => word),
    enumerated: Math.max(1, listed.length),
    numbers: (question.match(NUMBER) ?? []).map(Number),
  };
}

function termsOf(question: string): Term[] {
  return [...question.matchAll(TERM)].flatMap(({ 0: run, index }) => (/\p{sc=Han}/u.test(run) ? parted(run, index) : trimmed(run, index)));
}

/** "What New York" is no name: stop words in front are no part of it. */
function trimmed(run: string, index: number): Term[] {
  const words = run.split(" ");
  const first = words.findIndex((word) => searched(word) !== null);
  if (first < 0) return [{ word: run, start: index, end: index + run.length }];
  const word = words.slice(first).join(" ");
  return [{ word, start: index + run.length - word.length, end: index + run.length }];
}

function parted(run: string, index: number): Term[] {
  let start = index;
  return run.split(new RegExp(`(${PARTICLES.source})`, "u")).flatMap((part) => {
    const term = { word: part, start, end: start + part.length };
    start = term.end;
    return part === "" || PARTICLES.test(part) ? [] : [term];
  });
}

function isSubject(word: string, known: ReadonlySet<string>): boolean {
  const form = searched(word);
  return form !== null && !/^-?\d+$/.test(word) && !known.has(form);
}

/** The first run of terms with nothing but joints between them. */
function enumeration(question: string, terms: readonly Term[]): readonly Term[] {
  let run: Term[] = [];
  for (const term of terms) {
    const before = run.at(-1);
    if (before && JOINT.test(question.slice(before.end, term.start))) run.push(term);
    else if (run.length > 1) break;
    else run = [term];
  }
  return run.length > 1 ? run : [];
}
