// The table row x runtime, as Markdown: what tests/faults/README.md holds and what the run prints.
import { readFile, writeFile } from "node:fs/promises";

const FILE = new URL("README.md", import.meta.url);
const [START, END] = ["<!-- the table: written by faults.test.mjs -->\n", "<!-- the end of the table -->\n"];

/** What a user has, in words. */
function outcome({ in: others = {}, ...expect }) {
  return [ending(expect), ...Object.entries(others).map(([runtime, other]) => `${runtime}: ${ending({ ...expect, ...other })}`)].join("; ");
}

function ending({ state, error, code, text, tries }) {
  const asked = tries === 1 ? "" : `, ${[tries].flat().join(" or ")} tries`;
  if (!error) return `the answer${state && state !== "complete" ? ` (\`${state}\`)` : ""}${asked}`;
  return `\`${error}\`${code ? ` \`${code}\`` : ""}${text === "" ? "" : ", after the text so far"}${asked}`;
}

/** @param {{ title: string, rows: object[] }[]} groups @param {string[]} runtimes @param {(row: object, runtime: string) => string} mark */
export function tableOf(groups, runtimes, mark) {
  const line = (cells) => `| ${cells.join(" | ")} |\n`;
  const head = line(["what happens", "what the caller has", ...runtimes]) + line(["---", "---", ...runtimes.map(() => ":-:")]);
  const section = ({ title, rows }) => `\n### ${title}\n\n${head}${rows.map((row) => line([row.name, outcome(row.expect), ...runtimes.map((runtime) => mark(row, runtime))])).join("")}`;
  const passed = (runtime) => groups.flatMap(({ rows }) => rows).filter((row) => mark(row, runtime) === "✓").length;
  const total = groups.reduce((sum, { rows }) => sum + rows.length, 0);
  const sum = `\nOf ${total} rows pass: ${runtimes.map((runtime) => `${passed(runtime)} in ${runtime}`).join(", ")}.\n`;
  return sum + groups.map(section).join("");
}

/** The table that the README holds. */
export async function committedTable() {
  const [, table] = between(await readFile(FILE, "utf8"));
  return table;
}

/** Puts a table into the README. */
export async function renew(table) {
  const [before, , after] = between(await readFile(FILE, "utf8"));
  await writeFile(FILE, before + table + after);
}

function between(text) {
  const [start, end] = [text.indexOf(START) + START.length, text.indexOf(END)];
  if (start < START.length || end < start) throw new Error(`tests/faults/README.md has lost a mark of its table: ${START}… ${END}`);
  return [text.slice(0, start), text.slice(start, end), text.slice(end)];
}
