import { strFromU8, unzipSync } from "fflate";
import { Unreadable } from "./unreadable.js";

/** Where a DOCX keeps its text (ECMA-376 part 1, 11.3.10). */
const MAIN_PART = "word/document.xml";

/**
 * The text of a DOCX as one page: Word breaks pages when it shows them. Throws for a broken file, and an Unreadable for
 * one that would unpack to more than `maxBytes`.
 */
export function docxPages(bytes: Uint8Array, maxBytes: number): string[] {
  const parts = unzipSync(bytes, {
    filter({ name, originalSize }) {
      if (name !== MAIN_PART) return false;
      if (originalSize > maxBytes) throw new Unreadable("size");
      return true;
    },
  });
  const main = parts[MAIN_PART];
  if (!main) throw new Unreadable("broken");
  return [textOf(strFromU8(main))];
}

/** The runs of text (`w:t`), and the elements that stand for white space (ECMA-376 part 1, 17.3). */
const TEXT = /<w:t(?:\s[^>]*)?>([^<]*)<\/w:t>|<w:(tab|br|cr)\b[^>]*\/>|<\/w:(p|tc)>/g;
const SPACES: Readonly<Record<string, string>> = { tab: "\t", br: "\n", cr: "\n", tc: "\t", p: "\n\n" };

function textOf(xml: string): string {
  let text = "";
  for (const [, run, space, end] of xml.matchAll(TEXT)) {
    text += run === undefined ? SPACES[space ?? end ?? ""] : unescaped(run);
  }
  return text;
}

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescaped(run: string): string {
  return run.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (entity, hexadecimal, decimal, name) => {
    if (name) return NAMED[name] ?? entity;
    const code = hexadecimal ? parseInt(hexadecimal, 16) : parseInt(decimal, 10);
    return code <= 0x10ffff ? String.fromCodePoint(code) : entity;
  });
}
