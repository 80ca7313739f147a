// Whoever is faster because it reads something else is not faster: every contender's answer is held against what was sent.

/**
 * Throws where two answers differ in anything that both have looked at.
 * @param {Record<string, object>} answers by contender @param {object} sent the truth: see {@link expected}
 */
export function assertEqual(answers, sent) {
  for (const [name, answer] of Object.entries(answers))
    for (const [what, value] of Object.entries(answer)) {
      const [got, wanted] = [JSON.stringify(value), JSON.stringify(sent[what])];
      if (got !== wanted) throw new Error(`${name} read another ${what}: ${got?.slice(0, 200)} instead of ${wanted?.slice(0, 200)}`);
    }
}

/** What a body says, by the plainest reading there is. */
export function expected(bytes) {
  const lines = new TextDecoder().decode(bytes).split("\n\n").slice(0, -2);
  const chunks = lines.map((line) => JSON.parse(line.slice("data: ".length)));
  const choices = chunks.flatMap((chunk) => chunk.choices);
  const all = (field) => choices.map(({ delta }) => delta[field] ?? "").join("");
  const calls = choices.flatMap(({ delta }) => delta.tool_calls ?? []);
  return {
    bytes: bytes.length,
    events: chunks.length,
    text: all("content"),
    reasoning: all("reasoning_content"),
    calls: calls.filter((call) => call.id).map(({ index, function: { name } }) => ({ name, arguments: calls.filter((call) => call.index === index).map((call) => call.function.arguments).join("") })),
    finish: choices.at(-1).finish_reason,
    tokens: chunks.at(-1).usage.total_tokens,
  };
}
