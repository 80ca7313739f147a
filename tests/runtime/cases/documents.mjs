// Questions about documents, answered by the emulator: its answer proves which documents the service read, and in which order.
import { ALPHA, ASK_ALL, ASK_ALPHA, BETA, GAMMA, textFile } from "./leases.mjs";

/** What the emulator writes before its list of the documents it read. */
const LISTED = "Documents read, in order";

export const documentCases = {
  async "a file is uploaded, parsed and quoted"(t, env) {
    const peer = await env.peer({ emulator: {} });
    const stream = await peer.client().ask({ documents: [textFile(ALPHA, "alpha.txt")], question: ASK_ALPHA });
    t.inOrder(await stream.finalContent(), ["two years"], "the answer");
    const end = await stream.end;
    t.equal(end.state, "complete");
    t.ok(end.usage.total_tokens > 0, "usage is there without being asked for");
  },

  async "file id, text and JSON, mixed: the service reads them in the order given"(t, env) {
    const peer = await env.peer({ emulator: {} });
    const qwen = peer.client();
    const file = await qwen.documents.upload(textFile(ALPHA, "alpha.txt"));
    await qwen.documents.waitUntilReady(file.id);
    const json = { content: BETA, file_type: "txt", filename: "beta", title: "Beta lease" };
    const documents = [json, { fileId: file.id }, { text: GAMMA }];
    const text = await (await qwen.ask({ documents, question: ASK_ALL })).finalContent();
    t.inOrder(text, [LISTED, "beta", "alpha.txt", "Gamma"], "documents read");
    for (const part of ["two years", "seven months", "thirty days"]) t.ok(text.includes(part), `the answer quotes "${part}": ${text}`);
    const messages = await peer.sentMessages();
    t.same(messages.map((message) => message.role), ["system", "system", "system", "system", "user"]);
    t.same(JSON.parse(messages[1].content), json, "the JSON document");
    t.same(messages.slice(2).map((message) => message.content), [`fileid://${file.id}`, GAMMA, ASK_ALL]);
  },

  async "parameters of the answer go out beside the documents, and cannot change what is asked"(t, env) {
    const peer = await env.peer({ emulator: {} });
    const settings = { max_tokens: 5, temperature: 0.1, top_p: 0.5, seed: 7, stop: ["!"], a_new_parameter: { a: 1 } };
    const stream = await peer.client().ask({ documents: [{ text: ALPHA }], question: ASK_ALPHA, ...settings, stream: false, stream_options: null, messages: [] });
    const { state, usage } = await stream.end;
    t.same([state, usage.completion_tokens], ["length", 5], "the limit holds");
    const { model, messages, ...sent } = JSON.parse((await peer.seen()).requests[0].body);
    t.same(sent, { ...settings, stream: true, stream_options: { include_usage: true } });
    t.same([model, messages.length], ["qwen-long", 3]);
    const error = await t.rejects(peer.client().ask({ documents: [{ text: ALPHA }], question: ASK_ALPHA, temperature: 2 }), env.lib.PreflightError);
    t.equal(error.rule, "temperature");
    for (const params of [undefined, null, {}, { question: "?" }]) t.equal((await t.rejects(peer.client().ask(params), env.lib.QwenError)).code, "invalid_argument");
    t.equal((await peer.seen()).requests.length, 1, "requests");
  },

  async "the order of two files is the order of their reading"(t, env) {
    for (const names of [["alpha.txt", "beta.txt"], ["beta.txt", "alpha.txt"]]) {
      const peer = await env.peer({ emulator: {} });
      const documents = names.map((name) => textFile(name === "alpha.txt" ? ALPHA : BETA, name));
      const text = await (await peer.client().ask({ documents, question: ASK_ALL })).finalContent();
      t.inOrder(text, [LISTED, ...names], "documents read");
    }
  },

  async "one document in each of the three ways alone"(t, env) {
    const ways = { text: () => ({ text: ALPHA }), json: () => ({ content: ALPHA, file_type: "txt", filename: "alpha", title: "Alpha" }), file: () => textFile(ALPHA, "alpha.txt") };
    for (const [way, document] of Object.entries(ways)) {
      const peer = await env.peer({ emulator: {} });
      const text = await (await peer.client().ask({ documents: [document()], question: ASK_ALPHA })).finalContent();
      t.ok(text.includes("two years"), `${way}: ${text}`);
    }
  },

  async "a Chinese document answers a Chinese question"(t, env) {
    const peer = await env.peer({ emulator: {} });
    const stream = await peer.client().ask({ documents: [textFile("本合同有效期为两年，自签署之日起计算。😀", "合同.txt")], question: "合同的有效期是多久？" });
    t.inOrder(await stream.finalContent(), ["两年"], "the answer");
  },

  async "parsing that takes a while is waited for"(t, env) {
    const peer = await env.peer({ emulator: { parsing: { answers: 1 } } });
    const events = [];
    const ask = { documents: [textFile(ALPHA, "alpha.txt")], question: ASK_ALPHA };
    const stream = await peer.client().ask(ask, { onProgress: (event) => events.push(event) });
    t.inOrder(await stream.finalContent(), ["two years"], "the answer");
    t.same([...new Set(events.map(({ phase }) => phase))], ["upload", "parse", "ready"]);
    t.equal(Math.max(...events.map(({ attempt }) => attempt)), 1, "how often the service said not yet");
    t.equal((await peer.seen()).requests.filter(({ url }) => url.endsWith("/chat/completions")).length, 2, "questions");
  },

  async "a file id that does not exist is a DocumentError"(t, env) {
    const peer = await env.peer({ emulator: {} });
    const fileId = "file-fe-000000000000000000000000";
    const asking = async () => (await peer.client().ask({ documents: [{ fileId }], question: ASK_ALL })).finalContent();
    const error = await t.rejects(asking, env.lib.DocumentError);
    t.equal(error.fileId, fileId);
  },
};
