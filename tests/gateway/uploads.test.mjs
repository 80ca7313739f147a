// @ts-check
/** Uploads stream through, are counted, and are cut off at the limit. */
import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import test from "node:test";
import { PAGE, gateway, listen, refusal, service, until } from "./harness.mjs";

const MIB = 1 << 20;

/** @param {Uint8Array} bytes */
function form(bytes) {
  const form = new FormData();
  form.append("purpose", "file-extract");
  form.append("file", new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)]), "合同.pdf");
  return form;
}

/** A service that counts an upload as it comes, and notices when it is cut off. @param {import("./harness.mjs").TestContext} t */
async function counting(t) {
  const seen = { bytes: 0, headers: /** @type {http.IncomingHttpHeaders} */ ({}), whole: false, cut: false };
  const url = await listen(t, (req, res) => {
    seen.headers = req.headers;
    req.on("data", (chunk) => (seen.bytes += chunk.length));
    req.on("error", () => (seen.cut = true));
    req.on("end", () => {
      seen.whole = true;
      res.setHeader("content-type", "application/json").end('{"id":"file-fe-1"}');
    });
  });
  return { url, seen };
}

/** Sends an upload piece by piece, as no fetch does: without a length, as long as `more` gives pieces.
 * @param {string} url
 * @param {() => Buffer | null | Promise<Buffer | null>} more
 * @returns {Promise<{ status: number, text: string }>} */
function trickle(url, more) {
  return new Promise((resolve, reject) => {
    const headers = { origin: PAGE, "content-type": "multipart/form-data; boundary=XX" };
    const req = http.request(`${url}/v1/files`, { method: "POST", headers }, async (res) => {
      let text = "";
      for await (const chunk of res) text += chunk;
      resolve({ status: res.statusCode ?? 0, text });
      req.destroy();
    });
    req.on("error", reject);
    const pump = async () => {
      for (let piece = await more(); piece && !req.destroyed; piece = await more()) {
        if (!req.write(piece)) await once(req, "drain");
      }
      req.end();
    };
    pump().catch(() => {}); // the answer tells
  });
}

test("a form arrives byte for byte, file name and all", async (t) => {
  const { url, requests } = await service(t);
  const base = await gateway(t, { baseURL: url });
  const response = await fetch(`${base}/v1/files`, { method: "POST", headers: { origin: PAGE }, body: form(new TextEncoder().encode("内容")) });
  assert.equal(response.status, 200);
  const [sent] = requests;
  const boundary = sent?.headers["content-type"]?.match(/^multipart\/form-data; boundary=(.+)$/)?.[1] ?? "none";
  assert.ok(sent?.body.startsWith(`--${boundary}\r\n`) && sent.body.trimEnd().endsWith(`--${boundary}--`));
  assert.match(sent.body, /name="purpose"\r\n\r\nfile-extract\r\n/);
  assert.match(sent.body, /filename="合同\.pdf"[\s\S]+内容/);
});

test("an upload streams: the service has its first part before the page sends the last", async (t) => {
  const { url, seen } = await counting(t);
  const base = await gateway(t, { baseURL: url });
  let sent = 0;
  const answer = await trickle(base, async () => {
    if (sent > 0) await until(() => seen.bytes >= sent, "the part before has arrived");
    if (sent >= 5000) return null;
    sent += 1000;
    return Buffer.alloc(1000);
  });
  assert.deepEqual(answer, { status: 200, text: '{"id":"file-fe-1"}' });
  assert.equal(seen.bytes, 5000);
});

test("a service that does not read slows the page down: nothing is collected in between", async (t) => {
  const url = await listen(t, (req) => void req.pause());
  const base = await gateway(t, { baseURL: url });
  let sent = 0;
  const answer = trickle(base, () => {
    sent += MIB;
    return sent < 120 * MIB ? Buffer.alloc(MIB) : null;
  });
  answer.catch(() => {}); // ended with the test
  for (let before = -1; before !== sent; ) {
    before = sent;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  assert.ok(sent < 40 * MIB, `${sent / MIB} MiB left the page although nobody read them`);
});

test("an upload that says it is too large is refused before the service hears of it", async (t) => {
  const { url, seen } = await counting(t);
  const base = await gateway(t, { baseURL: url, limits: { fileBytes: 1000 } });
  const response = await fetch(`${base}/v1/files`, { method: "POST", headers: { origin: PAGE }, body: form(new Uint8Array(2000)) });
  assert.deepEqual((({ status, code }) => [status, code])(await refusal(response)), [413, "body_too_large"]);
  assert.equal(seen.bytes, 0);
});

test("an upload without a length is cut off at the limit, and the page is told", async (t) => {
  const { url, seen } = await counting(t);
  const base = await gateway(t, { baseURL: url, limits: { fileBytes: MIB } });
  let sent = 0;
  const answer = await trickle(base, () => ((sent += 65536) < 4 * MIB ? Buffer.alloc(65536) : null));
  assert.equal(answer.status, 413);
  assert.equal(JSON.parse(answer.text).error.code, "body_too_large");
  await until(() => seen.cut, "the service sees the upload cut off");
  assert.equal(seen.whole, false);
  assert.ok(seen.bytes <= MIB);
});

test("a JSON body without a length is cut off at its limit, too", async (t) => {
  const { url, requests } = await service(t);
  const base = await gateway(t, { baseURL: url, limits: { bodyBytes: 1000 } });
  const body = new Blob([JSON.stringify({ model: "qwen-long", pad: "x".repeat(2000) })]).stream();
  const init = { method: "POST", headers: { origin: PAGE, "content-type": "application/json" }, body, duplex: "half" };
  const response = await fetch(`${base}/v1/chat/completions`, /** @type {RequestInit} */ (init));
  assert.equal((await refusal(response)).code, "body_too_large");
  assert.equal(requests.length, 0);
});

test("a page that goes away in mid-upload ends the upload", async (t) => {
  const { url, seen } = await counting(t);
  const base = await gateway(t, { baseURL: url });
  const req = http.request(`${base}/v1/files`, { method: "POST", headers: { "content-type": "multipart/form-data; boundary=XX" } });
  req.on("error", () => {});
  req.write(Buffer.alloc(1000));
  await until(() => seen.bytes === 1000, "the first part has arrived");
  req.destroy();
  await until(() => seen.cut, "the service sees the upload cut off");
  assert.equal(seen.whole, false);
});
