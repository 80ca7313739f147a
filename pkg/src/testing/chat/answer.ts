import type { Conversation } from "./conversation.js";
import { type LoadedDocument, firstWords } from "./documents.js";
import { type Phrases, phrasesFor } from "./phrases.js";
import type { ChatRequest } from "./request.js";

/** Passages quoted of one document at most. */
const QUOTES = 3;

/**
 * The answer: what it is, what the tools said, what was seen and heard, the passages of each document that match the
 * question, and the documents in the order in which they were read. Light Markdown in the question's language, or a JSON
 * object where that was asked for.
 */
export function answerOf(conversation: Conversation, documents: readonly LoadedDocument[], { format, search, model }: ChatRequest): string {
  const phrases = phrasesFor(conversation.question);
  const { results, media, question, role, turn } = conversation;
  const nothing = results.length === 0 && media.length === 0 && documents.length === 0;
  const text = [
    phrases.notAModel,
    ...(results.length > 0 ? [phrases.toolsAnswered, results.map(resultLine).join("\n")] : []),
    ...(media.length > 0 ? [phrases.taken, media.map(mediaLine).join("\n")] : []),
    ...(documents.length > 0 ? [...findings(question, documents, phrases), readList(documents, phrases)] : []),
    ...(nothing ? [phrases.noDocuments(firstWords(question))] : []),
    ...(search === null ? [] : [phrases.searched(search)]),
    ...(model.boxes ? [phrases.boxed(question.match(/-?\d+(?:\.\d+)?/g)?.at(-1) ?? "0")] : []),
    phrases.turn(turn, role === null ? phrases.noRole : firstWords(role)),
  ].join("\n\n");
  if (format.type !== "json_object") return text;
  return JSON.stringify({ answer: text, documents: documents.map(({ name, fileId }) => ({ name, id: fileId })) });
}

function resultLine({ name, arguments: json, content }: Conversation["results"][number]): string {
  return `- ${name}(${json}): ${content}`;
}

function mediaLine({ kind, description }: Conversation["media"][number], at: number): string {
  return `${at + 1}. ${kind}: ${description}`;
}

interface Finding {
  document: LoadedDocument;
  passages: string[];
}

function findings(question: string, documents: readonly LoadedDocument[], phrases: Phrases): string[] {
  // A file that is named twice is read twice, and quoted once.
  const different = [...new Map(documents.map((document) => [document.fileId ?? document, document])).values()];
  const unreadable = different.filter(({ content }) => content === null);
  const all = different.flatMap((document): Finding[] => {
    return document.content ? [{ document, passages: document.content.matching(question, QUOTES) }] : [];
  });
  const matching = all.filter(({ passages }) => passages.length > 0);
  const missed = all.filter(({ passages }) => passages.length === 0).map(({ document }) => document.name);
  return [
    ...(matching.length > 0 ? [phrases.quoted, ...matching.map(quotes)] : openings(all, phrases)),
    ...(matching.length > 0 && missed.length > 0 ? [phrases.noMatchIn(missed.join(phrases.comma))] : []),
    ...unreadable.map(({ name }) => phrases.unreadable(name)),
  ];
}

/** Where nothing matches: how the documents begin. */
function openings(all: readonly Finding[], phrases: Phrases): string[] {
  const opened = all.map(({ document }) => quotes({ document, passages: [document.content?.opening() ?? ""] }));
  return opened.length > 0 ? [phrases.noMatch, ...opened] : [];
}

function quotes({ document, passages }: Finding): string {
  return [`**${document.name}**`, ...passages.map((passage) => `> ${passage}`)].join("\n\n");
}

/** A numbered list, so that a reader can tell which documents were read, in which order, and how they came. */
function readList(documents: readonly LoadedDocument[], phrases: Phrases): string {
  const lines = documents.map(({ name, fileId, kind, afterTurn }, index) => {
    const origin = fileId === null ? (kind === "json" ? phrases.asJson : phrases.asText) : `\`${fileId}\``;
    const added = afterTurn > 0 ? [phrases.addedAfter(afterTurn)] : [];
    return `${index + 1}. ${[`${name} (${origin})`, ...added].join(phrases.comma)}`;
  });
  return [phrases.documentsRead, lines.join("\n")].join("\n\n");
}
