// Parsing and the file errors of chat (reference 7.4, 7.5), each provoked by what would cause it.
import assert from "node:assert/strict";
import test from "node:test";
import { BASE, KEY, ROLE, eventsOf, service, system, user } from "./service.mjs";
import { docx, pdf } from "./documents-made.mjs";

const QUESTION = user("What is it about?");
const asking = (...ids) => [ROLE, ...ids.map((id) => system(`fileid://${id}`)), QUESTION];
const refused = (message) => [400, "invalid_parameter_error", message];
const IN_PROGRESS = refused("File parsing in progress, please try again later.");
const UNKNOWN = "file-fe-000000000000000000000000";

test("chat says as often as it is told to that parsing is in progress, while the file says processed", async () => {
  const { file, get, refusal, answer } = service({ parsing: { answers: 2 } });
  const id = await file("a.txt", "Apples.");
  assert.deepEqual(await refusal(asking(id)), IN_PROGRESS);
  assert.equal((await (await get(`/files/${id}`)).json()).status, "processed");
  assert.deepEqual(await refusal(asking(id)), IN_PROGRESS);
  assert.match(await answer(asking(id)), /> Apples\./);
});

test("parsing takes its time from the upload on", async () => {
  let now = 1_000_000;
  const { file, refusal, answer } = service({ parsing: { ms: 500 }, now: () => now });
  const id = await file("a.txt", "Apples.");
  now += 499;
  assert.deepEqual(await refusal(asking(id)), IN_PROGRESS);
  now += 1;
  assert.match(await answer(asking(id)), /> Apples\./);
});

test("a file added later is waited for by itself", async () => {
  const { file, refusal, answer } = service({ parsing: { answers: 1 } });
  const [a, b] = [await file("a.txt", "Apples."), await file("b.txt", "Pears.")];
  assert.deepEqual(await refusal(asking(a)), IN_PROGRESS);
  assert.deepEqual(await refusal(asking(a, b)), IN_PROGRESS);
  assert.match(await answer(asking(a, b)), /b\.txt/);
});

test("on a streaming call `in progress` is one event of a 400", async () => {
  const { file, chat } = service({ parsing: { answers: 1 } });
  const body = { model: "qwen-long", messages: asking(await file("a.txt", "Apples.")), stream: true };
  const response = await chat(body);
  assert.equal(response.status, 400);
  const id = response.headers.get("x-request-id");
  assert.deepEqual(eventsOf(await response.text()), [
    `{"error":{"code":"invalid_parameter_error","param":null,"message":"File parsing in progress, please try again later.","type":"invalid_request_error"},"id":"chatcmpl-${id}","request_id":"${id}"}`,
  ]);
  assert.equal((await chat(body)).status, 200);
});

/** [what the file is, its name, its content, the words about it, options] */
const FLAWED = [
  ["of a format that the service does not read", "page.html", "<p>Hi</p>", (id) => `File [id:${id}] format is not supported.`],
  ["without an extension", "README", "Hi", (id) => `File [id:${id}] format is not supported.`],
  ["empty", "a.txt", "", (id) => `File [id:${id}] content blank.`],
  ["nothing but white space", "a.md", " \n\t\n", (id) => `File [id:${id}] content blank.`],
  ["a DOCX without text", "a.docx", docx([]), (id) => `File [id:${id}] content blank.`],
  ["larger than the service reads", "a.txt", "123456", (id) => `File [id:${id}] exceeds size limit.`, { documentBytes: 5 }],
  ["a DOCX that unpacks to more than the service reads", "a.docx", docx([["x".repeat(5_000)]]), (id) => `File [id:${id}] exceeds size limit.`, { documentBytes: 4_000 }],
  ["of too many pages", "a.pdf", pdf(["one", "two", "three"]), (id) => `File [id:${id}] exceeds page limits (2 pages).`, { pages: 2 }],
  ["a text of 15,001 pages", "a.txt", `x${"\f".repeat(15_000)}`, (id) => `File [id:${id}] exceeds page limits (15000 pages).`],
  ["a broken PDF", "a.pdf", "%PDF-1.4 and then nothing", (id) => `File: ${id} parsing error`],
  ["a text that says it is a DOCX", "a.docx", "Hi", (id) => `File: ${id} parsing error`],
  ["a DOCX without its main part", "a.docx", new Uint8Array([80, 75, 5, 6, ...new Uint8Array(18)]), (id) => `File: ${id} parsing error`],
];

for (const [what, name, content, words, limits] of FLAWED) {
  test(`a file that is ${what} is refused by chat, again and again`, async () => {
    const { file, refusal } = service({ limits });
    const id = await file(name, content);
    assert.deepEqual(await refusal(asking(id)), refused(words(id)));
    assert.deepEqual(await refusal(asking(id)), refused(words(id)));
  });
}

test("unknown, deleted, foreign and batch files are invalid", async () => {
  const { file, get, upload, fetch, refusal } = service();
  const deleted = await file("a.txt", "Apples.");
  await get(`/files/${deleted}`, { method: "DELETE" });
  const batch = (await (await upload("b.jsonl", "{}", "batch")).json()).id;
  const foreign = await upload("c.txt", "Plums.", "file-extract", { headers: { authorization: "Bearer sk-another" } });
  for (const id of [UNKNOWN, deleted, batch, (await foreign.json()).id]) {
    assert.deepEqual(await refusal(asking(id)), refused(`Invalid file [id:${id}].`));
  }
  assert.equal((await fetch(`${BASE}/files/${UNKNOWN}`, { headers: { authorization: `Bearer ${KEY}` } })).status, 404);
});

test("a file deleted right after the request started cannot be found", async () => {
  const { file, get, refusal } = service({ pace: { latencyMs: 200 } });
  const id = await file("a.txt", "Apples.");
  const asked = refusal(asking(id));
  await new Promise((resolve) => setTimeout(resolve, 10));
  await get(`/files/${id}`, { method: "DELETE" });
  assert.deepEqual(await asked, refused(`File [id:${id}] cannot be found.`));
});

test("a hundred files are read, one more is too many", async () => {
  const { file, answer, refusal } = service();
  const id = await file("a.txt", "Apples.");
  const list = (count) => [ROLE, system(Array(count).fill(`fileid://${id}`).join(",")), QUESTION];
  assert.match(await answer(list(100)), /^100\. a\.txt/m);
  assert.deepEqual(await refusal(list(101)), refused("Too many files provided."));
});

test("ten million tokens are read, more are too many", async () => {
  const { file, refusal, chat } = service();
  const id = await file("a.txt", "word ".repeat(100_000)); // 125,000 tokens
  const list = (count) => [ROLE, system(Array(count).fill(`fileid://${id}`).join(",")), QUESTION];
  assert.equal((await chat({ model: "qwen-long", messages: list(79) })).status, 200);
  assert.deepEqual(await refusal(list(81)), refused("Total message token length exceed model limit (10000000 tokens)."));
});
