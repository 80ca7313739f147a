// @ts-check
// An answer arrives in any cuts; what is shown at the end must not depend on them.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import { chromium as launcher } from "playwright-core";
import { chromium } from "../runtime/programs.mjs";
import { CHROMIUM_FLAGS } from "./demo.mjs";

const answers = {
  "a list after a heading": "**Documents read, in order**\n\n1. first.txt (`file-fe-1`)\n2. 示例.md\n\nThat is all.",
  "nested and loose lists": "- a\n\n- b\n  - c\n\n    more of c\n- d\n\nend",
  "quotes with lazy lines": "> one\ntwo\n\n> # three\n> four\n\nfive",
  "a table": "Prices:\n\n| fruit | price |\n|---|--:|\n| medlar | 31 |\n| quince | 12 |\n\nafter",
  "a code block with blank lines": "```js\nlet a = 1;\n\nlet b = `*not markdown*`;\n```\n\n    indented\n\n    still\n",
  "emphasis, links and escapes": "A *b* **c** ~~d~~ [e](https://example.com/) \\*f\\* &amp; <i>g</i>\nh  \ni",
  "headings and rules": "# one\n\ntwo\n===\n\nthree\n---\n\n---\nfour\n",
  "CRLF": "a\r\n\r\n- b\r\n- c\r\n\r\n> d\r\n",
  "HTML and comments": "x\n\n<div>\nraw\n\n</div>\n\n<!-- hidden\n\nstill --> y\n",
};

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {import("playwright-core").Page} */
let page;
before(async () => {
  const source = fileURLToPath(new URL("../../www/src/markdown.ts", import.meta.url));
  const bundle = await build({ entryPoints: [source], bundle: true, format: "iife", globalName: "markdown", write: false });
  browser = await launcher.launch({ executablePath: chromium(), args: CHROMIUM_FLAGS });
  page = await browser.newPage();
  await page.setContent("<div></div>");
  await page.addScriptTag({ content: /** @type {{ text: string }} */ (bundle.outputFiles[0]).text });
});
after(() => browser.close());

/** The DOM, as HTML, of each answer written in the given pieces. @param {string[][]} answersInPieces */
function shown(answersInPieces) {
  return page.evaluate((all) => {
    const { MarkdownStream } = Reflect.get(globalThis, "markdown");
    return all.map((pieces) => {
      const target = document.createElement("div");
      const stream = new MarkdownStream(target);
      for (const piece of pieces) stream.write(piece);
      const live = /** @type {Element} */ (target.querySelector(".live"));
      live.replaceWith(...live.childNodes);
      return target.innerHTML.replace(/\n+/g, "\n").trim();
    });
  }, answersInPieces);
}

for (const [name, text] of Object.entries(answers)) {
  test(`${name}: whole, character by character, in all two cuts`, async () => {
    const cuts = Array.from({ length: text.length + 1 }, (_, at) => [text.slice(0, at), text.slice(at)]);
    const [whole, ...others] = await shown([[text], [...text], ...cuts]);
    assert.ok(whole && whole.length > 0);
    for (const other of others) assert.equal(other, whole);
  });
}

test("work does not grow with what has already been written", async () => {
  const paragraphs = Array.from({ length: 400 }, (_, index) => `Paragraph ${index} of a long answer.\n\n`);
  const removed = await page.evaluate((pieces) => {
    const { MarkdownStream } = Reflect.get(globalThis, "markdown");
    const target = document.createElement("div");
    const stream = new MarkdownStream(target);
    const observer = new MutationObserver(() => {});
    observer.observe(target, { childList: true, subtree: true });
    for (const piece of pieces) stream.write(piece);
    return observer.takeRecords().reduce((count, record) => count + record.removedNodes.length, 0);
  }, paragraphs);
  assert.ok(removed <= paragraphs.length * 2, `each paragraph is drawn once more at most: ${removed} nodes were replaced`);
});
