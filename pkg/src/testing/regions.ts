/** Where a host answers from, by the service's own names (reference 1.1). `finance` is the finance cloud. */
export type Region =
  | "cn-beijing"
  | "ap-southeast-1"
  | "us-east-1"
  | "eu-central-1"
  | "ap-northeast-1"
  | "cn-hongkong"
  | "finance";

export const REGIONS: readonly Region[] = [
  "cn-beijing",
  "ap-southeast-1",
  "us-east-1",
  "eu-central-1",
  "ap-northeast-1",
  "cn-hongkong",
  "finance",
];

const HOSTS: ReadonlyMap<string, Region> = new Map<string, Region>([
  ["dashscope-intl.aliyuncs.com", "ap-southeast-1"],
  ["coding-intl.dashscope.aliyuncs.com", "ap-southeast-1"],
  ["dashscope-us.aliyuncs.com", "us-east-1"],
  ["cn-hongkong.dashscope.aliyuncs.com", "cn-hongkong"],
  ["dashscope-finance.aliyuncs.com", "finance"],
]);

/** Workspaces, and the token plan: `{WorkspaceId}.{region}.maas.aliyuncs.com`. */
const WORKSPACE_HOST = /^[^.]+\.([a-z0-9-]+)\.maas\.aliyuncs\.com$/;

/** The region of a host; Beijing, which has everything, for hosts that are none of the service's. */
export function regionOf(hostname: string): Region {
  const workspaces = WORKSPACE_HOST.exec(hostname)?.[1];
  return HOSTS.get(hostname) ?? REGIONS.find((region) => region === workspaces) ?? "cn-beijing";
}

type Ability = "documents" | "completions" | "math" | "batches" | "omni";

const BEIJING_ONLY: readonly Ability[] = ["documents", "completions", "math"];

/** What is missing where (reference 16.6, 21). What the tables leave open is let through. */
const LACKS: Readonly<Record<Region, readonly Ability[]>> = {
  "cn-beijing": [],
  "ap-southeast-1": BEIJING_ONLY,
  "us-east-1": [...BEIJING_ONLY, "batches", "omni"],
  "eu-central-1": [...BEIJING_ONLY, "batches"],
  "ap-northeast-1": [...BEIJING_ONLY, "batches"],
  "cn-hongkong": [...BEIJING_ONLY, "batches"],
  finance: [...BEIJING_ONLY, "batches"],
};

export function hasAbility(region: Region, ability: Ability): boolean {
  return !LACKS[region].includes(ability);
}

/** Files serve documents and batches, and where there are neither there are no files. */
const PATHS: readonly [RegExp, Ability][] = [
  [/^\/completions$/, "completions"],
  [/^\/(?:batches|files)(?:\/|$)/, "batches"],
];

/** The host that does one thing only: chat whose answer may take an hour (reference 16.7). */
export const BATCH_CHAT_HOST = "batch.dashscope.aliyuncs.com";

/** Whether a host has a path of the compatible API. */
export function hasPath(hostname: string, region: Region, path: string): boolean {
  if (hostname === BATCH_CHAT_HOST) return path === "/chat/completions";
  return PATHS.every(([pattern, ability]) => !pattern.test(path) || hasAbility(region, ability));
}

const MODELS: readonly [RegExp, Ability][] = [
  [/^qwen-(?:long|doc)\b/, "documents"],
  [/^qwen(?:2\.5)?-math\b/, "math"],
  [/omni/, "omni"],
];

/** Whether a region has a model that exists. Those whose name ends in `-us` are Virginia's (reference 1.1). */
export function hasModel(region: Region, model: string): boolean {
  if (model.endsWith("-us") && region !== "us-east-1") return false;
  return MODELS.every(([pattern, ability]) => !pattern.test(model) || hasAbility(region, ability));
}

/** Max, Plus, Flash, Turbo, Long, QwQ, VL, OCR and Omni-Turbo (reference 16.6), and their newer and dated versions. */
const BATCH_MODELS = /^(?:qwen(?:\d(?:\.\d)?)?-(?:(?:vl-)?(?:max|plus|flash|turbo)|long|vl-ocr|omni-turbo)|qwq-plus)(?:-|$)/;

/** Whether a region's batches take a model; Singapore has three (reference 16.6). */
export function batchModelIn(region: Region, model: string): boolean {
  if (region === "ap-southeast-1") return ["qwen-max", "qwen-plus", "qwen-turbo"].includes(model);
  return BATCH_MODELS.test(model);
}
