import { processGuest } from "./guests/process.mjs";
import { currentNode } from "./programs.mjs";
import { reportSuite } from "./report.mjs";

reportSuite("Node, current", processGuest(currentNode));
