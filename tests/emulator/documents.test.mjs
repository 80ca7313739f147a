// How Qwen-Long reads system messages (reference 0.10-0.12, 7.1-7.3): every way x one, several, appended.
import assert from "node:assert/strict";
import test from "node:test";
import { ROLE, assistant, documentsRead, service, system, user } from "./service.mjs";

const APPLES = "Apples grow on trees.\n\nThe harvest of apples begins in September.";
const PEARS = "Pears grow on trees too.\n\nThe harvest of pears begins in August.";
const PLUMS = "Plums are smaller.\n\nThe harvest of plums begins in July.";
const QUESTION = user("When does the harvest begin?");
const TEXTS = [APPLES, PEARS, PLUMS];
const NAMES = ["apples", "pears", "plums"];

/** Each way gives, for the fruit of that number, a system message and the entry in the list of documents read. */
const WAYS = {
  "a file id": async ({ file }, n) => {
    const id = await file(`${NAMES[n]}.txt`, TEXTS[n]);
    return { message: system(`fileid://${id}`), entry: `${NAMES[n]}.txt (\`${id}\`)`, id };
  },
  "plain text": async (_, n) => ({ message: system(TEXTS[n]), entry: `“${TEXTS[n].split("\n")[0]}” (given as text)` }),
  "a JSON string": async (_, n) => ({
    message: system(JSON.stringify({ content: TEXTS[n], file_type: "pdf", filename: NAMES[n], title: `All of ${NAMES[n]}` })),
    entry: `All of ${NAMES[n]} (${NAMES[n]}.pdf) (given as JSON)`,
  }),
};

function assertQuoted(answer, fruits) {
  for (const fruit of NAMES) {
    const quoted = answer.includes(`> The harvest of ${fruit} begins`);
    assert.equal(quoted, fruits.includes(fruit), `${fruit} in: ${answer}`);
  }
}

for (const [way, document] of Object.entries(WAYS)) {
  test(`${way}: one document is read and quoted`, async () => {
    const emulator = service();
    const { message, entry } = await document(emulator, 0);
    const answer = await emulator.answer([ROLE, message, QUESTION]);
    assert.deepEqual(documentsRead(answer), [entry]);
    assertQuoted(answer, ["apples"]);
    assert.match(answer, /Turn 1 of this conversation\. Role message: “You are a helpful assistant\.”/);
  });

  test(`${way}: several documents are read in the order of their messages`, async () => {
    const emulator = service();
    const made = await Promise.all([2, 0, 1].map((n) => document(emulator, n)));
    const answer = await emulator.answer([ROLE, ...made.map(({ message }) => message), QUESTION]);
    assert.deepEqual(documentsRead(answer), made.map(({ entry }) => entry));
    assertQuoted(answer, NAMES);
  });

  test(`${way}: a document appended after an answer is read after the first`, async () => {
    const emulator = service();
    const [first, second] = await Promise.all([document(emulator, 0), document(emulator, 1)]);
    const answer = await emulator.answer([ROLE, first.message, QUESTION, assistant("In September."), second.message, user("And the harvest of pears?")]);
    assert.deepEqual(documentsRead(answer), [first.entry, `${second.entry}, added after turn 1`]);
    assertQuoted(answer, ["apples", "pears"]);
    assert.match(answer, /Turn 2 of this conversation/);
  });
}

test("the three ways mix", async () => {
  const emulator = service();
  const made = await Promise.all(Object.values(WAYS).map((document, n) => document(emulator, n)));
  const answer = await emulator.answer([ROLE, ...made.map(({ message }) => message), QUESTION]);
  assert.deepEqual(documentsRead(answer), made.map(({ entry }) => entry));
  assertQuoted(answer, NAMES);
});

test("one message may list several files, with the prefix on each", async () => {
  const emulator = service();
  const [a, b] = [await WAYS["a file id"](emulator, 1), await WAYS["a file id"](emulator, 0)];
  for (const list of [`fileid://${a.id},fileid://${b.id}`, `fileid://${a.id}, fileid://${b.id}`]) {
    assert.deepEqual(documentsRead(await emulator.answer([ROLE, system(list), QUESTION])), [a.entry, b.entry]);
  }
});

test("a file that is named twice is listed twice and quoted once", async () => {
  const emulator = service();
  const { id, entry } = await WAYS["a file id"](emulator, 0);
  const answer = await emulator.answer([ROLE, system(`fileid://${id},fileid://${id}`), QUESTION]);
  assert.deepEqual(documentsRead(answer), [entry, entry]);
  assert.equal(answer.split("> The harvest of apples").length, 2);
});

