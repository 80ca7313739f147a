// @ts-check
// The chat: thoughts, pictures, tools and speech, each seen or heard while it happens.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { answer, drop, lastTurn, mode, picture, requestsOf, say, startDemo } from "./demo.mjs";
import { png } from "./png.mjs";

/** @typedef {import("playwright-core").Page} Page */

/** @type {Awaited<ReturnType<typeof startDemo>>} */
let demo;
before(async () => void (demo = await startDemo()));
after(() => demo.stop());

/** A visitor in the chat. @param {Parameters<typeof demo.visit>[0]} [options] */
async function visitChat(options) {
  const visitor = await demo.visit(options);
  await mode(visitor.page, "chat");
  return { ...visitor, requests: requestsOf(visitor.page) };
}

test("thoughts are seen while they come, fold when the answer begins, and unfold by keyboard", async () => {
  const { page, requests, check, leave } = await visitChat();
  await page.click("#think");
  await say(page, "Which is larger, 9.11 or 9.9?");
  const thoughts = lastTurn(page).locator(".thoughts");
  await page.locator(".thoughts[open][data-state=thinking]").waitFor();
  await page.waitForFunction(() => document.querySelector(".thoughts-text")?.textContent?.startsWith("The emulator does not think"));
  assert.match(await thoughts.locator("summary").innerText(), /Thinking …/);
  assert.equal(await lastTurn(page).locator(".answer").innerText(), "");
  await picture(page, "20-thinking");
  assert.match(await answer(page), /9\.11 or 9\.9/);
  assert.equal(await thoughts.getAttribute("open"), null);
  assert.match(await thoughts.locator("summary").innerText(), /Thought for \d+\.\d s/);
  await thoughts.locator("summary").focus();
  await page.keyboard.press("Enter");
  assert.match(await thoughts.locator(".thoughts-text").innerText(), /That is all, and so the answer begins\./);
  await page.click("#think");
  await say(page, "And without a thought?");
  await answer(page);
  assert.equal(await lastTurn(page).locator(".thoughts").isVisible(), false);
  assert.deepEqual(requests.map(({ model, enable_thinking }) => [model, enable_thinking]), [["qwen-plus", true], ["qwen-plus", false]]);
  check();
  await leave();
});

test("who unfolds or folds the thoughts by hand is not overruled", async () => {
  const { page, check, leave } = await visitChat();
  await page.click("#sample-think");
  await page.locator(".thoughts[open][data-state=thinking] summary").click();
  await answer(page);
  await page.locator(".thoughts:not([open]) summary").click();
  assert.equal(await page.locator(".thoughts[open]").count(), 1);
  check();
  await leave();
});

test("pictures are dropped, pasted, taken out again, looked at, and remembered", async () => {
  const { page, requests, check, leave } = await visitChat();
  await drop(page, [{ name: "wall.png", content: png(40, 30) }, { name: "fence.png", content: png(50, 20) }], ".tray-item");
  await page.evaluate(async () => {
    const clipboardData = new DataTransfer();
    const blob = await new Promise((resolve) => Object.assign(document.createElement("canvas"), { width: 64, height: 48 }).toBlob(resolve));
    clipboardData.items.add(new File([/** @type {Blob} */ (blob)], "pasted.png", { type: "image/png" }));
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  });
  assert.equal(await page.locator(".tray-item").count(), 3);
  await page.getByRole("button", { name: "Remove: fence.png" }).click();
  await picture(page, "21-tray");
  await say(page, "What do they show?");
  const text = await answer(page);
  assert.match(text, /image: PNG, 40×30.*\s+image: PNG, 64×48/);
  assert.equal(await page.locator(".tray-item").count(), 0);
  assert.deepEqual(await lastTurn(page).getByRole("img").evaluateAll((all) => all.map((image) => image.ariaLabel)), ["wall.png", "pasted.png"]);
  await picture(page, "22-pictures");
  await say(page, "And what colour?");
  assert.match(await answer(page), /Turn 2 of this conversation/);
  assert.deepEqual(requests.map(({ model }) => model), ["qwen3-vl-plus", "qwen3-vl-plus"], "the pictures are still there to be asked about");
  check();
  await leave();
});

