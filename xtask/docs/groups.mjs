// @ts-check
/**
 * Groups what the reference lists by what it is about, told by the file it stands in, not by whether it is a class or a type;
 * and calls the project's pages by their titles: several are files named README.
 */
import { Comment, CommentTag, Converter, ReflectionKind } from "typedoc";

/** In the order in which they are listed; the first that fits. */
const GROUPS = /** @type {const} */ ([
  ["Errors", /errors?\.ts$/],
  ["The client", /src\/(client|chat|completions|translation|files|models|tokens|batches|preload)\.ts$|src\/documents\//],
  ["Options", /src\/(options|promise|pages)\.ts$|preflight|regions?\.ts$/],
  ["Streams", /src\/streams\//],
  ["Tools", /tools|functions\.ts$/],
  ["Structured answers", /structured|schema\.ts$|partial-json/],
  ["Media", /media|parts\.ts$|speech\.ts$/],
  ["Requests and answers", /src\/types\//],
]);

/** @param {import("typedoc").Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const page of project.getReflectionsByKind(ReflectionKind.Document)) {
      const [text] = /** @type {import("typedoc").DocumentReflection} */ (page).content;
      page.name = /^# (.+)/m.exec(text?.text ?? "")?.[1] ?? page.name;
    }
    for (const named of project.getReflectionsByKind(ReflectionKind.SomeExport)) {
      if (named.parent?.name !== "qwen-edge") continue; // the other entries are small
      const file = project.getSymbolIdFromReflection(named)?.fileName.replaceAll("\\", "/") ?? "";
      const [group] = GROUPS.find(([, files]) => files.test(file)) ?? [];
      if (!group) continue;
      named.comment ??= new Comment();
      named.comment.blockTags.push(new CommentTag("@group", [{ kind: "text", text: group }]));
    }
  });
}
