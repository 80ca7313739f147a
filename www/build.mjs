/**
 * Builds the demo page: www/ -> www/dist/. `node www/build.mjs`, after the package itself has been built
 * (`cargo xtask build`): the page imports `qwen-edge` as any page would.
 */
import { build } from "esbuild";
import { copyFile, mkdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

await rm(here("dist"), { recursive: true, force: true });
await mkdir(here("dist"));
await build({
  entryPoints: { main: here("src/main.ts") },
  outdir: here("dist"),
  bundle: true,
  format: "esm",
  target: "es2023",
  minify: true,
  sourcemap: true,
  logLevel: "warning",
});
await build({
  entryPoints: { main: here("styles/main.css") },
  outdir: here("dist"),
  bundle: true,
  minify: true,
  logLevel: "warning",
});
for (const file of ["index.html", "icon.svg"]) await copyFile(here(file), here(`dist/${file}`));
// The audio thread loads its code by itself: a file of the page's own, as its policy wants.
await copyFile(fileURLToPath(import.meta.resolve("qwen-edge/player-worklet.js")), here("dist/player-worklet.js"));
