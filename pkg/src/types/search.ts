/** Web search (reference 20). */

/** How the model searches. In the compatible mode the answer is an ordinary one: sources are not told (quirk 25). Not for qwen-long. */
export interface SearchOptions {
  /** Searches even where the model would not. Default false. */
  forced_search?: boolean;
  /** Default "turbo". The agents: qwen3-max and qwen3.5 only. */
  search_strategy?: "turbo" | "max" | "agent" | "agent_max" | (string & {});
  /** Only pages of the last so many days; with "turbo" only. */
  freshness?: 7 | 30 | 180 | 365;
  /** Only pages of these sites, up to 25; with "turbo" only. */
  assigned_site_list?: string[];
  /** Whether and what to search for. */
  intention_options?: {
    /** What to search for, in words: "only AI topics". */
    prompt_intervene?: string;
  };
  /** Searches special fields (weather, shares) too. Default false. */
  enable_search_extension?: boolean;
  /** Images among the text. */
  enable_text_image_mixed?: boolean;
  /** Sources in the answer: the native protocol only. */
  enable_source?: boolean;
  /** `[1]` marks in the text: with `enable_source`. */
  enable_citation?: boolean;
  /** How a mark looks. */
  citation_format?: "[<number>]" | "[ref_<number>]";
}
