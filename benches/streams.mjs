// What is streamed: answers of the service as they stand on the wire (reference 4.2, 6 and 13), its key orders and its sizes.

/** Events of one long answer. The role, the finish reason, the usage and [DONE] are four of them. */
export const EVENTS = 2000;
/** A usual answer: the recorded one has 174 events (reference 4.2). */
export const SHORT = 174;

const LEASE =
  "The lease of the premises runs for two years from the first of March, and it is renewed for one more year unless either party gives notice in writing, at the latest three months before its end. ";
const CONTRACT = "该合同的有效期为两年，自签署之日起计算；除非任何一方在期满前三个月以书面形式通知对方终止，否则自动续期一年。";
const CODE = 'if (notice.endsWith("\\n")) {\n\tconsole.log("the party\'s \\"notice\\" — 3 months 🙂");\n} // naïve: café, 租期 😀\n';

/** Characters of one event's text: 4 to 8 tokens, the median 22 characters of English and 9 of Chinese. */
const ENGLISH = [17, 22, 26, 22, 19, 31, 22, 14];
const CHINESE = [7, 9, 12, 9, 8, 11];

/** Name -> the deltas of an answer of so many events, as JSON texts, and its finish reason. */
const SHAPES = {
  English: (count) => texts(count, pieces(LEASE, ENGLISH), JSON.stringify),
  Chinese: (count) => texts(count, pieces(CONTRACT, CHINESE), JSON.stringify),
  escapes: (count) => texts(count, pieces(CODE, ENGLISH), inAscii),
  reasoning: (count) => {
    const thoughts = texts(count / 2, pieces(LEASE, ENGLISH), (text) => `null,"reasoning_content":${JSON.stringify(text)}`);
    return [...thoughts, ...texts(count - thoughts.length, pieces(LEASE, ENGLISH), (text) => `${JSON.stringify(text)},"reasoning_content":null`)];
  },
  tools: calls,
};

export const shapes = Object.keys(SHAPES);

/** @returns {Uint8Array} the body of an answer: `count` events, [DONE] is the last */
export function body(shape, count = EVENTS) {
  const deltas = SHAPES[shape](count - 4);
  const reason = shape === "tools" ? "tool_calls" : "stop";
  const events = [choice.first(`{"content":${shape === "reasoning" ? 'null,"reasoning_content":""' : '""'},"role":"assistant"}`)];
  for (const delta of deltas) events.push(events.length === 1 ? choice.second(delta) : choice.middle(delta));
  events.push(choice.last('{"content":""}', JSON.stringify(reason)));
  return new TextEncoder().encode([...events.map((one) => chunk(`[${one}]`)), chunk("[]", USAGE), "data: [DONE]\n\n"].join(""));
}

/** The four key orders, where the service has them. */
const choice = {
  first: (delta) => `{"delta":${delta},"index":0,"logprobs":null,"finish_reason":null}`,
  second: (delta) => `{"finish_reason":null,"logprobs":null,"delta":${delta},"index":0}`,
  middle: (delta) => `{"delta":${delta},"finish_reason":null,"index":0,"logprobs":null}`,
  last: (delta, reason) => `{"finish_reason":${reason},"delta":${delta},"index":0,"logprobs":null}`,
};

const USAGE = '{"prompt_tokens":5402,"completion_tokens":9600,"total_tokens":15002}';

function chunk(choices, usage = "null") {
  return `data: {"choices":${choices},"object":"chat.completion.chunk","usage":${usage},"created":1764500101,"system_fingerprint":null,"model":"qwen-long","id":"chatcmpl-30dc196a-87a5-9ef4-b966-dc3c6cd715aa"}\n\n`;
}

function texts(count, piece, written) {
  return Array.from({ length: count }, () => `{"content":${written(piece.next().value)}}`);
}

/** `text` over and over, cut into lengths that take turns; never between the two halves of an emoji. */
function* pieces(text, lengths) {
  const characters = [...text];
  for (let at = 0, turn = 0; ; turn += 1) {
    const length = lengths[turn % lengths.length];
    yield Array.from({ length }, (_, step) => characters[(at + step) % characters.length]).join("");
    at = (at + length) % characters.length;
  }
}

/** As proxies write it that keep to ASCII: `\u4e2d`, emoji as two surrogate escapes. */
function inAscii(text) {
  return JSON.stringify(text).replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Events of one tool call: its name, and its arguments in pieces. */
const CALL = 20;
const PIECE = 16;

/** Tool calls one after the other (reference 13). */
function calls(count) {
  const deltas = [];
  for (let index = 0; deltas.length < count; index += 1) deltas.push(...call(index, Math.min(CALL, count - deltas.length) - 1));
  return deltas;
}

function call(index, pieces) {
  const start = '{"location": "Beijing", "note": "';
  const text = (start + LEASE.repeat(1 + (pieces * PIECE) / LEASE.length)).slice(0, pieces * PIECE - 2) + '"}';
  const called = (id, named) => `{"content":null,"tool_calls":[{"index":${index},"id":"${id}","type":"function","function":{${named}}}]}`;
  const named = called(`call_${555_000 + index}`, '"name":"get_weather","arguments":""');
  return [named, ...Array.from({ length: pieces }, (_, at) => called("", `"arguments":${JSON.stringify(text.slice(at * PIECE, (at + 1) * PIECE))}`))];
}
