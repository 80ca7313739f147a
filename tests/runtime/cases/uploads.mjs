// The way of a document: upload, parsing, ready. Each phase is reported, and each can be aborted for real.
import { sleep } from "../assert.mjs";
import { PARSING, errorBody, uploaded } from "../wire.mjs";
import { textFile } from "./leases.mjs";

const ID = "file-fe-6e6503dbb28cf065b66a9e9f";
const JSON_TYPE = { "content-type": "application/json" };
const UPLOADED = { headers: JSON_TYPE, body: [{ text: uploaded(ID) }] };
const STILL_PARSING = { status: 400, headers: JSON_TYPE, body: [{ text: PARSING }] };
const ANSWERED = { says: "It is two years." };
const QUESTION = "How long?";

/** Small enough for every runtime, large enough that a slow reader is busy with it for seconds. */
const BIG = 16 * 1024 * 1024;

function refused(message) {
  return { status: 400, headers: JSON_TYPE, body: [{ text: errorBody("invalid_parameter_error", message, "req-doc") }] };
}

/** Reads the one part `name` out of a multipart body, as text; the type without a charset, which some runtimes add. */
function part(body, name) {
  const [, head, value] = new RegExp(`(Content-Disposition: form-data; name="${name}"[^]*?)\\r\\n\\r\\n([^]*?)\\r\\n--`, "i").exec(body) ?? [];
  return { filename: /filename="([^"]*)"/.exec(head ?? "")?.[1], type: /content-type: ([^;\r\n]*)/i.exec(head ?? "")?.[1], value };
}

