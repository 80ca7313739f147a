// @ts-check
// The page for everyone: by keyboard, by ear, on a phone, in Chinese, in the dark.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { add, answer, ask, documentIn, lastTurn, mode, picture, say, startDemo } from "./demo.mjs";
import { png } from "./png.mjs";

/** @typedef {import("playwright-core").Page} Page */

/** @type {Awaited<ReturnType<typeof startDemo>>} */
let demo;
before(async () => void (demo = await startDemo()));
after(() => demo.stop());

/** Contrast that WCAG 2.2 (1.4.3) asks of text. */
const READABLE = 4.5;
/** The width and height, in CSS pixels, that a finger needs (WCAG 2.5.5). */
const TOUCH = 44;
const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };

test("everything can be done by keyboard, and the focus can be seen", async () => {
  const { page, check, leave } = await demo.visit();
  await tabTo(page, "#sample");
  await page.keyboard.press("Enter");
  await documentIn(page, 0, "ready");
  await tabTo(page, ".chip");
  await page.keyboard.press("Enter");
  await answer(page, "streaming");
  assert.equal(await focused(page, "#ask"), true, "the focus is on the button that stops");
  await page.keyboard.press("Enter");
  await answer(page);
  assert.match(await lastTurn(page).innerText(), /Stopped\./);
  await tabTo(page, "#question");
  await page.keyboard.type("What is the monthly rent,");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("and the deposit?");
  assert.equal(await page.inputValue("#question"), "What is the monthly rent,\nand the deposit?");
  await page.keyboard.press("Enter");
  assert.match(await answer(page), /6,480 euros/);
  await ask(page, "And the notice?");
  await answer(page, "streaming");
  await page.keyboard.press("Escape");
  await answer(page);
  assert.match(await lastTurn(page).innerText(), /Stopped\./);
  check();
  await leave();
});

test("the chat can be used by keyboard: the tabs by arrows, the skip link, the switches, a picture taken out, the sound", async () => {
  const { page, check, leave } = await demo.visit();
  await tabTo(page, "#documents-tab");
  await page.keyboard.press("ArrowRight");
  assert.equal(await focused(page, "#chat-tab[aria-selected=true]"), true);
  assert.equal(await page.locator("h1").innerText(), "Chat with Qwen");
  assert.deepEqual(await page.locator("[role=tabpanel]:visible").evaluateAll((panels) => panels.map(({ id }) => id)), ["chat-mode"]);
  await page.focus(".skip");
  await page.keyboard.press("Enter");
  assert.equal(await focused(page, "#chat-question"), true, "the skip link leads to the shown mode's field");
  await page.setInputFiles("#picture-picker", { name: "wall.png", mimeType: "image/png", buffer: png(40, 30) });
  await tabTo(page, "#think");
  await page.keyboard.press("Shift+Tab");
  assert.equal(await focused(page, "#choose-picture"), true);
  await page.focus(".tray-item button");
  await page.keyboard.press("Enter");
  assert.equal(await focused(page, "#choose-picture"), true, "the focus is not lost with the picture");
  await tabTo(page, "#speak");
  await page.keyboard.press("Space");
  await say(page, "Good morning!");
  await page.locator(".sound[data-state=playing]").waitFor();
  await page.focus(".sound-button");
  await page.keyboard.press("Enter");
  await page.locator(".sound[data-state=paused]").waitFor();
  await answer(page);
  await tabTo(page, ".sound-file");
  check();
  await leave();
});

test("the header stays where it is, whichever mode is shown", async () => {
  const { page, check, leave } = await demo.visit();
  const places = () => page.locator(".tabs button, .switches button").evaluateAll((all) => all.map((button) => button.getBoundingClientRect().x));
  const before = await places();
  for (const name of /** @type {const} */ (["chat", "translate", "documents"])) {
    await mode(page, name);
    assert.deepEqual(await places(), before);
  }
  check();
  await leave();
});

test("an address leads to a mode", async () => {
  const { page, check, leave } = await demo.visit();
  await page.goto(`${demo.url}/#translate`);
  assert.equal(await page.locator("#translate-mode").isVisible(), true);
  await page.reload();
  assert.equal(await page.title(), "Translate a text · qwen-edge");
  check();
  await leave();
});

