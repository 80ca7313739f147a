import { languageOf } from "../search/words.js";
import type { Conversation } from "./conversation.js";
import { type LoadedDocument, firstWords } from "./documents.js";
import { PHRASES, type Phrases } from "./phrases.js";

/** Passages quoted of one document at most. */
const QUOTES = 3;

/**
 * The answer: what it is, the passages of each document that match the question, and the documents in the order in which
 * they were read. Light Markdown in the question's language, or a JSON object where that was asked for.
 */
export function answerOf(conversation: Conversation, documents: readonly LoadedDocument[], asJson: boolean): string {
  const phrases = PHRASES[languageOf(conversation.question)];
  const found = documents.length > 0 ? findings(conversation.question, documents, phrases) : [];
  const text = [
    phrases.notAModel,
    ...found,
    ...(documents.length > 0 ? [readList(documents, phrases)] : [phrases.noDocuments(firstWords(conversation.question))]),
    phrases.turn(conversation.turn, conversation.role === null ? phrases.noRole : firstWords(conversation.role)),
  ].join("\n\n");
  return asJson ? JSON.stringify({ answer: text, documents: documents.map(({ name, fileId }) => ({ name, id: fileId })) }) : text;
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
