// @ts-check
// The translator: a text on one side, its translation on the other while it comes in.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { mode, picture, requestsOf, startDemo } from "./demo.mjs";

/** @typedef {import("playwright-core").Page} Page */

/** @type {Awaited<ReturnType<typeof startDemo>>} */
let demo;
before(async () => void (demo = await startDemo()));
after(() => demo.stop());

const text = "The lamp in the lighthouse burned through the night. <b>Nobody</b> slept before the boats were back.";

/** A visitor at the translator. */
async function visitTranslator() {
  const visitor = await demo.visit();
  await mode(visitor.page, "translate");
  await visitor.page.fill("#translate-text", text);
  return { ...visitor, requests: requestsOf(visitor.page) };
}

/** The whole translation. @param {Page} page */
async function translation(page) {
  await page.locator("#translate-mode:not(.answering)").waitFor();
  return page.locator("#translation").innerText();
}

for (const model of ["qwen-mt-plus", "qwen-mt-flash"]) {
  test(`a translation by ${model} streams beside its text, once, with the glossary's words`, async () => {
    const { page, requests, check, leave } = await visitTranslator();
    await page.selectOption("#translate-model", model);
    await page.selectOption("#to", "fr");
    await page.click(".glossary summary");
    await page.locator(".term input").nth(0).fill("lighthouse");
    await page.locator(".term input").nth(1).fill("phare");
    await page.click("#add-term"); // stays empty, and is not sent
    await page.click("#translate-button");
    await page.waitForFunction(() => document.querySelector("#translation")?.textContent?.includes("The lamp"));
    const early = await page.locator("#translation").innerText();
    await picture(page, `30-${model}`);
    const whole = await translation(page);
    assert.ok(early.length < whole.length && whole.startsWith(early.trimEnd()), "it was seen while it came in");
    assert.equal(whole, `[Qwen emulator, not a translation: English (auto) → French] ${text.replace("lighthouse", "phare")}`);
    assert.equal(await page.locator("#translation *").count(), 0, "what looks like markup is text");
    assert.equal(await page.getAttribute("#translation", "lang"), "fr");
    assert.match(await page.locator("#translate-mode .meter").innerText(), /first word after [\d.]+ s[^]*tokens read/);
    assert.deepEqual([requests[0].model, requests[0].translation_options], [model, { source_lang: "auto", target_lang: "fr", terms: [{ source: "lighthouse", target: "phare" }] }]);
    check();
    await leave();
  });
}

test("any language can be written; one that the model does not know is an error with the next step", async () => {
  const { page, requests, check, leave } = await visitTranslator();
  await page.selectOption("#to", "other");
  const other = page.locator("#translate-to input");
  assert.equal(await other.evaluate((field) => field === document.activeElement), true);
  await page.click("#translate-button");
  assert.equal(requests.length, 0, "without a language nothing is sent");
  await other.fill("Klingon");
  await page.click("#translate-button");
  await translation(page);
  assert.match(await page.locator("#translate-mode .trouble").innerText(), /does not know this language\. Choose one of the list/);
  await picture(page, "31-unknown-language");
  await other.fill("Polish");
  await page.click("#translate-button");
  assert.match(await translation(page), /→ Polish\]/);
  assert.equal(await page.locator("#translate-mode .trouble").isVisible(), false);
  check();
  await leave();
});

test("by keyboard: Ctrl+Enter begins, Escape stops and keeps what came, the languages change places", async () => {
  const { page, check, leave } = await visitTranslator();
  await page.selectOption("#from", "en");
  await page.selectOption("#to", "de");
  await page.press("#translate-text", "Control+Enter");
  await page.waitForFunction(() => document.querySelector("#translation")?.textContent?.includes("The lamp"));
  await page.keyboard.press("Escape");
  const kept = await translation(page);
  assert.match(await page.locator("#translate-mode .trouble").innerText(), /Stopped\./);
  await page.waitForTimeout(300);
  assert.equal(await translation(page), kept);
  await page.focus("#swap");
  await page.keyboard.press("Enter");
  assert.deepEqual([await page.inputValue("#from"), await page.inputValue("#to")], ["de", "en"]);
  assert.equal(await page.inputValue("#translate-text"), kept);
  await page.click("#start-over");
  assert.equal(await page.inputValue("#translate-text"), "");
  assert.equal(await page.locator("#translation").innerText(), "");
  check();
  await leave();
});

test("a text file is dropped and becomes the text; anything else is refused with the next step", async () => {
  const { page, check, leave } = await visitTranslator();
  /** @param {string} name @param {string} type @param {string} content */
  const drop = (name, type, content) =>
    page.evaluate((file) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([file.content], file.name, { type: file.type }));
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    }, { name, type, content });
  await drop("note.md", "", "# Ahoy\n");
  await page.waitForFunction(() => /** @type {HTMLTextAreaElement} */ (document.querySelector("#translate-text")).value === "# Ahoy\n");
  await drop("photo.png", "image/png", "x");
  await page.locator("#translate-mode .trouble:visible").waitFor();
  assert.match(await page.locator("#translate-mode .trouble").innerText(), /Only text can be translated\. Drop a text file/);
  assert.equal(await page.inputValue("#translate-text"), "# Ahoy\n");
  check();
  await leave();
});