test("an Enter that ends the writing of a Chinese word does not ask", async () => {
  const { page, check, leave } = await demo.visit({ locale: "zh-CN" });
  await page.fill("#question", "租金");
  await page.locator("#question").dispatchEvent("keydown", { key: "Enter", isComposing: true, bubbles: true, cancelable: true });
  assert.equal(await page.locator(".turn").count(), 0);
  check();
  await leave();
});

test("a screen reader is told the states, not every word", async () => {
  const { page, check, leave } = await demo.visit();
  const listen = await listenTo(page);
  await add(page, "note.txt", "The tower has 311 steps.");
  await ask(page, "How many steps has the tower?");
  await answer(page);
  assert.deepEqual(await listen("The answer is complete."), ["note.txt is ready.", "Waiting until the documents have been read.", "The answer is coming in.", "The answer is complete."]);
  assert.equal(await page.locator("[aria-live] .answer, [role=status] .answer").count(), 0);
  check();
  await leave();
});

test("a screen reader is told of thoughts, calls and translations", async () => {
  const { page, check, leave } = await demo.visit();
  await mode(page, "chat");
  const listen = await listenTo(page);
  await page.click("#think");
  await say(page, "What time is it in Tokyo?");
  await answer(page);
  assert.deepEqual(await listen("The answer is complete."), [
    ...["The model is thinking.", "The model calls a tool.", "The model is thinking.", "The answer is coming in.", "The answer is complete."],
  ]);
  assert.equal(await page.locator("[aria-live] :is(.thoughts, .calls), [role=status] :is(.thoughts, .calls)").count(), 0);
  await mode(page, "translate");
  await page.fill("#translate-text", "Good morning.");
  await page.click("#translate-button");
  assert.deepEqual((await listen("The translation is complete.")).slice(-2), ["The translation is coming in.", "The translation is complete."]);
  check();
  await leave();
});

test("in Chinese: the browser's language is taken, the answer is Chinese, and the switch changes everything shown", async () => {
  const { page, check, leave } = await demo.visit({ locale: "zh-CN" });
  assert.equal(await page.getAttribute("html", "lang"), "zh-CN");
  assert.equal(await page.locator("h1").innerText(), "问问你的文档");
  assert.match(await page.locator("#service").innerText(), /模拟器/);
  await page.click("#sample");
  await documentIn(page, 0, "ready");
  await page.click(".chip >> nth=0");
  assert.match(await answer(page), /提前六个月书面通知/);
  assert.match(await lastTurn(page).locator(".meter").innerText(), /首字 [\d.]+ 秒/);
  await picture(page, "7-chinese");
  assert.deepEqual(await latinTexts(page), []);

  await page.getByRole("button", { name: "EN" }).click();
  assert.equal(await page.getAttribute("html", "lang"), "en");
  assert.equal(await page.locator(".doc-status").innerText(), "ready");
  assert.match(await lastTurn(page).locator(".meter").innerText(), /first word after/);
  await page.reload();
  assert.equal(await page.locator("h1").innerText(), "Ask your documents", "the choice is remembered");
  check();
  await leave();
});

test("the chat and the translator are Chinese, too, and change with the switch", async () => {
  const { page, check, leave } = await demo.visit({ locale: "zh-CN" });
  await mode(page, "chat");
  await page.click("#think");
  await say(page, "里斯本和东京的天气怎么样？");
  assert.match(await answer(page), /工具返回/);
  assert.match(await lastTurn(page).innerText(), /思考了 [\d.]+ 秒[^]*完成[^]*晴/);
  await page.click("#speak");
  await say(page, "早上好！");
  await answer(page);
  await page.locator(".sound[data-state=ended]").waitFor();
  await picture(page, "11-chinese-chat");
  assert.deepEqual(await latinTexts(page), []);
  await mode(page, "translate");
  assert.equal(await page.locator("#to option[value=fr]").innerText(), "法语");
  await picture(page, "12-chinese-translator");
  await page.getByRole("button", { name: "EN" }).click();
  assert.equal(await page.locator("#to option[value=fr]").innerText(), "French");
  await mode(page, "chat");
  assert.match(await page.locator(".turn").first().innerText(), /Thought for[^]*done/);
  check();
  await leave();
});

