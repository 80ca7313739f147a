// Status 200 with another body than was asked for (reference 0.18).
import assert from "node:assert/strict";
import test from "node:test";
import { QUESTION, STREAM, faulty, idOf, rightAnswer } from "./faulty.mjs";
import { ROLE, system, user } from "./service.mjs";

test("html-page: somebody else's page, whatever was asked", async () => {
  const { chat, get } = faulty({ fault: "html-page", times: "always" });
  for (const response of [await chat(QUESTION), await chat(STREAM), await get("/models")]) {
    assert.equal(response.status, 200);
    assert.deepEqual([...response.headers.keys()].sort(), ["content-type", "date", "server", "vary"]);
    assert.equal(response.headers.get("content-type"), "text/html");
    assert.equal(
      await response.text(),
      "<html>\r\n<head><title>Welcome</title></head>\r\n<body>\r\n<center><h1>Welcome</h1></center>\r\n</body>\r\n</html>\r\n",
    );
  }
});

test("json-error: an error as JSON, whatever was asked", async () => {
  const { chat, get } = faulty({ fault: "json-error", times: "always" });
  for (const response of [await chat(QUESTION), await chat(STREAM), await get("/models")]) {
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("content-type"), "application/json");
    assert.equal(
      await response.text(),
      `{"error":{"message":"An internal error has occured, please try again later or contact service support.","type":"internal_error","param":null,"code":"internal_error"},"request_id":"${idOf(response)}"}`,
    );
  }
});

test("wrong-content-type: the answer itself, announced as bytes without a meaning", async () => {
  for (const request of [QUESTION, STREAM]) {
    const response = await faulty("wrong-content-type").chat(request);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("content-type"), "application/octet-stream");
    assert.equal(await response.text(), await rightAnswer(request, idOf(response)));
  }
});

for (const model of ["qwen-long", "qwen-flash"]) {
  test(`partial-response: half of the text, no finish reason and the header, in the body of ${model}`, async () => {
    const request = { ...QUESTION, model };
    const { chat, requests } = faulty("partial-response");
    await (await chat({ ...STREAM, model })).text();
    const response = await chat(request);
    assert.deepEqual(requests.map(({ fault }) => fault), [null, "partial-response"], "it waits for a plain answer");
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("x-dashscope-partialresponse"), "true");
    const [text, whole] = [await response.text(), await rightAnswer(request, idOf(response))];
    const [body, right] = [JSON.parse(text), JSON.parse(whole)];
    const [{ message: cut }, { message }] = [body.choices[0], right.choices[0]];
    assert.equal(cut.content, message.content.slice(0, message.content.length / 2));
    // Key for key the right answer, but for these three.
    const { completion_tokens: written, total_tokens: total } = body.usage;
    assert.ok(written > 0 && written < right.usage.completion_tokens && total === right.usage.prompt_tokens + written);
    right.choices[0].message.content = cut.content;
    right.choices[0].finish_reason = null;
    Object.assign(right.usage, { completion_tokens: written, total_tokens: total });
    assert.equal(text, JSON.stringify(right));
  });
}

test("partial-response: every choice is cut", async () => {
  const response = await faulty("partial-response").chat({ ...QUESTION, model: "qwen-plus", n: 2 });
  assert.deepEqual((await response.json()).choices.map(({ index, finish_reason }) => [index, finish_reason]), [[0, null], [1, null]]);
});

test("no half of a text ends within a character", async () => {
  const halves = [];
  for (const pad of ["", "x"]) {
    const messages = [ROLE, system(`${pad}${"🗼".repeat(150)}`), user("How high?")];
    const response = await faulty("partial-response").chat({ ...QUESTION, messages });
    halves.push((await response.json()).choices[0].message.content);
  }
  for (const text of halves) assert.ok(text.endsWith("🗼") && text.isWellFormed(), text);
});
