/**
 * The demo's server: the page, and the gateway beside it. `node www/server.mjs`, after `node www/build.mjs`.
 *
 * With DASHSCOPE_API_KEY the gateway talks to the real service, without it to the emulator in this process.
 * PORT: where to listen (0: any free one); without it 8787, or the next that is free. Only this machine can connect.
 */
import { once } from "node:events";
import { createServer } from "node:http";
import { readFileSync, readdirSync } from "node:fs";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { createGateway } from "qwen-edge/gateway";
import { toNodeListener } from "qwen-edge/node";
import { createEmulator } from "qwen-edge/testing";

const HOST = "127.0.0.1";
const FIRST_PORT = 8787;
const PORTS_TO_TRY = 20;

/** Documents, chat, pictures, speech, translations. */
const MODELS = ["qwen-long", "qwen-plus", "qwen3-vl-plus", "qwen3-omni-flash", "qwen-mt-plus", "qwen-mt-flash"];
/** A chat sends its pictures again with every question: each takes at most 10 MB, mostly a tenth of it. */
const BODY_BYTES = 32 * 1024 * 1024;

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".map": "application/json",
};

const pageHeaders = {
  // No inline script or style, nothing from elsewhere; wasm may be compiled; HTML only through DOMPurify's policy.
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types dompurify",
  ].join("; "),
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-cache",
};

const realKey = process.env.DASHSCOPE_API_KEY;
const service = realKey ? "dashscope" : "emulator";
const files = readPage();
const server = createServer();
const port = await listen(server, process.env.PORT);
const hosts = [`${HOST}:${port}`, `localhost:${port}`];
server.on("request", router(toNodeListener(gateway())));

const answers = realKey ? "Qwen (DASHSCOPE_API_KEY is set)" : "the emulator answers (set DASHSCOPE_API_KEY for the real service)";
console.log(`qwen-edge demo: http://${hosts[0]}  ${answers}`);

/** The gateway that the page's client talks to: the page's models and the files that one of them needs, for this page alone. */
function gateway() {
  return createGateway({
    origins: hosts.map((host) => `http://${host}`),
    allow: { models: MODELS, files: ["create", "retrieve", "delete"] },
    limits: { bodyBytes: BODY_BYTES },
    ...(realKey ? { apiKey: realKey } : { apiKey: "sk-emulator", fetch: emulator().fetch }),
  });
}

/** At a pace that people can watch. */
function emulator() {
  return createEmulator({ parsing: { ms: 2500 }, pace: { latencyMs: 150, firstTokenMs: 500, chunkMs: 35 } });
}

/** Sends each request where it belongs. The host must be ours: another name that leads here is a DNS rebinding. */
function router(toGateway) {
  return (request, response) => {
    const path = (request.url ?? "/").split("?", 1)[0];
    if (!hosts.includes(request.headers.host)) send(response, 421, "text/plain", `Open http://${hosts[0]}\n`);
    else if (path.startsWith("/v1/")) toGateway(request, response);
    else if (path === "/demo.json") send(response, 200, "application/json", JSON.stringify({ service }));
    else sendFile(response, path === "/" ? "/index.html" : path);
  };
}

function sendFile(response, path) {
  const file = files.get(path);
  if (file === undefined) send(response, 404, "text/plain", "Not found\n");
  else send(response, 200, types[extname(path)], file);
}

function send(response, status, type, body) {
  response.writeHead(status, { ...pageHeaders, "content-type": type }).end(body);
}

/** Every file of the built page, by its path. */
function readPage() {
  const folder = new URL("dist/", import.meta.url);
  try {
    return new Map(readdirSync(folder).map((name) => [`/${name}`, readFileSync(new URL(name, folder))]));
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
    return fail(`The page is not built (no ${fileURLToPath(folder)}). Run: node www/build.mjs`);
  }
}

/** Listens, and resolves with the port. */
async function listen(server, wanted) {
  if (wanted && !(Number(wanted) <= 65535)) fail(`PORT must be a number up to 65535, such as ${FIRST_PORT}; 0 for any free one.`);
  const ports = wanted ? [Number(wanted)] : Array.from({ length: PORTS_TO_TRY }, (_, index) => FIRST_PORT + index);
  for (const port of ports) {
    if (await tryToListen(server, port)) return server.address().port;
  }
  return fail(`No free port at ${ports.join(", ")}. Choose another, such as PORT=9000, or PORT=0 for any.`);
}

async function tryToListen(server, port) {
  server.listen(port, HOST);
  try {
    await once(server, "listening");
    return true;
  } catch (error) {
    if (error.code === "EADDRINUSE" || error.code === "EACCES") return false;
    throw error;
  }
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
