import { processGuest } from "./guests/process.mjs";
import { deno } from "./programs.mjs";
import { reportSuite } from "./report.mjs";

reportSuite("Deno", processGuest(deno, ["run", "--quiet", "--allow-net=127.0.0.1", "--allow-read", "--no-lock"]));
