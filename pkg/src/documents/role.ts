/** The role where the caller gives none: without a role message, a plain-text document would be taken for it (quirk 10). */
export const DEFAULT_ROLE = "You are a helpful assistant.";
