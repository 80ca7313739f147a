/// <reference path="./canvas.d.ts" />
import { extractText, getDocumentProxy } from "unpdf";

/** The text of each page. Rejects for a broken PDF. */
export async function pdfPages(bytes: Uint8Array): Promise<string[]> {
  const pdf = await getDocumentProxy(bytes, { verbosity: 0 });
  try {
    return (await extractText(pdf, { mergePages: false })).text;
  } finally {
    await pdf.destroy();
  }
}
