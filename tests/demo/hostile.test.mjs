// @ts-check
// Documents and answers are untrusted: nothing in them may run, load or lead anywhere by itself.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { add, answer, ask, lastTurn, mode, paste, say, startDemo } from "./demo.mjs";

/** @type {Awaited<ReturnType<typeof startDemo>>} */
let demo;
before(async () => void (demo = await startDemo()));
after(() => demo.stop());

const attacks = [
  `<img src=x onerror="globalThis.pwned = 1">`,
  `<script>globalThis.pwned = 1</script>`,
  `<svg onload="globalThis.pwned = 1"><a xlink:href="javascript:globalThis.pwned=1">x</a></svg>`,
  `[click me](javascript:globalThis.pwned=1) and [data](data:text/html,<script>1</script>)`,
  `![tracker](http://192.0.2.1/leak.png) and ![inside](/leak.png)`,
  `<iframe srcdoc="<script>parent.pwned = 1</script>"></iframe><style>body { display: none }</style>`,
  `<form action="http://192.0.2.1/"><input name=q autofocus onfocus="globalThis.pwned = 1"></form>`,
  `[honest](https://example.com/page)`,
];

for (const attack of attacks) {
  test(`quoted from a document: ${attack.slice(0, 60)}`, async () => {
    const { page, check, leave } = await demo.visit();
    /** @type {string[]} */
    const elsewhere = [];
    page.on("request", (request) => /leak|192\.0\.2/.test(request.url()) && elsewhere.push(request.url()));
    await paste(page, `The vineyard says ${attack} about vineyards.`);
    await ask(page, `What does the vineyard say? ${attack}`);
    await answer(page);
    const text = await lastTurn(page).locator("blockquote").innerText();
    assert.match(text, /The vineyard says/, "the document was quoted");
    await page.waitForTimeout(100);
    const found = await page.evaluate(() => ({
      pwned: Reflect.get(globalThis, "pwned"),
      shown: document.body.checkVisibility(),
      dangerous: document.querySelectorAll(".turn :is(img, script, style, iframe, form, input, svg, object), .doc-name *, .question *").length,
      handlers: [...document.querySelectorAll(".answer *")].filter((element) => element.getAttributeNames().some((name) => /^on|style/.test(name))).length,
    }));
    assert.deepEqual(found, { pwned: undefined, shown: true, dangerous: 0, handlers: 0 });
    const links = await lastTurn(page).locator("a[href]").evaluateAll((all) => all.map((a) => ({ href: a.getAttribute("href"), rel: a.getAttribute("rel"), target: a.getAttribute("target") })));
    for (const { href, rel, target } of links) {
      assert.match(href ?? "", /^https?:/);
      assert.deepEqual([rel, target], ["noopener noreferrer nofollow", "_blank"]);
    }
    assert.equal(links.some(({ href }) => href === "https://example.com/page"), attack.includes("https://example.com/page"), "an honest link stays one");
    assert.deepEqual(elsewhere, []);
    check();
    await leave();
  });
}

test("a file's name is text", async () => {
  const { page, check, leave } = await demo.visit();
  const name = "<img src=x onerror=alert(1)> **bold**.txt";
  await add(page, name, "The vineyard is small.");
  await ask(page, "Is the vineyard small?");
  await answer(page);
  assert.equal(await page.locator(".doc-name").innerText(), name);
  assert.equal(await page.locator(".doc-name *, .turn img").count(), 0);
  check();
  await leave();
});

test("the policy itself refuses scripts, styles and markup that get past everything else", async () => {
  const { page, leave } = await demo.visit();
  const refused = await page.evaluate(async () => {
    /** @type {string[]} */
    const violations = [];
    document.addEventListener("securitypolicyviolation", (event) => violations.push(event.effectiveDirective));
    const element = document.body.appendChild(document.createElement("div"));
    const attempts = [
      () => element.setAttribute("onclick", "globalThis.pwned = 1"),
      () => element.click(),
      () => element.setAttribute("style", "position: fixed"),
      () => (element.innerHTML = "<b>markup without the sanitizer</b>"),
      () => (document.body.appendChild(document.createElement("script")).textContent = "globalThis.pwned = 1"),
    ];
    let thrown = 0;
    for (const attempt of attempts) {
      try {
        attempt();
      } catch {
        thrown++;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    const { position } = getComputedStyle(element);
    return { violations, thrown, pwned: Reflect.get(globalThis, "pwned"), markup: element.childElementCount, position };
  });
  const { violations, ...effect } = refused;
  assert.deepEqual(effect, { thrown: 3, pwned: undefined, markup: 0, position: "static" });
  assert.deepEqual(new Set(violations), new Set(["require-trusted-types-for", "style-src-attr"]));
  await leave();
});

/** A chat stream, as a script: each delta an event. @param {object[]} deltas @param {string} finish */
function streamed(deltas, finish) {
  const choices = [...deltas.map((delta) => ({ index: 0, delta, finish_reason: null })), { index: 0, delta: {}, finish_reason: finish }];
  const events = choices.map((choice) => `data: ${JSON.stringify({ id: "chatcmpl-1", object: "chat.completion.chunk", created: 1, model: "qwen-plus", choices: [choice] })}\n\n`);
  return { contentType: "text/event-stream", body: `${events.join("")}data: [DONE]\n\n` };
}

test("thoughts, calls, their arguments and results, and the answer after them are text or harmless", async () => {
  const { page, check, leave } = await demo.visit();
  await mode(page, "chat");
  const attack = attacks.join("\n\n");
  const call = { index: 0, id: "call_1", type: "function", function: { name: attacks[0], arguments: JSON.stringify({ [`${attacks[1]}`]: attack }) } };
  const known = { index: 1, id: "call_2", type: "function", function: { name: "get_weather", arguments: JSON.stringify({ city: attacks[0] }) } };
  const broken = { index: 2, id: "call_3", type: "function", function: { name: "get_time", arguments: attack } };
  const rounds = [
    streamed([{ role: "assistant", reasoning_content: attack }, { tool_calls: [call] }, { tool_calls: [known] }, { tool_calls: [broken] }], "tool_calls"),
    streamed([{ role: "assistant", content: attack }], "stop"),
  ];
  await page.route("**/v1/chat/completions", (route) => route.fulfill(rounds.shift() ?? { status: 500 }));
  await say(page, attack);
  await answer(page);
  await lastTurn(page).locator(".thoughts summary").click();
  assert.equal(await page.locator(".thoughts-text").evaluate((element) => element.textContent), attack);
  assert.equal(await page.locator(".call[data-state=failed]").count(), 3);
  assert.match(await page.locator(".call-result").nth(1).innerText(), /the table has no city "<img src=x/);
  const found = await page.evaluate(() => ({
    pwned: Reflect.get(globalThis, "pwned"),
    shown: document.body.checkVisibility(),
    dangerous: document.querySelectorAll(".turn :is(img, script, style, iframe, form, input, svg, object)").length,
    markup: document.querySelectorAll(".question *, .thoughts-text *, .call-name *, .fact :not(i), .fact i *").length,
  }));
  assert.deepEqual(found, { pwned: undefined, shown: true, dangerous: 0, markup: 0 });
  check();
  await leave();
});
