// The files API (reference 8).
import assert from "node:assert/strict";
import test from "node:test";
import { BASE, KEY, service } from "./service.mjs";

const seconds = (iso) => Date.parse(iso) / 1000;

test("an upload answers the file object in wire order, processed at once", async () => {
  const response = await service({ now: () => 1_764_499_365_999, parsing: { answers: 9 } }).upload("contract.pdf", "12345");
  assert.equal(response.status, 200);
  const text = await response.text();
  const { id } = JSON.parse(text);
  assert.match(id, /^file-fe-[0-9a-f]{24}$/);
  assert.equal(
    text,
    `{"id":"${id}","object":"file","bytes":5,"filename":"contract.pdf","purpose":"file-extract","status":"processed","created_at":1764499365}`,
  );
});

test("a batch file has an id of its own kind, and a name may be Chinese", async () => {
  const file = await (await service().upload("输入.jsonl", "{}", "batch")).json();
  assert.match(file.id, /^file-batch-[0-9a-f]{24}$/);
  assert.equal(file.filename, "输入.jsonl");
});

test("a file can be retrieved until it is deleted", async () => {
  const emulator = service();
  const stored = await emulator.file("a.txt", "one");
  assert.equal((await (await emulator.get(`/files/${stored}`)).json()).filename, "a.txt");
  const removed = await emulator.get(`/files/${stored}`, { method: "DELETE" });
  assert.equal(removed.status, 200);
  assert.equal(await removed.text(), `{"object":"file","deleted":true,"id":"${stored}"}`);
  for (const method of ["GET", "DELETE"]) {
    const gone = await emulator.get(`/files/${stored}`, { method });
    assert.equal(gone.status, 404);
    assert.equal((await gone.json()).error.type, "invalid_request_error");
  }
});

test("another key is another account: it does not see the file", async () => {
  const emulator = service();
  const id = await emulator.file("a.txt", "one");
  const headers = { authorization: "Bearer sk-another" };
  assert.equal((await emulator.fetch(`${BASE}/files/${id}`, { headers })).status, 404);
  assert.deepEqual((await (await emulator.fetch(`${BASE}/files`, { headers })).json()).data, []);
});

test("the content of an uploaded file is not given out", async () => {
  const emulator = service();
  const id = await emulator.file("a.txt", "one");
  const response = await emulator.get(`/files/${id}/content`);
  assert.equal(response.status, 400);
  assert.match((await response.json()).error.message, /file-extract/);
  assert.equal((await emulator.get("/files/file-batch_output-none/content")).status, 404);
});

/** Five files, a second apart from noon in Beijing on 12 November 2025; every second one is a batch file. */
async function fiveFiles() {
  let now = Date.parse("2025-11-12T12:00:00+08:00");
  const emulator = service({ now: () => now });
  const ids = [];
  for (const purpose of ["file-extract", "batch", "file-extract", "batch", "file-extract"]) {
    ids.push((await (await emulator.upload(`${ids.length}.txt`, "x", purpose)).json()).id);
    now += 1000;
  }
  const list = async (query) => (await emulator.get(`/files${query}`)).json();
  return { ids, list, names: async (query) => (await list(query)).data.map(({ filename }) => filename) };
}

test("a list comes newest first, with the fields of the service and no more", async () => {
  const { ids, list } = await fiveFiles();
  const page = await list("");
  assert.deepEqual(Object.keys(page), ["object", "data", "has_more"]);
  assert.deepEqual(page.data.map(({ id }) => id), ids.toReversed());
  assert.equal(page.has_more, false);
  assert.equal(page.data[4].created_at, seconds("2025-11-12T04:00:00Z"));
});

test("pages follow one another by `after` until has_more is false", async () => {
  const { ids, list } = await fiveFiles();
  const seen = [];
  const more = [];
  for (let after = ""; more.at(-1) !== false; after = `&after=${seen.at(-1)}`) {
    const page = await list(`?limit=2${after}`);
    seen.push(...page.data.map(({ id }) => id));
    more.push(page.has_more);
  }
  assert.deepEqual(seen, ids.toReversed());
  assert.deepEqual(more, [true, true, false]);
});

test("a list can be narrowed by purpose and by time, in each form of a time", async () => {
  const { names } = await fiveFiles();
  assert.deepEqual(await names("?purpose=batch"), ["3.txt", "1.txt"]);
  assert.deepEqual(await names("?purpose=file-extract&limit=1"), ["4.txt"]);
  assert.deepEqual(await names("?create_after=20251112120003"), ["4.txt", "3.txt"]);
  assert.deepEqual(await names("?create_before=2025-11-12%2012:00:01"), ["1.txt", "0.txt"]);
  assert.equal((await names("?create_after=2025-11-12&create_before=20251113")).length, 5);
  assert.deepEqual(await names("?after=file-fe-unknown"), []);
});

for (const query of ["?limit=0", "?limit=2001", "?limit=x", "?create_after=yesterday", "?create_before=2025-13-45"]) {
  test(`the list refuses ${query}`, async () => {
    const response = await service().get(`/files${query}`);
    assert.equal(response.status, 400);
    assert.equal((await response.json()).error.type, "invalid_request_error");
  });
}

async function refused(emulator, ...upload) {
  const response = await emulator.upload(...upload);
  assert.equal(response.status, 400);
  return response.text();
}

test("a wrong purpose is refused in the recorded words, with no request id in the body", async () => {
  assert.equal(
    await refused(service(), "a.txt", "x", "assistants"),
    `{"error":{"message":"'purpose' must be 'file-extract'","type":"invalid_request_error","param":"purpose","code":null}}`,
  );
});

test("what exceeds the account's caps is refused", async () => {
  const big = service({ limits: { uploadBytes: 4 } });
  assert.match(await refused(big, "a.txt", "12345"), /Payload Too Large\..*BadRequest\.TooLarge/);
  assert.equal((await big.upload("a.txt", "1234")).status, 200);
  assert.match(await refused(service(), "a.png", new Uint8Array(20 * 1024 * 1024 + 1)), /Payload Too Large\./);
  const full = service({ limits: { files: 1 } });
  await full.file("a.txt", "x");
  assert.match(await refused(full, "b.txt", "x"), /Upload file number exceed limit\./);
  const heavy = service({ limits: { totalBytes: 5 } });
  await heavy.file("a.txt", "123");
  assert.match(await refused(heavy, "b.txt", "123"), /Upload file capacity exceed limit\./);
});

test("an upload without a file, or that is no multipart, is refused", async () => {
  const { fetch } = service();
  const post = (body, headers) => fetch(`${BASE}/files`, { method: "POST", headers: { authorization: `Bearer ${KEY}`, ...headers }, body });
  const form = new FormData();
  form.set("purpose", "file-extract");
  assert.equal((await (await post(form)).json()).error.param, "file");
  assert.equal((await post("{}", { "content-type": "application/json" })).status, 400);
  assert.equal((await post("broken", { "content-type": "multipart/form-data; boundary=XX" })).status, 400);
});
