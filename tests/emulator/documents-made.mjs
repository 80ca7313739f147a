// Small true documents, made byte by byte: what each holds can be read here.
import { strToU8, zipSync } from "fflate";

/** A PDF 1.4 with one line of text a page. Latin text uses a standard font; any other a Type 0 font with a ToUnicode map. */
export function pdf(pages) {
  const objects = [];
  const add = (body) => objects.push(body);
  const kids = pages.map((_, index) => `${5 + index * 2} 0 R`).join(" ");
  add("<< /Type /Catalog /Pages 2 0 R >>");
  add(`<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`);
  const latin = pages.every((text) => /^[\x20-\x7e]*$/.test(text));
  add(latin ? "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>" : TYPE_0);
  add(stream(TO_UNICODE));
  for (const text of pages) {
    const shown = latin ? `(${text.replace(/[()\\]/g, "\\$&")})` : `<${utf16(text)}>`;
    const position = objects.length + 2;
    add(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${position} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`);
    add(stream(text && `BT /F1 12 Tf 40 780 Td ${shown} Tj ET`));
  }
  return file(objects);
}

const stream = (text) => `<< /Length ${text.length} >>\nstream\n${text}\nendstream`;
const utf16 = (text) => Array.from({ length: text.length }, (_, i) => text.charCodeAt(i).toString(16).padStart(4, "0")).join("");

const TYPE_0 =
  "<< /Type /Font /Subtype /Type0 /BaseFont /Any /Encoding /Identity-H /ToUnicode 4 0 R /DescendantFonts [<< /Type /Font " +
  "/Subtype /CIDFontType2 /BaseFont /Any /DW 1000 /FontDescriptor << /Type /FontDescriptor /FontName /Any /Flags 4 >> /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>] >>";
// Codes are UTF-16 units, so the map is the identity.
const TO_UNICODE =
  "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Any def /CMapType 2 def\n" +
  "1 begincodespacerange <0000> <FFFF> endcodespacerange\n" +
  "1 beginbfrange <0000> <FFFF> <0000> endbfrange\nendcmap end end";

function file(objects) {
  let text = "%PDF-1.4\n";
  const offsets = objects.map((body, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${body}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  const count = objects.length + 1;
  return `${text}xref\n0 ${count}\n0000000000 65535 f \n${table}trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
}

/** A DOCX with these paragraphs, each a list of runs; `""` is a tab. */
export function docx(paragraphs) {
  const run = (text) => `<w:r>${text === "" ? "<w:tab/>" : `<w:t xml:space="preserve">${escaped(text)}</w:t>`}</w:r>`;
  const body = paragraphs.map((runs) => `<w:p>${runs.map(run).join("")}</w:p>`).join("");
  const document = `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`;
  return zipSync({ "[Content_Types].xml": strToU8("<Types/>"), "word/document.xml": strToU8(document) });
}

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");
