// What the emulator can read of the formats of reference 7.6.
import assert from "node:assert/strict";
import test from "node:test";
import { ROLE, documentsRead, service, system, user } from "./service.mjs";
import { docx, pdf } from "./documents-made.mjs";

/** The answer to a question about an uploaded file. */
async function about(filename, content, question) {
  const { file, answer } = service();
  const id = await file(filename, content);
  const text = await answer([ROLE, system(`fileid://${id}`), user(question)]);
  assert.deepEqual(documentsRead(text), [`${filename} (\`${id}\`)`]);
  return text;
}

for (const [filename, content] of [
  ["a.txt", "The bridge is 42 metres long."],
  ["a.MD", "# Bridges\n\nThe **bridge** is 42 metres long."],
  ["a.csv", "name,length\nbridge,42 metres long"],
  ["a.json", '{"bridge":"42 metres long"}'],
]) {
  test(`${filename} is read as text`, async () => {
    assert.match(await about(filename, content, "How long is the bridge?"), /^> .*42 metres long/m);
  });
}

test("a PDF is read, every page of it", async () => {
  const pages = ["The harbour was opened in 1871.", "The bridge (a swing bridge) is 42 metres long."];
  assert.match(await about("a.pdf", pdf(pages), "How long is the bridge?"), /^> The bridge \(a swing bridge\) is 42 metres long\.$/m);
  assert.match(await about("a.pdf", pdf(pages), "When was the harbour opened?"), /^> The harbour was opened in 1871\.$/m);
});

test("a Chinese PDF is read", async () => {
  const answer = await about("合同.pdf", pdf(["本合同的有效期为两年。", "押金为九百欧元。"]), "押金是多少？");
  assert.match(answer, /^> 押金为九百欧元。$/m);
});

test("a DOCX is read: runs, tabs, entities", async () => {
  const content = docx([["The ", "bridge", "", "is 42 metres long & < 5 “wide”."], ["Another paragraph."]]);
  assert.match(await about("a.docx", content, "How long is the bridge?"), /^> The bridge is 42 metres long & < 5 “wide”\.$/m);
});

test("a Chinese DOCX is read", async () => {
  assert.match(await about("合同.docx", docx([["本合同的有效期为两年。"], ["押金为九百欧元。"]]), "押金是多少？"), /^> 押金为九百欧元。$/m);
});

test("what only the service can read is named and not invented", async () => {
  for (const filename of ["scan.png", "photo.JPEG", "book.epub", "table.xlsx"]) {
    const answer = await about(filename, new Uint8Array([1, 2, 3]), "What does it show?");
    assert.ok(answer.includes(`The emulator cannot read ${filename}`), answer);
    assert.doesNotMatch(answer, /^>/m);
  }
});

test("a PDF without text, as a scanner makes it, is accepted as the service accepts it", async () => {
  assert.match(await about("scan.pdf", pdf([""]), "What does it show?"), /The emulator cannot read scan\.pdf/);
});

test("a file that cannot be read does not hide the others", async () => {
  const { file, answer } = service();
  const ids = [await file("a.png", "x"), await file("b.txt", "The bridge is 42 metres long.")];
  const text = await answer([ROLE, system(ids.map((id) => `fileid://${id}`).join(",")), user("How long is the bridge?")]);
  assert.match(text, /> The bridge is 42 metres long\./);
  assert.match(text, /cannot read a\.png/);
});