test("on a phone nothing is wider than the screen, and everything can be touched", async () => {
  const { page, check, leave } = await demo.visit(PHONE);
  await fits(page);
  await picture(page, "8-phone-empty");
  await page.click("#sample");
  const wide = "w".repeat(300);
  await add(page, `${wide.slice(0, 120)}.md`, `The ${wide} rent table\n`);
  await ask(page, `What of the rent and ${wide}?`);
  await answer(page);
  await fits(page);
  await picture(page, "9-phone-answer");
  await page.click("#paste");
  await fits(page);
  check();
  await leave();
});

test("on a phone the chat and the translator fit, too, whatever is in them", async () => {
  const { page, check, leave } = await demo.visit(PHONE);
  await mode(page, "chat");
  await fits(page);
  await picture(page, "13-phone-chat");
  const wide = "w".repeat(300);
  for (const name of ["a.png", "b.png", `${wide.slice(0, 100)}.png`, "d.png", "e.png"]) {
    await page.setInputFiles("#picture-picker", { name, mimeType: "image/png", buffer: png(40, 30) });
  }
  await page.click("#think");
  await fits(page);
  await say(page, `What is the weather in ${wide}?`);
  await page.locator(".call[data-state=failed]").waitFor();
  await answer(page);
  await lastTurn(page).locator(".thoughts summary").click();
  await fits(page);
  await picture(page, "14-phone-called");
  await page.click("#speak");
  await say(page, "Say something.");
  await answer(page);
  await page.locator(".sound-file:visible").waitFor();
  await fits(page);
  await mode(page, "translate");
  await page.selectOption("#to", "other");
  await page.fill("#translate-to input", wide);
  await page.fill("#translate-text", wide);
  await page.click(".glossary summary");
  await page.click("#translate-button");
  await page.locator("#translate-mode .trouble:visible").waitFor();
  await fits(page);
  await page.selectOption("#to", "de");
  await page.click("#translate-button");
  await page.locator("#translate-mode .meter:visible").waitFor();
  await fits(page);
  await picture(page, "15-phone-translator");
  check();
  await leave();
});

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  test(`texts are readable in ${colorScheme}`, async () => {
    const { page, check, leave } = await demo.visit({ colorScheme });
    await page.click("#sample");
    await page.setInputFiles("#picker", { name: "tool.exe", mimeType: "", buffer: Buffer.from("MZ") });
    await documentIn(page, 1, "failed");
    await ask(page, "What about notice?");
    await answer(page, "streaming");
    await page.keyboard.press("Escape");
    await answer(page);
    await picture(page, `10-${colorScheme}`);
    assert.deepEqual(await faintTexts(page), []);
    await mode(page, "chat");
    assert.deepEqual(await faintTexts(page), []);
    await page.click("#think");
    await say(page, "How is the weather in Lisbon and Oslo?");
    await answer(page);
    await lastTurn(page).locator(".thoughts summary").click();
    await page.click("#speak");
    await say(page, "Good morning!");
    await answer(page);
    await page.locator(".sound-file:visible").waitFor();
    assert.deepEqual(await faintTexts(page), []);
    await mode(page, "translate");
    await page.fill("#translate-text", "Good morning!");
    await page.click(".glossary summary");
    await page.click("#translate-button");
    await page.locator("#translate-mode .meter:visible").waitFor();
    assert.deepEqual(await faintTexts(page), []);
    check();
    await leave();
  });
}

test("the switch turns the page dark, and the choice is remembered", async () => {
  const { page, check, leave } = await demo.visit({ colorScheme: "light" });
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await page.getByRole("button", { name: "Dark mode", pressed: false }).click();
  const dark = await paper();
  assert.notEqual(dark, light);
  await page.reload();
  assert.equal(await paper(), dark);
  assert.equal(await page.getByRole("button", { name: "Dark mode", pressed: true }).count(), 1);
  check();
  await leave();
});

/**
 * Listens as a screen reader does. The function that it gives waits for a sentence, and gives all that have been told.
 * @param {Page} page @returns {Promise<(last: string) => Promise<string[]>>}
 */
