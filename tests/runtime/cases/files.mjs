// `qwen.files`: the files API through the emulator, paging included.

function textFile(name) {
  return new File([`the text of ${name}`], name, { type: "text/plain" });
}

async function withFiles(env, count) {
  const peer = await env.peer({ emulator: {} });
  const qwen = peer.client();
  const ids = [];
  for (let at = 0; at < count; at += 1) ids.push((await qwen.files.create({ file: textFile(`${at}.txt`), purpose: "file-extract" })).id);
  return { peer, qwen, ids };
}

export const fileCases = {
  async "create, retrieve, delete"(t, env) {
    const { qwen, ids: [id] } = await withFiles(env, 1);
    const file = await qwen.files.retrieve(id);
    t.same([file.id, file.object, file.filename, file.purpose, file.status], [id, "file", "0.txt", "file-extract", "processed"]);
    t.equal(file.bytes, "the text of 0.txt".length);
    const deleted = await qwen.files.delete(id);
    t.same([deleted.id, deleted.deleted], [id, true]);
    await t.rejects(qwen.files.retrieve(id), env.lib.NotFoundError);
  },

  async "a list is one page when awaited, and every page when iterated"(t, env) {
    const { peer, qwen, ids } = await withFiles(env, 7);
    const page = await qwen.files.list({ limit: 3 });
    t.equal(page.data.length, 3, "files on the first page");
    t.equal(page.has_more, true, "has_more");
    const all = [];
    for await (const file of qwen.files.list({ limit: 3 })) all.push(file.id);
    t.same([...all].sort(), [...ids].sort());
    t.equal(new Set(all).size, 7, "different files");
    const lists = (await peer.seen()).requests.filter((request) => request.method === "GET");
    t.equal(lists.length, 1 + 3, "requests for one page, then for three");
    t.ok(lists.at(-1).url.includes("after="), "the next page starts after the last file");
  },

  async "break out of a list asks for no further page"(t, env) {
    const { peer, qwen } = await withFiles(env, 5);
    for await (const _ of qwen.files.list({ limit: 2 })) break;
    t.equal((await peer.seen()).requests.filter((request) => request.method === "GET").length, 1, "list requests");
  },

  async "withResponse on files gives the request id"(t, env) {
    const { qwen, ids: [id] } = await withFiles(env, 1);
    const { data, response, request_id } = await qwen.files.retrieve(id).withResponse();
    t.equal(data.id, id);
    t.equal(response.status, 200);
    t.ok(typeof request_id === "string" && request_id.length > 8, `a request id, not ${request_id}`);
  },

  async "an id cannot leave its path"(t, env) {
    const { peer, qwen } = await withFiles(env, 0);
    for (const id of ["../models", "a/b", "a?x=1", "", ".."]) {
      await t.rejects(async () => qwen.files.retrieve(id), env.lib.QwenError, JSON.stringify(id));
      const { requests } = await peer.seen();
      t.ok(requests.every((request) => /\/files\/[^/?]+$/.test(request.url)), `${JSON.stringify(id)} asked for ${requests.at(-1)?.url}`);
    }
  },
};
