// What stands in the tarball, and what must not.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { installed } from "./installed.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Every file that npm may publish: the entries, the chunks that esbuild names by their contents, and the declarations. */
const EXPECTED = [
  /^(package\.json|README\.md|SECURITY\.md|LICENSE)$/,
  /^dist\/(LICENSES\.txt|core\.wasm|core\.wasm\.d\.ts|gateway\.wasm|slim\.js)$/,
  /^dist\/(index|gateway|node)\.(js|cjs)$/,
  /^dist\/player(-worklet)?\.js$/,
  /^dist\/(workerd|edge-light)\/(index|gateway)\.js$/,
  /^dist\/testing\/index\.(js|cjs)$/,
  /^dist\/(?:(?:workerd|edge-light|testing)\/)?[a-z]+-[A-Z0-9]{8}\.js$/,
  /^dist\/types\/(?!generated\/)[a-z0-9/-]+\.d\.c?ts$/,
];

/** Room for growth; the emulator's PDF reader alone is a megabyte. */
const TARBALL_FILES = 240;

let project;
before(async () => (project = await installed()));
after(() => project?.remove());

const textOf = ({ path }) => readFile(join(project.folder, "node_modules/qwen-edge", path), "latin1");

test("nothing unexpected is published", () => {
  const unexpected = project.packed.map((file) => file.path).filter((path) => !EXPECTED.some((pattern) => pattern.test(path)));
  assert.deepEqual(unexpected, []);
  assert.ok(project.packed.length < TARBALL_FILES, `${project.packed.length} files`);
});

test("the page that npm shows and the licence are there", () => {
  const paths = project.packed.map((file) => file.path);
  for (const page of ["README.md", "SECURITY.md", "LICENSE", "dist/LICENSES.txt"]) assert.ok(paths.includes(page), `${page} is missing`);
});

test("no link and no picture of the pages leads out of the package", async () => {
  const paths = project.packed.map((file) => file.path);
  for (const path of ["README.md", "SECURITY.md"]) {
    const text = (await textOf({ path })).replace(/^```.*?^```/gms, "");
    const anchors = [...text.matchAll(/^#+ (.*)$/gm)].map(([, title]) => `#${title.toLowerCase().replace(/[^\w -]/g, "").replaceAll(" ", "-")}`);
    const targets = [...text.matchAll(/\]\(([^)]*)\)/g)].map(([, target]) => target).filter((target) => !/^https:/.test(target));
    for (const target of targets) assert.ok(paths.includes(target) || anchors.includes(target), `${path}: ${target}`);
    assert.ok(text.length > 2000);
  }
});

test("every target of the exports map is published, its types first", async () => {
  const manifest = JSON.parse(await textOf({ path: "package.json" }));
  const paths = new Set(project.packed.map((file) => `./${file.path}`));
  const visit = (target, way) => {
    if (typeof target === "string") return assert.ok(paths.has(target), `${way}: ${target} is missing`);
    if ("types" in target) assert.equal(Object.keys(target)[0], "types", `${way}: TypeScript reads the first that fits`);
    for (const [condition, inner] of Object.entries(target)) visit(inner, `${way} ${condition}`);
  };
  visit(manifest.exports, "exports");
  assert.equal(manifest.dependencies, undefined);
  assert.equal(manifest.scripts, undefined);
});

test("no file tells a path of the machine that built it", async () => {
  const paths = [root.slice(0, -1), homedir(), tmpdir(), ".cargo", ".rustup"].map((path) => `${path}/`);
  for (const file of project.packed) {
    const text = await textOf(file);
    for (const path of paths) assert.ok(!text.includes(path), `${file.path} contains ${path}`);
  }
});

test("the types cite nothing that a user has not: no section of the service's reference, no number of a quirk", async () => {
  for (const file of project.packed.filter(({ path }) => /\.d\.c?ts$/.test(path))) {
    const text = await textOf(file);
    assert.doesNotMatch(text, /\b(references?|quirks?)[\s*]+\d/i, file.path);
    assert.doesNotMatch(text, /\(\d{1,2}(\.\d+)?(, \d{1,2}(\.\d+)?)*\)/, file.path);
  }
});

test("no source, no source map, no wasm-bindgen declaration", async () => {
  for (const file of project.packed) {
    assert.doesNotMatch(file.path, /\.map$|\/src\/|generated/);
    if (/\.(js|cjs)$/.test(file.path)) assert.doesNotMatch(await textOf(file), /sourceMappingURL/, file.path);
    if (/\.d\.c?ts$/.test(file.path)) assert.doesNotMatch(await textOf(file), /generated\/|#core|__wbg|InitOutput/, file.path);
  }
});
