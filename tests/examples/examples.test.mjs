// Every example runs as its reader would run it, against the emulator, and prints what it promises.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const folderURL = new URL("../../examples/", import.meta.url);
const folder = fileURLToPath(folderURL);

/** What each example's output must contain. */
const EXAMPLES = {
  "batch.mjs": [/^batch: batch_\S+ validating$/m, /^completed, 3 of 3$/m, /^review-1: \S/m, /^review-3: \S/m],
  "cache.mjs": [/104 filed\? \d+ tokens: \d{4} written to the cache, 0 read/, /117\? \d+ tokens: 0 written to the cache, \d{4} read/],
  "preflight.mjs": [/^not sent: json_word - \S/m, /^qwen-edge chat: preflight has fixed json_word$/m, /^fixed: an object$/m, /^whole: true stop$/m],
  "regions.mjs": [/^singapore: .*documents in ap-southeast-1/m, /^frankfurt: .*eu-central-1/m],
  "chat.mjs": [/^plain: \S/m, /^complete, \d+ tokens$/m],
  "documents.mjs": [/^contract\.txt: ready$/m, /notice period is thirty days/, /^> Amendment: the contract runs five years\.$/m, /^kept: system, system, user, assistant, system, user, assistant$/m],
  "fill-in.mjs": [/^-- complete$/m],
  "hearing.mjs": [/audio: WAV, \d\.\d+ s/, /^\d+ tokens of sound$/m],
  "models.mjs": [/^\d+ models, such as qwen-/m],
  "omni.mjs": [/^\d\.\d s of sound$/m, /^\d{5,} bytes in .*\.wav$/m],
  "partial.mjs": [/^def primes\(n\):$/m, /goes on/, /^-- complete$/m],
  "streaming-json.mjs": [/^\d+ steps: \{/m, /answer: /],
  "structured.mjs": [/^\{ name: '.+', age: 34 \}$/m, /^length: /m],
  "temporary-key.mjs": [/^st-… works until 20\d\d-/m],
  "thinking.mjs": [/^thinking: \S/m, /^answer: \S/m, /^\d+ of \d+ tokens were thoughts$/m],
  "tools.mjs": [/^calls get_weather \{/m, /^result of get_time /m, /^-- complete: 2 calls, \d+ tokens$/m, /: user, assistant, tool, tool, assistant$/m],
  "translation.mjs": [/biological sensor/, /^\d+ tokens$/m],
  "video.mjs": [/video: 4 frames/, /^\d+ tokens of video$/m],
  "vision.mjs": [/PNG, 32×32/, /^\d+ tokens of images, \d+ of text$/m],
  "web-search.mjs": [/web search/i, /^-- complete$/m],
};

/** No examples by themselves: the client of all, and a file of tests that tests/emulator runs. */
const NOT_RUN = ["service.mjs", "test-your-app.mjs"];

describe("examples", () => {
  test("each is listed here", () => {
    const files = readdirSync(folder).filter((file) => file.endsWith(".mjs") && !NOT_RUN.includes(file));
    assert.deepEqual(files.sort(), Object.keys(EXAMPLES).sort());
  });

  test("each is in the index", () => {
    const index = readFileSync(new URL("README.md", folderURL), "utf8");
    const listed = [...index.matchAll(/^\| \[(.+?\.mjs)\]\(\1\) \| \S/gm)].map(([, file]) => file);
    assert.deepEqual(listed.sort(), [...Object.keys(EXAMPLES), "test-your-app.mjs"].sort());
  });

  for (const [file, wanted] of Object.entries(EXAMPLES))
    test(file, { timeout: 60_000 }, async () => {
      const { DASHSCOPE_API_KEY: _, ...env } = process.env;
      const { stdout, stderr } = await run(process.execPath, [file], { cwd: folder, env, timeout: 50_000 });
      assert.equal(stderr, "");
      for (const pattern of wanted) assert.match(stdout, pattern);
    });
});
