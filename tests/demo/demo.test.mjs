// @ts-check
// The demo's promise: documents in, questions answered from them, more documents, stop, start over.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { add, answer, ask, documentIn, drop, lastTurn, paste, picture, startDemo } from "./demo.mjs";
import { pdf } from "./pdf.mjs";

/** @type {Awaited<ReturnType<typeof startDemo>>} */
let demo;
before(async () => void (demo = await startDemo()));
after(() => demo.stop());

const report = pdf(["Harvest report of the orchard.", "The orchard harvested 412 crates of quinces in October."]);
const minutes = "Minutes of the orchard meeting.\n\nThe members decided to sell the quinces of the orchard to the Lindgren bakery.\n";

test("a PDF and a text file are dropped, a question is answered from both, a third document comes in, and is used", async () => {
  const { page, check, leave } = await demo.visit({ deviceScaleFactor: 1.5 });
  await picture(page, "1-empty");
  await drop(page, [{ name: "harvest-report.pdf", content: report }, { name: "meeting-minutes.txt", content: minutes }]);
  await documentIn(page, 0, "parse");
  assert.match(await page.locator(".doc").first().innerText(), /harvest-report\.pdf\s+being read/);
  await picture(page, "2-being-read");
  await documentIn(page, 0, "ready");
  await documentIn(page, 1, "ready");

  await ask(page, "What about the quinces of the orchard?");
  await answer(page, "streaming");
  const early = (await lastTurn(page).locator(".answer").innerText()).length;
  const first = await answer(page);
  assert.ok(early < first.length, "the answer was seen while it came in");
  const quotes = (await lastTurn(page).locator("blockquote").allInnerTexts()).join("\n");
  assert.match(quotes, /412 crates/);
  assert.match(quotes, /Lindgren bakery/);
  await picture(page, "3-answer");

  await drop(page, [{ name: "prices.csv", content: "fruit,price\nmedlars,the price of medlars is 31 euros a crate\n" }]);
  await documentIn(page, 2, "parse");
  await picture(page, "screenshot"); // the README's, www/screenshot.png
  await documentIn(page, 2, "ready");
  await ask(page, "What is the price of medlars?");
  assert.match(await answer(page), /31 euros a crate/);
  const read = await lastTurn(page).locator("ol > li").allInnerTexts();
  assert.deepEqual(read.map((line) => line.split(" ")[0]).sort(), ["harvest-report.pdf", "meeting-minutes.txt", "prices.csv"]);
  assert.equal(await page.locator(".turn").count(), 2);
  await picture(page, "4-second-answer");
  check();
  await leave();
});

test("under an answer stand the time to the first word and the tokens, marked as an estimate of the emulator", async () => {
  const { page, check, leave } = await demo.visit();
  await paste(page, "The lighthouse was built in 1874.");
  await ask(page, "When was the lighthouse built?");
  assert.match(await answer(page), /1874/);
  const meter = await lastTurn(page).locator(".meter").innerText();
  const [, firstWord, total] = /first word after ([\d.]+) s\s*·?\s*complete after ([\d.]+) s/.exec(meter) ?? [];
  assert.ok(Number(firstWord) >= 0.5, `the emulator waits half a second before its first word, the page shows ${firstWord}`);
  assert.ok(Number(total) > Number(firstWord));
  assert.match(meter, /[1-9]\d* tokens read\s*·?\s*[1-9]\d* written\s*estimate/);
  check();
  await leave();
});

test("a question asked while a document is being read waits for it", async () => {
  const { page, check, leave } = await demo.visit();
  await page.setInputFiles("#picker", { name: "note.txt", mimeType: "text/plain", buffer: Buffer.from("The ferry leaves at 06:40.") });
  await ask(page, "When does the ferry leave?");
  assert.match(await lastTurn(page).innerText(), /waiting until the documents have been read/);
  assert.match(await answer(page), /06:40/);
  check();
  await leave();
});

