import { processGuest } from "./guests/process.mjs";
import { bun } from "./programs.mjs";
import { reportSuite } from "./report.mjs";

reportSuite("Bun", processGuest(bun));
