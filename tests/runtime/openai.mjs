// An independent client against ours: both are pointed at one gateway in front of one emulator, and must read the same.

const QUESTION = { model: "qwen-long", messages: [
  { role: "system", content: "Quote." },
  { role: "system", content: "The Alpha lease runs for two years from 1 March. 租期为两年。😀" },
  { role: "user", content: "How long does the Alpha lease run?" },
], stream: true, stream_options: { include_usage: true } };

/** What each client makes of the same question: text, finish reason, usage, a file's upload and its place in the list, a refusal. */
export async function readWithBoth(OpenAI, Qwen, baseURL) {
  const theirs = new OpenAI({ apiKey: "the gateway has the key", baseURL, maxRetries: 0, dangerouslyAllowBrowser: true });
  const ours = new Qwen({ baseURL, maxRetries: 0 });
  return { theirs: await read(theirs), ours: await read(ours) };
}

async function read(client) {
  const file = await client.files.create({ file: new File(["hello"], "a.txt"), purpose: "file-extract" });
  const page = await client.files.list();
  const answer = { text: "", finishReason: null, usage: null, filename: file.filename, listed: page.data.some(({ id }) => id === file.id), refusal: await refusal(client) };
  for await (const chunk of await client.chat.completions.create(QUESTION)) {
    answer.text += chunk.choices[0]?.delta.content ?? "";
    answer.finishReason ??= chunk.choices[0]?.finish_reason ?? null;
    answer.usage = chunk.usage ?? answer.usage;
  }
  return answer;
}

async function refusal(client) {
  try {
    await client.chat.completions.create({ ...QUESTION, model: "qwen-max" });
    return "none";
  } catch (error) {
    return { status: error.status, code: error.code };
  }
}
