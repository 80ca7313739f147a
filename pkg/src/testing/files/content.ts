import type { AccountLimits } from "../options.js";
import { Passages } from "../search/passages.js";
import { Unreadable } from "./unreadable.js";

/** What could be read of a document; null where its format is one that the service reads and the emulator does not. */
export type Content = Passages | null;

/** The pages of a document as text. Throws anything for a broken one. */
export type Reader = (bytes: Uint8Array<ArrayBuffer>, limits: Required<AccountLimits>) => string[] | Promise<string[]>;

export const IMAGES: readonly string[] = ["bmp", "png", "jpg", "jpeg", "gif"];

const text: Reader = (bytes) => new TextDecoder().decode(bytes).split("\f");

/** The formats of reference 7.6 that the emulator reads. PDF and DOCX load their parsers when they are first met. */
const READERS: ReadonlyMap<string, Reader> = new Map([
  ["txt", text],
  ["md", text],
  ["csv", text],
  ["json", text],
  ["pdf", async (bytes) => (await import("./pdf.js")).pdfPages(bytes)],
  ["docx", async (bytes, limits) => (await import("./docx.js")).docxPages(bytes, limits.documentBytes)],
]);

/** The formats of reference 7.6 that only the service reads. */
const SERVICE_ONLY: readonly string[] = ["xlsx", "epub", "mobi", ...IMAGES];

/** The lower-case extension, which alone decides the format (reference 8); "" for none. */
export function extensionOf(filename: string): string {
  return /\.([^.]+)$/.exec(filename)?.[1]?.toLowerCase() ?? "";
}

/** Reads a file. Rejects with an Unreadable and nothing else. */
export async function readContent(file: File, limits: Required<AccountLimits>): Promise<Content> {
  const extension = extensionOf(file.name);
  const reader = READERS.get(extension);
  if (!reader && !SERVICE_ONLY.includes(extension)) throw new Unreadable("format");
  if (file.size > limits.documentBytes) throw new Unreadable("size");
  if (file.size === 0) throw new Unreadable("blank");
  if (!reader) return null;
  const pages = await pagesOf(file, reader, limits);
  if (pages.length > limits.pages) throw new Unreadable("pages");
  const all = pages.join("\n\n");
  if (all.trim() !== "") return new Passages(all);
  // The service recognises scanned pages (reference 7.6), the emulator only their text.
  if (extension === "pdf") return null;
  throw new Unreadable("blank");
}

async function pagesOf(file: File, reader: Reader, limits: Required<AccountLimits>): Promise<string[]> {
  try {
    return await reader(new Uint8Array(await file.arrayBuffer()), limits);
  } catch (error) {
    throw error instanceof Unreadable ? error : new Unreadable("broken");
  }
}
