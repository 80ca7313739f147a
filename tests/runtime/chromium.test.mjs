import { chromiumGuest } from "./guests/browsers.mjs";
import { reportSuite } from "./report.mjs";

reportSuite("Chromium", chromiumGuest);