export const uploadCases = {
  async "ask reports upload, every parsing wait and readiness, then streams the answer"(t, env) {
    const peer = await env.peer({ answers: [UPLOADED, STILL_PARSING, STILL_PARSING, ANSWERED] });
    const events = [];
    const stream = await peer.client().ask({ documents: [textFile()], question: QUESTION }, { onProgress: (event) => events.push(event) });
    t.equal(await stream.finalContent(), "It is two years.");
    t.equal(events[0].phase, "upload");
    t.same([...new Set(events.map((event) => event.phase))], ["upload", "parse", "ready"], "the order of the phases");
    t.ok(events.every((event) => event.index === 0 && event.filename === "a.txt"), "each event names its document");
    t.ok(events.filter((event) => event.phase !== "upload").every((event) => event.fileId === ID), "after the upload each event has the file id");
    t.equal(Math.max(...events.map((event) => event.attempt)), 2, "how often the service said not yet");
    t.ok(events.every((event, at) => at === 0 || event.elapsed >= events[at - 1].elapsed), "elapsed never runs backwards");
    t.ok(events.at(-1).elapsed >= 1000, "two waits take more than a second");
    const { requests } = await peer.seen();
    t.equal(requests.length, 4, "requests");
    t.same(JSON.parse(requests[3].body).messages.slice(1), [{ role: "system", content: `fileid://${ID}` }, { role: "user", content: QUESTION }]);
    t.equal(JSON.parse(requests[3].body).messages[0].role, "system", "a role message comes first");
  },

  async "File, Blob, Response and bytes are uploaded with their names and types"(t, env) {
    const bytes = new TextEncoder().encode("hello");
    const sources = [
      [textFile("hello", "合同.txt"), { filename: "合同.txt", type: "text/plain" }],
      [{ bytes, filename: "b.md", type: "text/markdown" }, { filename: "b.md", type: "text/markdown" }],
      [{ bytes: bytes.buffer, filename: "c.csv", type: "text/csv" }, { filename: "c.csv", type: "text/csv" }],
    ];
    for (const [document, expected] of sources) {
      const peer = await env.peer({ answers: [UPLOADED, ANSWERED] });
      await (await peer.client().ask({ documents: [document], question: QUESTION })).finalContent();
      const { body, path } = (await peer.seen()).requests[0];
      t.equal(path, "/v1/files");
      const file = part(body, "file");
      t.same([file.filename, file.type, file.value], [expected.filename, expected.type, "hello"]);
      t.equal(part(body, "purpose").value, "file-extract");
    }
  },

  async "a Blob and a Response get a name, for the service decides by its extension"(t, env) {
    const response = async () => fetch((await env.peer({ answers: [{ headers: { "content-type": "text/plain" }, body: [{ text: "hello" }] }] })).baseURL + "/contract.txt");
    for (const document of [new Blob(["hello"], { type: "text/plain" }), await response(), new Response("hello", { headers: { "content-type": "text/plain" } })]) {
      const peer = await env.peer({ answers: [UPLOADED, ANSWERED] });
      await (await peer.client().ask({ documents: [document], question: QUESTION })).finalContent();
      const file = part((await peer.seen()).requests[0].body, "file");
      t.equal(file.value, "hello");
      t.ok(/\.txt$/.test(file.filename ?? ""), `a name that ends in .txt, not ${file.filename}`);
    }
  },

  async "several documents are uploaded and stay in the order given"(t, env) {
    const answers = ["A", "B", "C"].map((id) => ({ headers: JSON_TYPE, body: [{ text: uploaded(`file-fe-${id}`) }] }));
    const peer = await env.peer({ answers: [...answers, ANSWERED] });
    const seenIndexes = new Set();
    const stream = await peer.client().ask(
      { documents: ["1", "2", "3"].map((name) => textFile(name, `${name}.txt`)), question: QUESTION, system: "Answer briefly." },
      { onProgress: ({ index }) => seenIndexes.add(index) },
    );
    await stream.finalContent();
    t.same([...seenIndexes].sort(), [0, 1, 2]);
    const { requests } = await peer.seen();
    const idOf = new Map(requests.slice(0, 3).map((request, at) => [part(request.body, "file").value, `fileid://file-fe-${"ABC"[at]}`]));
    t.same(JSON.parse(requests[3].body).messages, [
      { role: "system", content: "Answer briefly." },
      ...["1", "2", "3"].map((name) => ({ role: "system", content: idOf.get(name) })),
      { role: "user", content: QUESTION },
    ]);
  },

  async "documents that need no upload are only reported ready"(t, env) {
    const peer = await env.peer({ answers: [ANSWERED] });
    const events = [];
    const documents = [{ text: "plain" }, { content: "json", file_type: "txt", filename: "j", title: "J" }, { fileId: ID }];
    await (await peer.client().ask({ documents, question: QUESTION }, { onProgress: (event) => events.push(event) })).finalContent();
    t.same(events.map(({ phase, index, fileId }) => [phase, index, fileId]).sort(), [["ready", 0, null], ["ready", 1, null], ["ready", 2, ID]]);
  },

  async "abort of an attach leaves the conversation as it was"(t, env) {
    const peer = await env.peer({ answers: [UPLOADED, STILL_PARSING] });
    const talk = peer.client().conversation({ system: "Quote." });
    const before = JSON.stringify(talk);
    const controller = new AbortController();
    const call = t.rejects(talk.attach(textFile(), { signal: controller.signal }), env.lib.APIUserAbortError);
    await peer.sees((now) => now.requests.length >= 2 && now.open === 0, "the first parsing answer");
    controller.abort();
    await call;
    t.equal(JSON.stringify(talk), before);
  },

  async "abort during the upload closes it"(t, env) {
    const peer = await env.peer({ answers: [{ ...UPLOADED, readBody: "slow" }] });
    const controller = new AbortController();
    const call = t.rejects(peer.client().ask({ documents: [new File([new Uint8Array(BIG)], "big.txt")], question: QUESTION }, { signal: controller.signal }), env.lib.APIUserAbortError);
    await peer.sees((now) => now.requests[0]?.bytes > 0 || now.open === 1, "the upload");
    await sleep(100);
    controller.abort();
    await call;
    const now = await peer.sees((seen) => seen.open === 0 && seen.uploadsCut === 1, "the peer sees that the upload was cut");
    t.ok(now.requests[0].bytes < BIG, "the upload was not complete");
    t.equal(now.requests.length, 1, "requests");
  },

  async "abort during the parsing wait ends it at once, and nothing more is asked"(t, env) {
    const peer = await env.peer({ answers: [UPLOADED, STILL_PARSING] });
    const controller = new AbortController();
    const waiting = [];
    const call = t.rejects(
      peer.client().ask({ documents: [textFile()], question: QUESTION }, { signal: controller.signal, onProgress: (event) => event.phase === "parse" && waiting.push(event) }),
      env.lib.APIUserAbortError,
    );
    await peer.sees((now) => now.requests.length >= 2 && now.open === 0, "the first parsing answer");
    await sleep(50);
    t.ok(waiting.length > 0, "the wait was reported");
    const asked = (await peer.seen()).requests.length;
    const before = Date.now();
    controller.abort("changed my mind");
    t.equal((await call).cause, "changed my mind");
    t.ok(Date.now() - before < 500, "the wait ended at once");
    await sleep(1500);
    t.equal((await peer.seen()).requests.length, asked, "requests after the abort");
  },

  async "abort in mid-answer of ask closes the connection"(t, env) {
    const peer = await env.peer({ answers: [UPLOADED, { body: [{ tokens: 5 }] }] });
    const controller = new AbortController();
    const stream = await peer.client().ask({ documents: [textFile()], question: QUESTION }, { signal: controller.signal });
    const reading = (async () => {
      for await (const _ of stream.text()) controller.abort();
    })();
    await t.rejects(reading, env.lib.APIUserAbortError);
    t.ok(await peer.hasStopped(), "the peer stops generating");
  },

  async "a document that cannot be read is a DocumentError with its phase and file id"(t, env) {
    for (const message of [`File [id:${ID}] format is not supported.`, `Invalid file [id:${ID}].`, `File [id:${ID}] content blank.`]) {
      const peer = await env.peer({ answers: [UPLOADED, refused(message)] });
      const asking = async () => (await peer.client().ask({ documents: [textFile()], question: QUESTION })).finalContent();
      const error = await t.rejects(asking, env.lib.DocumentError, message);
      t.equal(error.fileId, ID);
      t.ok(["parse", "answer"].includes(error.phase), `the phase, not ${error.phase}`);
      t.ok(!error.message.includes("hello"), "no document text in the message");
    }
  },

  async "an upload that is refused is a DocumentError of the upload, with what the service said"(t, env) {
    const peer = await env.peer({ answers: [{ status: 400, headers: JSON_TYPE, body: [{ text: errorBody(null, "Upload file number exceed limit.", "req-up") }] }] });
    const error = await t.rejects(peer.client().ask({ documents: [textFile()], question: QUESTION }), env.lib.DocumentError);
    t.same([error.phase, error.fileId], ["upload", null]);
    t.ok(error.message.includes("Upload file number exceed limit."), error.message);
  },

  async "waitUntilReady gives up after its deadline with a DocumentError"(t, env) {
    const peer = await env.peer({ answers: [STILL_PARSING] });
    const before = Date.now();
    const error = await t.rejects(peer.client().documents.waitUntilReady(ID, { timeout: 700 }), env.lib.DocumentError);
    t.same([error.phase, error.fileId], ["parse", ID]);
    t.ok(Date.now() - before < 3000, "soon after the deadline");
  },

  async "documents.upload returns the file, waitUntilReady probes with one token"(t, env) {
    const peer = await env.peer({ answers: [UPLOADED, STILL_PARSING, ANSWERED] });
    const qwen = peer.client();
    const file = await qwen.documents.upload(textFile());
    t.equal(file.id, ID);
    await qwen.documents.waitUntilReady(file.id);
    const { requests } = await peer.seen();
    t.equal(requests.length, 3, "requests");
    t.equal(JSON.parse(requests[2].body).max_tokens, 1);
  },

  async "bytes of a detached buffer are refused, not asked about as an empty document"(t, env) {
    const peer = await env.peer({ answers: [UPLOADED, ANSWERED] });
    const { buffer } = new Uint8Array(8);
    structuredClone(buffer, { transfer: [buffer] });
    await t.rejects(peer.client().ask({ documents: [{ bytes: buffer, filename: "a.txt" }], question: QUESTION }), env.lib.QwenError);
    t.equal((await peer.seen()).requests.length, 0, "requests");
  },
};
