// Translations (reference 9): models that repeat all they have said come out like all others.
import { chunk, event } from "../wire.mjs";

const WHOLE = "This biological sensor uses graphene 石墨烯 😀.";
const STEPS = ["This", "This biological", "This biological sensor uses", WHOLE];
const USAGE = { prompt_tokens: 56, completion_tokens: 9, total_tokens: 65 };
const tail = event({ choices: [], usage: USAGE, object: "chat.completion.chunk", id: "c", model: "m", created: 1 }) + event("[DONE]");
const ends = (content) => chunk({ content }, "stop").repeat(2) + tail;
const CUMULATIVE = chunk({ content: "", role: "assistant" }) + STEPS.map((content) => chunk({ content })).join("") + chunk({ content: WHOLE }) + ends(WHOLE);
const INCREMENTAL = chunk({ content: "", role: "assistant" }) + ["ha", "ha", " 石墨", "烯"].map((content) => chunk({ content })).join("") + ends("");

const asked = (model) => ({ text: "这套生物传感器使用石墨烯。", source_lang: "auto", target_lang: "English", ...(model && { model }) });

async function collect(iterable) {
  const items = [];
  for await (const item of iterable) items.push(item);
  return items;
}

export const translationCases = {
  async "translate() asks as the service wants to be asked"(t, env) {
    const peer = await env.peer({ answers: [{ body: [{ text: CUMULATIVE }] }] });
    const terms = [{ source: "生物传感器", target: "biological sensor" }];
    const stream = await peer.client().translate({ ...asked(), terms, domains: "Formal.", temperature: 0.1 });
    t.equal(await stream.finalContent(), WHOLE);
    t.same(await stream.totalUsage(), USAGE);
    const { requests } = await peer.seen();
    t.same(JSON.parse(requests[0].body), {
      model: "qwen-mt-plus",
      messages: [{ role: "user", content: "这套生物传感器使用石墨烯。" }],
      translation_options: { source_lang: "auto", target_lang: "English", terms, domains: "Formal." },
      temperature: 0.1,
      stream: true,
      stream_options: { include_usage: true },
    });
    await t.rejects(peer.client().translate({ text: "a" }), env.lib.QwenError);
    await t.rejects(peer.client().translate({ target_lang: "English" }), env.lib.QwenError);
  },

  async "a cumulative stream comes out incremental, as text and as chunks, in any cuts"(t, env) {
    for (const model of ["qwen-mt-plus", "qwen-mt-turbo", "qwen-mt-newer"])
      for (const cut of [97, undefined]) {
        const peer = await env.peer({ answers: [{ body: [{ text: CUMULATIVE, cut, pause: 0 }] }] });
        const stream = await peer.client().translate(asked(model));
        t.equal((await collect(stream.text())).join(""), WHOLE, `${model} in cuts of ${cut}`);
        t.equal((await stream.end).state, "complete");
        t.equal(await stream.finalContent(), WHOLE);

        const chat = { model, messages: [{ role: "user", content: "x" }], translation_options: { source_lang: "auto", target_lang: "en" }, stream: true };
        const chunks = await collect(await peer.client().chat.completions.create(chat));
        t.same(chunks.map(({ choices }) => choices[0]?.delta.content), ["", "This", " biological", " sensor uses", " graphene 石墨烯 😀.", "", "", undefined], `${model} in cuts of ${cut}`);
        t.same(chunks.map(({ choices }) => choices[0]?.finish_reason ?? null), [null, null, null, null, null, null, "stop", null]);
      }
  },

  async "an incremental stream is taken as it is, and its two ends are one"(t, env) {
    for (const model of ["qwen-mt-flash", "qwen-mt-lite"]) {
      const peer = await env.peer({ answers: [{ body: [{ text: INCREMENTAL }] }] });
      t.equal(await (await peer.client().translate(asked(model))).finalContent(), "haha 石墨烯");
      const chunks = await collect(await peer.client().translate(asked(model)));
      t.equal(chunks.filter(({ choices }) => choices[0]?.finish_reason === "stop").length, 1);
    }
  },

  async "a cumulative text that is revised ends as the service said it last"(t, env) {
    const steps = ["The contract", "The contract runs", "The agreement runs two years."];
    const body = steps.map((content) => chunk({ content })).join("") + ends(steps.at(-1));
    const peer = await env.peer({ answers: [{ body: [{ text: body }] }] });
    t.equal(await (await peer.client().translate(asked("qwen-mt-plus"))).finalContent(), steps.at(-1));
  },
};