test("an id without its prefix is text, in a list and alone", async () => {
  const emulator = service();
  const { id, entry } = await WAYS["a file id"](emulator, 0);
  assert.deepEqual(documentsRead(await emulator.answer([ROLE, system(`fileid://${id},${id}`), QUESTION])), [entry, `“${id}” (given as text)`]);
  const alone = await emulator.answer([ROLE, system(id), QUESTION]);
  assert.deepEqual(documentsRead(alone), [`“${id}” (given as text)`]);
  assertQuoted(alone, []);
});

test("a list of files needs no role message before it", async () => {
  const emulator = service();
  const { message, entry } = await WAYS["a file id"](emulator, 0);
  const answer = await emulator.answer([message, QUESTION]);
  assert.deepEqual(documentsRead(answer), [entry]);
  assert.match(answer, /Role message: none/);
});

test("a text as the only system message is the role, not a document", async () => {
  for (const way of ["plain text", "a JSON string"]) {
    const { message } = await WAYS[way](null, 0);
    const answer = await service().answer([message, QUESTION]);
    assert.deepEqual(documentsRead(answer), []);
    assert.match(answer, /no documents in this conversation/);
    assertQuoted(answer, []);
  }
});

test("models without documents take all system messages as the role", async () => {
  const response = await service().chat({ model: "qwen-plus", messages: [ROLE, system(APPLES), QUESTION] });
  assertQuoted((await response.json()).choices[0].message.content, []);
});

test("a question that matches nothing is told so, and shown how the documents begin", async () => {
  const answer = await service().answer([ROLE, system(APPLES), system(PEARS), user("Who owns the spaceship?")]);
  assert.match(answer, /Nothing in the documents matches/);
  assert.match(answer, /> Apples grow on trees\./);
  assert.match(answer, /> Pears grow on trees too\./);
});

test("a document in which nothing matches is named", async () => {
  const answer = await service().answer([ROLE, system(APPLES), system("The train leaves at noon."), user("When does the train leave?")]);
  assert.match(answer, /> The train leaves at noon\./);
  assert.match(answer, /No passage matches in “Apples grow on trees\.”\./);
});

test("a Chinese question is answered in Chinese, from the passages that match", async () => {
  const emulator = service();
  const contract = await emulator.file("租赁合同.md", "# 租赁合同\n\n本合同自签署之日起生效，有效期为两年。\n\n押金为九百欧元，在签署时支付。\n\n任何一方可提前三个月书面通知解除。");
  const answer = await emulator.answer([ROLE, system(`fileid://${contract}`), system("食堂每天中午十二点开门。"), user("合同的有效期是多久？")]);
  assert.match(answer, /模拟器，不是模型/);
  assert.match(answer, /> 本合同自签署之日起生效，有效期为两年。/);
  assert.doesNotMatch(answer, /押金/);
  assert.deepEqual(documentsRead(answer), [`租赁合同.md (\`${contract}\`)`, "“食堂每天中午十二点开门。” (以文本提供)"]);
  assert.match(answer, /以下文档没有匹配的段落：“食堂每天中午十二点开门。”/);
  assert.match(await emulator.answer([ROLE, system(APPLES), user("宇宙飞船属于谁？")]), /没有与问题匹配的内容/);
  assert.match(await emulator.answer([user("你好吗？")]), /本次对话没有文档。问题是：“你好吗？”/);
});

test("the best passage of a long document is found", async () => {
  const filler = Array.from({ length: 4_000 }, (_, i) => `Paragraph ${i} speaks of nothing in particular, at some length.`);
  filler.splice(2_500, 0, "The password of the vault is swordfish.");
  const answer = await service().answer([ROLE, system(filler.join("\n\n")), user("What is the password of the vault?")]);
  assert.match(answer, /> The password of the vault is swordfish\./);
});

test("a question finds other forms of its words, and the passage that has most of them", async () => {
  const text = "The party began.\n\nBoth parties may terminate.\n\nThe Payments are due.";
  assert.match(await service().answer([ROLE, system(text), user("May a party terminate?")]), /> Both parties may terminate\./);
  assert.match(await service().answer([ROLE, system(text), user("Which PAYMENT is due?")]), /> The Payments are due\./);
});

test("every document counts on every call", async () => {
  const emulator = service();
  const id = await emulator.file("a.txt", "word ".repeat(4_000));
  const tokens = async (messages) => (await (await emulator.chat({ model: "qwen-long", messages })).json()).usage.prompt_tokens;
  const without = await tokens([ROLE, QUESTION]);
  const once = await tokens([ROLE, system(`fileid://${id}`), QUESTION]);
  const again = await tokens([ROLE, system(`fileid://${id}`), QUESTION, assistant("x"), QUESTION]);
  assert.ok(once - without >= 5_000 && once - without < 5_050, `${once} - ${without}`);
  assert.ok(again > once);
});
