// What the service can do beside documents and tools, against the emulator in every runtime.
const user = (content) => [{ role: "user", content }];

/** A client of an emulator behind a socket. */
const service = async (env) => (await env.peer({ emulator: {} })).client();

async function joined(iterable) {
  let all = "";
  for await (const piece of iterable) all += piece;
  return all;
}

export const capabilityCases = {
  async "a thinking model's thoughts and answer are read one after another"(t, env) {
    const stream = await (await service(env)).chat.completions.create({ model: "qwen-plus", messages: user("9.11 or 9.9?"), enable_thinking: true, stream: true });
    const thoughts = await joined(stream.reasoning());
    const text = await joined(stream.text());
    const message = await stream.finalMessage();
    t.ok(thoughts.length > 0 && text.length > 0, "both have come");
    t.same([message.reasoning_content, message.content], [thoughts, text]);
  },

  async "both kinds of translation models give the same kind of stream"(t, env) {
    const qwen = await service(env);
    for (const model of ["qwen-mt-plus", "qwen-mt-flash"]) {
      const stream = await qwen.translate({ model, text: "生物传感器", target_lang: "English", terms: [{ source: "生物传感器", target: "biological sensor" }] });
      const text = await joined(stream.text());
      t.equal(text.split("biological sensor").length, 2, `${model} says it once: ${text}`);
      t.equal(await stream.finalContent(), text);
    }
  },

  async "a web search is asked for as the service takes it"(t, env) {
    const peer = await env.peer({ emulator: {} });
    const search = { enable_search: true, search_options: { forced_search: true, search_strategy: "turbo", freshness: 7 } };
    const { choices } = await peer.client().chat.completions.create({ model: "qwen-plus", messages: user("Weather in Hangzhou?"), ...search });
    t.ok(choices[0].message.content.length > 0, "an answer");
    const { requests } = await peer.seen();
    const { enable_search, search_options } = JSON.parse(requests[0].body);
    t.same({ enable_search, search_options }, search);
  },

  async "a spoken answer is heard, and is its WAV"(t, env) {
    const request = { model: "qwen3-omni-flash", messages: user("Hi"), modalities: ["text", "audio"], audio: { voice: "Cherry", format: "wav" }, stream: true };
    const stream = await (await service(env)).chat.completions.create(request);
    let samples = 0;
    for await (const pcm of stream.audio()) samples += pcm.length;
    t.ok(samples > 0, "samples");
    t.equal((await stream.finalAudio()).size, 44 + 2 * samples);
  },

  async "a marked prefix is written to the cache, and read from it"(t, env) {
    const qwen = await service(env);
    const rules = { role: "system", content: [{ type: "text", text: "Form 104 is filed in Hangzhou. ".repeat(300), cache_control: { type: "ephemeral" } }] };
    const ask = async () => (await qwen.chat.completions.create({ model: "qwen-plus", messages: [rules, ...user("Where?")] })).usage.prompt_tokens_details;
    const [written, read] = [await ask(), await ask()];
    t.ok(written.cache_creation_input_tokens > 1000, JSON.stringify(written));
    t.equal(read.cached_tokens, written.cache_creation_input_tokens);
  },
};
