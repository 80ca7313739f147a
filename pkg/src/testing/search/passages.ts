import MiniSearch from "minisearch";
import { countTokens } from "../tokens.js";
import { searched, words } from "./words.js";

/** Characters of a passage at most: three or four sentences, short enough to be quoted whole. */
const LONGEST = 240;
/** A passage is quoted beside the best one only when it matches at least this well, as a part of the best one's score. */
const NEARLY_AS_GOOD = 0.3;

/** Passages that are ranked for a question at most; more would take seconds in a long document. */
const RANKED = 1_000;

/** A text cut into passages that can be searched. */
export class Passages {
  /** An estimate, see `countTokens`. */
  readonly tokens: number;
  #passages: string[] | null = null;

  constructor(private readonly text: string) {
    this.tokens = countTokens(text);
  }

  /** The `most` passages that best match the question, in the order of the text; none where no word of it is found. */
  matching(question: string, most: number): string[] {
    const index = new MiniSearch<Passage>({
      fields: ["text"],
      tokenize: words,
      processTerm: searched,
      searchOptions: { prefix: (term) => /^\w{4,}$/.test(term) },
    });
    index.addAll(this.#mentioning(question));
    const found = index.search(question);
    const least = (found[0]?.score ?? 0) * NEARLY_AS_GOOD;
    return found
      .slice(0, most)
      .filter(({ score }) => score >= least)
      .map(({ id }) => Number(id))
      .sort((a, b) => a - b)
      .map((id) => this.#all()[id] ?? "");
  }

  /** How the text begins. */
  opening(): string {
    return this.#all()[0] ?? "";
  }

  /** The passages in which words of the question occur, those with most of them first. */
  #mentioning(question: string): Passage[] {
    const stems = [...new Set(words(question).flatMap((word) => stemOf(word) ?? []))];
    return this.#all()
      .map((text, id) => {
        const lower = text.toLowerCase();
        return { id, text, count: stems.filter((stem) => lower.includes(stem)).length };
      })
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count)
      .slice(0, RANKED);
  }

  #all(): string[] {
    this.#passages ??= passagesOf(this.text);
    return this.#passages;
  }
}

interface Passage {
  id: number;
  text: string;
}

/** What every form of a word has in common (party, parties); null for words that are not searched. */
function stemOf(word: string): string | null {
  const term = searched(word);
  return term !== null && /^\w{4,}$/.test(term) ? term.slice(0, -1) : term;
}

/** Paragraphs, the long ones cut after sentences, and sentences longer than a passage cut where they are. */
function passagesOf(text: string): string[] {
  const paragraphs = text.split(/\r?\n[ \t]*(?:\r?\n[ \t]*)+/);
  return paragraphs.flatMap(packed).filter((passage) => passage !== "");
}

const SENTENCE_END = /(?<=[。！？；])|(?<=[.!?;])\s+|\r?\n/;
const SLICE = new RegExp(`[^]{1,${LONGEST}}`, "gu");

function packed(paragraph: string): string[] {
  const passages: string[] = [];
  let held = "";
  for (const sentence of paragraph.split(SENTENCE_END).flatMap((part) => part.match(SLICE) ?? [])) {
    const line = sentence.replace(/\s+/g, " ").trim();
    if (held.length + line.length >= LONGEST) {
      passages.push(held);
      held = "";
    }
    held = /[。！？；]$/.test(held) ? held + line : `${held} ${line}`.trim();
  }
  return [...passages, held];
}
