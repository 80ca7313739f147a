// The oldest Node that the package promises, or whichever runs the tests.
import { processGuest } from "./guests/process.mjs";
import { reportSuite } from "./report.mjs";

reportSuite(`Node ${process.versions.node}`, processGuest(() => process.execPath));
