import { firefoxGuest } from "./guests/browsers.mjs";
import { reportSuite } from "./report.mjs";

reportSuite("Firefox", firefoxGuest);