test("a picture alone is a question; one with more pixels than the model looks at is made smaller before it is sent", async () => {
  const { page, check, leave } = await visitChat();
  await page.setInputFiles("#picture-picker", { name: "large.png", mimeType: "image/png", buffer: png(2400, 1800) });
  await page.click("#chat-ask");
  const [, width, height] = /image: JPEG, (\d+)×(\d+)/.exec(await answer(page)) ?? [];
  assert.ok(Number(width) * Number(height) > 2_500_000 && Number(width) * Number(height) <= 2_622_000, `${width}×${height}`);
  check();
  await leave();
});

test("what is no picture is refused with the next step, before it is sent or by the service", async () => {
  const { page, check, leave } = await visitChat();
  await page.setInputFiles("#picture-picker", { name: "lease.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4") });
  assert.match(await page.locator("#chat-mode .notice").innerText(), /no picture that the model can read\. Add a PNG/);
  await page.setInputFiles("#picture-picker", { name: "lies.png", mimeType: "image/png", buffer: Buffer.from("GARBAGE") });
  await say(page, "What is it?");
  await answer(page);
  assert.match(await lastTurn(page).locator(".trouble").innerText(), /no picture that the model can read/);
  await say(page, "Never mind.");
  assert.match(await answer(page), /Turn 1 of this conversation/, "what failed is not part of the chat");
  check();
  await leave();
});

test("a tool's call is seen as it happens: name and arguments, then the result or what went wrong, then the answer", async () => {
  const { page, requests, check, leave } = await visitChat();
  await say(page, "How is the weather in Lisbon and Oslo?");
  await page.locator(".call[data-state=running]").nth(1).waitFor();
  assert.deepEqual(await page.locator(".call").allInnerTexts().then((texts) => texts.map((text) => text.split(/\s+/).slice(0, 5).join(" "))), [
    "get_weather running … city Lisbon",
    "get_weather running … city Oslo",
  ]);
  const height = () => page.locator(".calls").evaluate((calls) => calls.clientHeight);
  const before = await height();
  await picture(page, "23-calling");
  assert.match(await answer(page), /The tools answered:[^]*celsius/);
  const [lisbon, oslo] = await page.locator(".call").all();
  assert.match((await lisbon?.innerText()) ?? "", /done[^]*celsius 19/);
  assert.match((await oslo?.innerText()) ?? "", /failed[^]*the table has no city "Oslo"/);
  assert.equal(await height(), before, "the cards fill in and nothing moves");
  await picture(page, "24-called");
  assert.deepEqual(requests[1].messages.map((/** @type {any} */ { role }) => role), ["user", "assistant", "tool", "tool"]);
  await say(page, "Convert 26.2 miles to kilometres");
  await answer(page);
  assert.match(await lastTurn(page).locator(".call-result").innerText(), /kilometres 42\.1648/);
  check();
  await leave();
});

test("without tools none is offered", async () => {
  const { page, requests, check, leave } = await visitChat();
  await page.click("#tools");
  await say(page, "How is the weather in Lisbon?");
  await answer(page);
  assert.equal(await page.locator(".call").count(), 0);
  assert.equal(requests[0].tools, undefined);
  check();
  await leave();
});

test("an answer is spoken: it can be paused, heard on, heard again, and kept as a file", async () => {
  const { page, requests, check, leave } = await visitChat();
  await page.click("#sample-speak");
  const sound = lastTurn(page).locator(".sound");
  await page.locator(".sound[data-state=playing]").waitFor();
  await sound.getByRole("button", { name: "Pause" }).click();
  const text = await answer(page);
  assert.match(text, /Wish me a good morning/);
  const download = page.waitForEvent("download");
  await sound.getByRole("link", { name: "Download WAV" }).click();
  const wav = await readFile(await (await download).path());
  assert.equal(wav.subarray(0, 4).toString() + wav.subarray(8, 12).toString(), "RIFFWAVE");
  const seconds = (wav.length - 44) / 2 / 24_000;
  assert.ok(seconds > 1, `${seconds} s of sound`);
  assert.equal(await sound.getAttribute("data-state"), "paused");
  await picture(page, "25-spoken");
  await sound.getByRole("button", { name: "Go on" }).click();
  await page.locator(".sound[data-state=ended]").waitFor();
  await sound.getByRole("button", { name: "Hear again" }).click();
  await page.locator(".sound[data-state=playing]").waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".sound[data-state=ended]").waitFor();
  const [{ model, modalities, audio, tools }] = requests;
  assert.deepEqual([model, modalities, audio.voice, tools], ["qwen3-omni-flash", ["text", "audio"], "Cherry", undefined]);
  check();
  await leave();
});

