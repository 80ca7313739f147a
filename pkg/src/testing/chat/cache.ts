import { countTokens } from "../tokens.js";
import type { Block } from "./blocks.js";
import type { ChatRequest } from "./request.js";

/** What the context cache did for a request, in tokens of its prompt (reference 17). */
export interface CacheUse {
  cached: number;
  /** Tokens of the block that was made for a marker; null for a request without markers. */
  created: number | null;
}

/** What was found for a request, and how the request itself is remembered: after its answer (reference 17), so calls at the same time do not find each other. */
export interface Look {
  use: CacheUse;
  keep(now: number): void;
}

export const NO_CACHE: Look = { use: { cached: 0, created: null }, keep: () => undefined };

const EXPLICIT_MS = 5 * 60_000;
const EXPLICIT_LEAST = 1_024;
const IMPLICIT_LEAST = 256;
/** Markers that count: the last ones. */
const MOST_MARKERS = 4;
/** Blocks of content before a marker in which a hit is looked for. */
const SEARCHED_BLOCKS = 20;
/** Prefixes that are remembered: a long test must not grow for ever. */
const MOST_PREFIXES = 10_000;

/** A place in a prompt up to which it may be cached. */
interface Place {
  /** Stands for everything before it. */
  key: string;
  tokens: number;
  /** The number of the content block that it lies in, and whether it is that block's end. */
  block: number;
  blockEnd: boolean;
  marked: boolean;
}

/** The prefixes of prompts that the service remembers: those of markers for five minutes, all others until a reset. */
export class PromptCache {
  /** When a prefix is forgotten, in epoch milliseconds. */
  readonly #marked = new Map<string, number>();
  readonly #seen = new Map<string, number>();

  clear(): void {
    this.#marked.clear();
    this.#seen.clear();
  }

  /** What the cache does for a request of an account. */
  look(request: ChatRequest, account: string, now: number): Look {
    const { cache } = request.model;
    if (cache === "none") return NO_CACHE;
    const places = placesOf(request, account);
    const markers = places.filter(({ marked }) => marked).slice(-MOST_MARKERS);
    if (markers.length > 0 && cache !== "implicit") return this.#explicit(places, markers, now);
    return cache === "explicit" ? NO_CACHE : this.#implicit(places);
  }

  #explicit(places: readonly Place[], markers: readonly Place[], now: number): Look {
    const hits = markers.flatMap((marker) => this.#hit(places, marker, now) ?? []);
    const cached = Math.max(0, ...hits.map(({ tokens }) => tokens));
    const made = markers.filter(({ tokens }) => tokens >= EXPLICIT_LEAST);
    return {
      use: { cached, created: Math.max(0, (made.at(-1)?.tokens ?? 0) - cached) },
      keep: (then) => [...hits, ...made].forEach(({ key }) => remember(this.#marked, key, then + EXPLICIT_MS)),
    };
  }

  /** The longest remembered prefix that ends with one of the blocks before a marker. */
  #hit(places: readonly Place[], marker: Place, now: number): Place | undefined {
    const near = ({ block, blockEnd }: Place): boolean => blockEnd && block <= marker.block && block > marker.block - SEARCHED_BLOCKS;
    return places.filter((place) => near(place) && (this.#marked.get(place.key) ?? 0) > now).at(-1);
  }

  #implicit(places: readonly Place[]): Look {
    const hit = places.filter(({ key, tokens }) => tokens >= IMPLICIT_LEAST && this.#seen.has(key)).at(-1);
    return {
      use: { cached: hit?.tokens ?? 0, created: null },
      keep: () => places.forEach(({ key }) => remember(this.#seen, key, Infinity)),
    };
  }
}

function remember(prefixes: Map<string, number>, key: string, until: number): void {
  prefixes.delete(key); // it goes to the end: the oldest are forgotten first
  prefixes.set(key, until);
  if (prefixes.size > MOST_PREFIXES) prefixes.delete(prefixes.keys().next().value as string);
}

/** The content of a message that has calls alone. */
const NO_TEXT: Block = { text: "", media: null, marked: false };

/** Places within one text are 1,024 characters apart. */
const SLICES = /[^]{1,1024}/g;

function placesOf({ modelName, toolbox, messages }: ChatRequest, account: string): Place[] {
  const blocks = messages.flatMap(({ role, calls, blocks }) => {
    return (blocks.length > 0 ? blocks : [NO_TEXT]).map((block) => ({ ...block, lead: `${role} ${JSON.stringify(calls)}` }));
  });
  let key = hash(`${account} ${modelName} ${toolbox.text}`);
  let tokens = countTokens(toolbox.text);
  return blocks.flatMap(({ lead, text, media, marked }, block) => {
    const slices = media ? [media.identity()] : (text.match(SLICES) ?? [""]);
    return slices.map((slice, at) => {
      const blockEnd = at === slices.length - 1;
      key = hash(`${key} ${lead} ${slice}`);
      tokens += media ? media.tokens : countTokens(slice);
      return { key, tokens, block, blockEnd, marked: marked && blockEnd };
    });
  });
}

/** 53 bits of a text, enough to tell prompts of one test from each other. */
function hash(text: string): string {
  let [left, right] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    left = Math.imul(left ^ unit, 2_654_435_761);
    right = Math.imul(right ^ unit, 1_597_334_677);
  }
  return `${(left ^ (right >>> 16)) >>> 0}.${(right ^ (left >>> 16)) >>> 0}`;
}