test("a document that is taken away while it is read, and a question that is stopped while it waits, cause nothing more", async () => {
  const { page, check, leave } = await demo.visit();
  await page.setInputFiles("#picker", { name: "note.txt", mimeType: "text/plain", buffer: Buffer.from("The ferry leaves at 06:40.") });
  await ask(page, "When does the ferry leave?");
  await documentIn(page, 0, "parse");
  await page.keyboard.press("Escape");
  assert.equal(await answer(page), "");
  assert.match(await lastTurn(page).innerText(), /Stopped\./);
  await page.getByRole("button", { name: "Remove: note.txt" }).click();
  let requests = 0;
  page.on("request", () => requests++);
  await page.waitForTimeout(3500); // past the time the emulator needs to read, and past the next look at it
  assert.equal(requests, 0);
  assert.equal(await page.locator(".doc").count(), 0);
  check();
  await leave();
});

test("stop ends the answer at once, keeps what came, and the conversation goes on", async () => {
  const { page, check, leave } = await demo.visit();
  await paste(page, "The archive keeps letters for ten years.");
  await ask(page, "How long are letters kept?");
  await answer(page, "streaming");
  await page.click("#ask");
  const kept = await answer(page);
  assert.match(await lastTurn(page).locator(".trouble").innerText(), /Stopped\. Ask again/);
  await picture(page, "5-stopped");
  await page.waitForTimeout(300);
  assert.equal(await lastTurn(page).locator(".answer").innerText(), kept, "nothing came after the stop");
  await page.click(".ask-again");
  const whole = await answer(page);
  assert.equal(await page.locator(".turn").count(), 2);
  assert.ok(whole.length > kept.length);
  assert.match(whole, /ten years/);
  check();
  await leave();
});

test("text is a document, too: pasted anywhere, or through the dialog", async () => {
  const { page, check, leave } = await demo.visit();
  await paste(page, "The bridge is 93 metres long.");
  await page.click("#paste");
  await page.fill("#paste-dialog textarea", "The bridge was opened in 1931.");
  await page.click("#paste-dialog .primary");
  await documentIn(page, 1, "ready");
  assert.match(await page.locator(".doc-name").last().innerText(), /Pasted text: The bridge was opened/);
  await ask(page, "How long is the bridge and when was it opened?");
  const text = await answer(page);
  assert.match(text, /93 metres/);
  assert.match(text, /1931/);
  check();
  await leave();
});

test("a document that cannot be read says so, with the next step, and can be taken away", async () => {
  const { page, check, leave } = await demo.visit();
  await drop(page, [{ name: "tool.exe", content: "MZ" }, { name: "empty.txt", content: " " }]);
  await documentIn(page, 0, "failed");
  await documentIn(page, 1, "failed");
  const cards = page.locator(".doc");
  assert.match(await cards.nth(0).innerText(), /This kind of file cannot be read\. Save it as PDF/);
  assert.match(await cards.nth(1).innerText(), /There is no text in this document\. Add one with text/);
  await picture(page, "6-failed");
  await cards.nth(0).getByRole("button", { name: "Remove" }).click();
  await cards.nth(0).getByRole("button", { name: "Remove" }).click();
  assert.equal(await cards.count(), 0);
  check();
  await leave();
});

test("without the gateway the page says what to do, and goes on when it is back", async () => {
  const { page, check, leave } = await demo.visit();
  await page.route("**/v1/**", (route) => route.abort());
  await page.setInputFiles("#picker", { name: "note.txt", mimeType: "text/plain", buffer: Buffer.from("The well is 40 metres deep.") });
  await documentIn(page, 0, "failed");
  assert.match(await page.locator(".doc").innerText(), /The gateway does not answer\. See that the server still runs/);
  await page.unroute("**/v1/**");
  await page.getByRole("button", { name: "Try again" }).click();
  await documentIn(page, 0, "ready");
  check();
  await leave();
});

test("start over empties the page and deletes the uploaded files", async () => {
  const { page, check, leave } = await demo.visit();
  await add(page, "note.txt", "The mill has two wheels.");
  await ask(page, "How many wheels?");
  await answer(page);
  const deleted = page.waitForResponse((response) => response.request().method() === "DELETE");
  await page.click("#start-over");
  assert.match((await deleted).url(), /\/v1\/files\/file-fe-[0-9a-f]+$/);
  assert.equal((await deleted).status(), 200);
  assert.equal(await page.locator(".doc, .turn").count(), 0);
  await ask(page, "How many wheels?");
  assert.doesNotMatch(await answer(page), /two wheels/);
  check();
  await leave();
});
