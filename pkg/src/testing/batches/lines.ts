import { type Fields, isObject } from "../chat/json.js";
import { findModel } from "../chat/models.js";
import type { AccountLimits } from "../options.js";
import { type Region, batchModelIn } from "../regions.js";
import * as flaws from "./flaws.js";
import { BATCH_URLS, TEST_MODEL, TEST_URL } from "./urls.js";

/** A request of a batch. */
export interface Line {
  customId: string;
  body: Fields;
}

/** A flaw and where it is: lines count from 1, and the whole file has none. */
type FoundFlaw = flaws.Flaw & { line: number | null };

export interface Validated {
  lines: Line[];
  errors: FoundFlaw[];
}

/** Flaws of a file that are told at most: the emulator's choice. */
const MOST_ERRORS = 100;

/** What the test model takes (reference 16.1). */
const TEST_LIMITS = { lines: 100, bytes: 1024 * 1024 };

/** Reads the input of a batch, in one pass: every line is looked at once, whatever the others say. Blank ones are none. */
export function validate(text: string, endpoint: string, region: Region, limits: Required<AccountLimits>): Validated {
  const result: Validated = { lines: [], errors: [] };
  const rules = new Rules(endpoint, region, limits);
  text.split("\n").forEach((content, index) => {
    if (content.trim() === "" || result.errors.length === MOST_ERRORS) return;
    const checked = rules.check(content);
    if ("code" in checked) result.errors.push({ ...checked, line: index + 1 });
    else result.lines.push(checked);
  });
  const count = result.lines.length + result.errors.length;
  const flaw = endpoint === TEST_URL ? flawOfTest(count, text) : flawOfFile(count, limits);
  return flaw ? { lines: [], errors: [{ ...flaw, line: null }] } : result;
}

function flawOfFile(count: number, { batchLines }: Required<AccountLimits>): flaws.Flaw | null {
  if (count === 0) return flaws.EMPTY_FILE;
  return count > batchLines ? flaws.tooManyLines(batchLines) : null;
}

function flawOfTest(count: number, text: string): flaws.Flaw | null {
  if (bytesOf(text) > TEST_LIMITS.bytes) return flaws.fileTooLarge(TEST_LIMITS.bytes);
  if (count === 0) return flaws.EMPTY_FILE;
  return count > TEST_LIMITS.lines ? flaws.tooManyLines(TEST_LIMITS.lines) : null;
}

/** The rules for a line, with what the lines before it were: one model, one thinking mode, no `custom_id` twice. */
class Rules {
  readonly #customIds = new Set<string>();
  #batch: { model: string; thinks: unknown } | null = null;

  constructor(
    private readonly endpoint: string,
    private readonly region: Region,
    private readonly limits: Required<AccountLimits>,
  ) {}

  check(content: string): Line | flaws.Flaw {
    if (bytesOf(content) > this.limits.batchLineBytes) return flaws.lineTooLong(this.limits.batchLineBytes);
    const line = objectIn(content);
    if (!line) return flaws.INVALID_JSON;
    const { custom_id: customId, method, url, body } = line;
    if (typeof customId !== "string" || customId === "") return flaws.missing("custom_id");
    if (method !== "POST") return flaws.INVALID_METHOD;
    if (typeof url !== "string") return flaws.missing("url");
    if (!isObject(body)) return flaws.missing("body");
    return this.#wrongUrl(url) ?? this.#wrongModel(url, body) ?? this.#duplicate(customId) ?? { customId, body };
  }

  #wrongUrl(url: string): flaws.Flaw | null {
    if (!BATCH_URLS.includes(url)) return flaws.urlNotFound(url);
    return url === this.endpoint ? null : flaws.mismatchedUrl(url, this.endpoint);
  }

  #wrongModel(url: string, { model, enable_thinking }: Fields): flaws.Flaw | null {
    if (typeof model !== "string" || model === "") return flaws.missing("body.model");
    const isTest = model === TEST_MODEL;
    if (isTest !== (url === TEST_URL)) return flaws.mismatchedTestUrl(url, model, isTest);
    if (!isTest && !(url === "/v1/chat/completions" && batchModelIn(this.region, model))) return flaws.unsupportedModel(model);
    const thinks = enable_thinking ?? findModel(model)?.thinking === "on";
    this.#batch ??= { model, thinks };
    if (this.#batch.model !== model) return flaws.mismatchedModel(`model '${model}'`, "model");
    return this.#batch.thinks === thinks ? null : flaws.mismatchedModel("thinking mode", "enable_thinking");
  }

  #duplicate(customId: string): flaws.Flaw | null {
    if (this.#customIds.has(customId)) return flaws.duplicateCustomId(customId);
    this.#customIds.add(customId);
    return null;
  }
}

function objectIn(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
