// A conversation: documents before and between the turns, every message as it goes on the wire, saved and restored.
import { ALPHA, ASK_ALL, ASK_ALPHA, BETA, GAMMA, textFile } from "./leases.mjs";

async function said(stream) {
  let text = "";
  for await (const part of stream.text()) text += part;
  return text;
}

export const conversationCases = {
  async "two turns with a document before each: the messages are the service's order"(t, env) {
    const peer = await env.peer({ emulator: {} });
    const talk = peer.client().conversation({ model: "qwen-long", system: "Quote the lease." });
    await talk.attach(textFile(ALPHA, "alpha.txt"));
    const first = await said(await talk.ask(ASK_ALPHA));
    t.inOrder(first, ["two years"], "the first answer");
    await talk.attach(textFile(BETA, "beta.txt"));
    const second = await said(await talk.ask("And how long does the Beta lease run?"));
    t.inOrder(second, ["seven months"], "the second answer");
    const sent = await peer.sentMessages();
    t.same(sent.map((message) => message.role), ["system", "system", "user", "assistant", "system", "user"]);
    t.equal(sent[0].content, "Quote the lease.");
    t.ok(/^fileid:\/\/file-fe-[0-9a-f]{24}$/.test(sent[1].content), sent[1].content);
    t.equal(sent[3].content, first);
    t.same(talk.messages.slice(0, 6), sent, "talk.messages is what went on the wire");
    t.same(talk.messages[6], { role: "assistant", content: second });
    t.equal(talk.messages.length, 7, "messages");
  },

  async "a conversation without a system text still puts a role message before its documents"(t, env) {
    const peer = await env.peer({ emulator: {} });
    const talk = peer.client().conversation();
    await talk.attach({ text: ALPHA });
    t.inOrder(await said(await talk.ask(ASK_ALPHA)), ["two years"], "the answer");
    const sent = await peer.sentMessages();
    t.same(sent.map((message) => message.role), ["system", "system", "user"]);
    t.equal(sent[1].content, ALPHA);
  },

  async "all three ways can be attached between turns"(t, env) {
    const peer = await env.peer({ emulator: {} });
    const talk = peer.client().conversation({ system: "Quote." });
    await said(await talk.ask("Hello"));
    await talk.attach({ text: ALPHA });
    await talk.attach({ content: BETA, file_type: "txt", filename: "beta", title: "Beta" });
    const events = [];
    await talk.attach(textFile(GAMMA, "gamma.txt"), { onProgress: (event) => events.push(event.phase) });
    t.same([...new Set(events)].slice(-1), ["ready"], "the last phase");
    const text = await said(await talk.ask(ASK_ALL));
    for (const part of ["two years", "seven months", "thirty days"]) t.ok(text.includes(part), `the answer quotes "${part}": ${text}`);
    t.same((await peer.sentMessages()).map((message) => message.role), ["system", "user", "assistant", "system", "system", "system", "user"]);
  },

  async "a conversation is saved as JSON and goes on where it was"(t, env) {
    const peer = await env.peer({ emulator: {} });
    const talk = peer.client().conversation({ model: "qwen-long", system: "Quote the lease." });
    await talk.attach(textFile(ALPHA, "alpha.txt"));
    await said(await talk.ask(ASK_ALPHA));
    const saved = JSON.stringify(talk);
    t.ok(!saved.includes("sk-test"), "the key is not saved");
    const restored = peer.client().conversation(JSON.parse(saved));
    t.same(restored.messages, talk.messages, "messages");
    t.equal(JSON.stringify(restored), saved, "saved again");
    t.inOrder(await said(await restored.ask("When does the Alpha lease start?")), ["1 March"], "the answer");
    t.same((await peer.sentMessages()).map((message) => message.role), ["system", "system", "user", "assistant", "user"]);
    t.same(talk.messages.length, 4, "the original did not change");
  },

  async "a question may have parameters of its own, which the next one does not have"(t, env) {
    const peer = await env.peer({ emulator: {} });
    const talk = peer.client().conversation({ system: "Quote." });
    const stream = await talk.ask({ question: "Hello", max_tokens: 3, seed: 7, model: "qwen-plus", messages: [] });
    t.equal((await stream.end).state, "length");
    await said(await talk.ask("And now?"));
    const [first, second] = (await peer.seen()).requests.map(({ body }) => JSON.parse(body));
    const streamed = { model: "qwen-long", stream: true, stream_options: { include_usage: true } };
    t.same({ ...first, messages: null }, { ...streamed, max_tokens: 3, seed: 7, messages: null });
    t.same({ ...second, messages: null }, { ...streamed, messages: null });
    t.same(second.messages.map(({ role }) => role), ["system", "user", "assistant", "user"]);
    t.same(Object.keys(talk.toJSON()), ["model", "messages"]);
    for (const question of [null, undefined, {}, { question: 7 }]) await t.rejects(talk.ask(question), env.lib.QwenError, JSON.stringify(question));
    t.equal(talk.messages.length, 5, "what is no question leaves no trace");
  },

  async "an answer that was left early leaves the conversation usable"(t, env) {
    const peer = await env.peer({ emulator: {} });
    const talk = peer.client().conversation({ system: "Quote." });
    await talk.attach({ text: ALPHA });
    for await (const _ of (await talk.ask(ASK_ALPHA)).text()) break;
    t.inOrder(await said(await talk.ask(ASK_ALPHA)), ["two years"], "the next answer");
    const roles = talk.messages.map((message) => message.role).join(" ");
    t.ok(/^system system( user assistant)+$/.test(roles) || /^system system user user assistant$/.test(roles), `the roles: ${roles}`);
  },
};
