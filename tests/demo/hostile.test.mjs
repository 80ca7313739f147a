// @ts-check
// Documents and answers are untrusted: nothing in them may run, load or lead anywhere by itself.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { add, answer, ask, lastTurn, paste, startDemo } from "./demo.mjs";

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