async function listenTo(page) {
  await page.evaluate(() => {
    const status = /** @type {HTMLElement} */ (document.querySelector("[role=status]"));
    const told = /** @type {string[]} */ ([]);
    Object.assign(globalThis, { told });
    new MutationObserver(() => status.textContent && told.push(status.textContent)).observe(status, { childList: true, characterData: true, subtree: true });
  });
  return async (last) => {
    await page.waitForFunction((sentence) => Reflect.get(globalThis, "told").includes(sentence), last);
    return page.evaluate(() => Reflect.get(globalThis, "told"));
  };
}

/** Presses Tab until `selector` has the focus, which must then be visible. @param {Page} page @param {string} selector */
async function tabTo(page, selector) {
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press("Tab");
    if (!(await focused(page, selector))) continue;
    const outlined = await page.evaluate(() => {
      const shown = [document.activeElement, document.activeElement?.closest(".field")];
      return shown.some((element) => element && (parseFloat(getComputedStyle(element).outlineWidth) >= 2 && getComputedStyle(element).outlineStyle !== "none"));
    });
    assert.ok(outlined, `${selector} shows its focus`);
    return;
  }
  assert.fail(`Tab never reaches ${selector}`);
}

/** @param {Page} page @param {string} selector */
function focused(page, selector) {
  return page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);
}

/** @param {Page} page */
async function fits(page) {
  const { wide, small } = await page.evaluate((touch) => {
    const buttons = [...document.querySelectorAll("button")].filter((button) => button.checkVisibility());
    return {
      wide: document.documentElement.scrollWidth - innerWidth,
      small: buttons.filter((button) => button.offsetWidth < touch || button.offsetHeight < touch).map((button) => button.outerHTML),
    };
  }, TOUCH);
  assert.equal(wide, 0, "no sideways scrolling");
  assert.deepEqual(small, []);
}

/** Texts of the page's own that have Latin words although the page is Chinese; names and units aside. @param {Page} page */
function latinTexts(page) {
  return page.evaluate(() => {
    const known = /qwen-[a-z-]+|EN|PDF|Word|Markdown|CSV|WAV|MB|tokens|Shift|Ctrl|Esc|txt|Polish/g;
    const own = [...document.querySelectorAll("[data-text], [data-label], .service-note, .doc-status, .meter span, .thoughts-title, .call-state, .sound span")];
    const texts = own.map((element) => element.getAttribute("aria-label") ?? element.textContent ?? "");
    return texts.filter((text) => /[A-Za-z]{2}/.test(text.replace(known, "")));
  });
}

/** Visible texts with less contrast than WCAG asks. @param {Page} page */
function faintTexts(page) {
  return page.evaluate((least) => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    if (!canvas) throw new Error("no canvas to read colours with");
    /** What the eye sees of `colors`, each over the one before. @param {string[]} colors */
    const seen = (colors) => {
      canvas.clearRect(0, 0, 1, 1);
      for (const color of colors) ((canvas.fillStyle = color), canvas.fillRect(0, 0, 1, 1));
      return [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)];
    };
    /** Relative luminance (WCAG). @param {number[]} rgb */
    const luminance = (rgb) => {
      const [r, g, b] = rgb.map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * /** @type {number} */ (r) + 0.7152 * /** @type {number} */ (g) + 0.0722 * /** @type {number} */ (b);
    };
    /** @param {Element} element */
    const grounds = (element) => {
      const colors = [];
      for (let at = /** @type {Element | null} */ (element); at; at = at.parentElement) colors.unshift(getComputedStyle(at).backgroundColor);
      return colors;
    };
    const faint = [];
    for (const element of document.querySelectorAll("body *")) {
      const hasText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
      if (!hasText || !element.checkVisibility() || element.closest(".unseen, .skip, template, blockquote")) continue;
      const behind = luminance(seen(grounds(element)));
      const text = luminance(seen([...grounds(element), getComputedStyle(element).color]));
      const contrast = (Math.max(behind, text) + 0.05) / (Math.min(behind, text) + 0.05);
      if (contrast < least) faint.push(`${contrast.toFixed(1)} ${element.className || element.tagName}: ${element.textContent?.slice(0, 40)}`);
    }
    return faint;
  }, READABLE);
}
