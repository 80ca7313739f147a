// `events(response)`: server-sent events on their own, as a browser's EventSource would dispatch them.

async function read(env, chunks) {
  const encoder = new TextEncoder();
  const body = new ReadableStream({
    start(controller) {
      for (const one of chunks) controller.enqueue(encoder.encode(one));
      controller.close();
    },
  });
  const found = [];
  for await (const { event, data, id, retry } of env.lib.events(new Response(body))) found.push({ event, data, id, retry });
  return found;
}

const FEED = "\ufeff: hello\nretry: 2500\nid: 7\nevent: tick\ndata: {\"at\":1}\n\ndata:two\r\ndata: lines\r\n\r\nid\ndata: 合同 😀\r\rdata: never dispatched\n";

const DISPATCHED = [
  { event: "tick", data: '{"at":1}', id: "7", retry: 2500 },
  { event: "message", data: "two\nlines", id: "7", retry: null },
  { event: "message", data: "合同 😀", id: "", retry: null },
];

export const eventCases = {
  async "events of a response, whole and one character a read"(t, env) {
    t.same(await read(env, [FEED]), DISPATCHED, "whole");
    t.same(await read(env, [...FEED]), DISPATCHED, "one character a read");
  },

  async "events of a live response come before its end, and break closes it"(t, env) {
    const peer = await env.peer({ answers: [{ body: [{ tokens: 20 }] }] });
    for await (const { data } of env.lib.events(await fetch(`${peer.baseURL}/anything`))) {
      t.ok(data.includes("token0"), data);
      break;
    }
    t.ok(await peer.hasStopped(), "the peer stops generating");
    t.equal((await peer.seen()).closed, 1, "answers that the reader closed");
  },

  async "a response without a body has no events"(t, env) {
    const found = [];
    for await (const one of env.lib.events(new Response(null, { status: 204 }))) found.push(one);
    t.same(found, []);
  },
};