test("without its worklet the page says that it cannot be heard; the text and the file are there", async () => {
  const { page, check, leave } = await visitChat();
  // Such requests are not seen by `page.route`.
  await page.evaluate(() => {
    const load = AudioWorklet.prototype.addModule;
    AudioWorklet.prototype.addModule = async () => {
      AudioWorklet.prototype.addModule = load;
      throw new DOMException("not found", "AbortError");
    };
  });
  await page.click("#sample-speak");
  assert.match(await answer(page), /Wish me a good morning/);
  await page.locator(".sound-file:visible").waitFor();
  assert.match(await lastTurn(page).locator(".sound").innerText(), /cannot play the sound\. Read the text, or download/);
  await lastTurn(page).getByRole("button", { name: "Try again" }).click();
  await page.locator(".sound[data-state=ended]").waitFor();
  check();
  await leave();
});

test("speech excludes thinking and tools, and the switches say so", async () => {
  const { page, check, leave } = await visitChat();
  const pressed = () => page.locator(".ability[aria-pressed=true]").allInnerTexts();
  assert.deepEqual(await pressed(), ["Tools"]);
  await page.click("#think");
  assert.deepEqual(await pressed(), ["Think", "Tools"]);
  await page.click("#speak");
  assert.deepEqual(await pressed(), ["Speak"]);
  await page.click("#think");
  assert.deepEqual(await pressed(), ["Think"]);
  check();
  await leave();
});

test("Escape stops a call that runs and a thought that is thought, and nothing more is asked", async () => {
  const { page, requests, check, leave } = await visitChat();
  await say(page, "What time is it in Tokyo?");
  await page.locator(".call[data-state=running]").waitFor();
  await page.keyboard.press("Escape");
  await answer(page);
  assert.match(await lastTurn(page).innerText(), /get_time\s+stopped[^]*Stopped\./);
  await page.waitForTimeout(1000); // past the time that the tool takes
  assert.equal(requests.length, 1);
  await page.click("#think");
  await say(page, "Why?");
  await page.locator(".thoughts[data-state=thinking]").waitFor();
  await page.keyboard.press("Escape");
  await answer(page);
  assert.match(await lastTurn(page).innerText(), /Thought for[^]*Stopped\./);
  check();
  await leave();
});

test("without the gateway the page says what to do, and asks again with the same picture", async () => {
  const { page, check, leave } = await visitChat();
  await page.route("**/v1/**", (route) => route.fulfill({ status: 403, contentType: "application/json", body: `{"error":{"message":"no","code":"model_not_allowed","type":"x"}}` }));
  await page.click("#sample-picture");
  await answer(page);
  assert.match(await lastTurn(page).locator(".trouble").innerText(), /The gateway does not allow this\. Open the page/);
  await page.unroute("**/v1/**");
  await page.click(".ask-again");
  assert.match(await answer(page), /image: PNG, 480×360/);
  check();
  await leave();
});

test("start over begins this chat anew and leaves the documents alone; a tab keeps what is in it", async () => {
  const { page, check, leave } = await demo.visit();
  await page.click("#sample");
  await page.locator(".doc[data-phase=ready]").waitFor();
  await mode(page, "chat");
  await say(page, "Hello?");
  await answer(page);
  await page.click("#start-over");
  assert.equal(await page.locator(".turn").count(), 0);
  await say(page, "Hello again?");
  assert.match(await answer(page), /Turn 1 of this conversation/);
  await mode(page, "documents");
  assert.equal(await page.locator(".doc[data-phase=ready]").count(), 1);
  await mode(page, "chat");
  assert.equal(await page.locator(".turn").count(), 1);
  check();
  await leave();
});
