/** Some cities, with their time zones and a weather that is made up. */

/** What the sky of the table can be. */
export type Sky = "clear" | "cloudy" | "rain" | "snow";

/** A city of the table. */
export interface City {
  /** In English, then in Chinese. */
  names: readonly [string, string];
  /** IANA. */
  zone: string;
  sky: Sky;
  celsius: number;
}

const cities: readonly City[] = [
  { names: ["Beijing", "北京"], zone: "Asia/Shanghai", sky: "clear", celsius: 21 },
  { names: ["Shanghai", "上海"], zone: "Asia/Shanghai", sky: "cloudy", celsius: 23 },
  { names: ["Tokyo", "东京"], zone: "Asia/Tokyo", sky: "rain", celsius: 18 },
  { names: ["Singapore", "新加坡"], zone: "Asia/Singapore", sky: "rain", celsius: 30 },
  { names: ["Sydney", "悉尼"], zone: "Australia/Sydney", sky: "clear", celsius: 24 },
  { names: ["Nairobi", "内罗毕"], zone: "Africa/Nairobi", sky: "cloudy", celsius: 22 },
  { names: ["Lisbon", "里斯本"], zone: "Europe/Lisbon", sky: "clear", celsius: 19 },
  { names: ["London", "伦敦"], zone: "Europe/London", sky: "rain", celsius: 12 },
  { names: ["Paris", "巴黎"], zone: "Europe/Paris", sky: "cloudy", celsius: 14 },
  { names: ["Reykjavik", "雷克雅未克"], zone: "Atlantic/Reykjavik", sky: "snow", celsius: -2 },
  { names: ["New York", "纽约"], zone: "America/New_York", sky: "clear", celsius: 9 },
  { names: ["São Paulo", "圣保罗"], zone: "America/Sao_Paulo", sky: "cloudy", celsius: 26 },
];

/** The city of that name, in English or Chinese, with or without accents. */
export function cityNamed(name: string): City | undefined {
  const wanted = plain(name);
  return cities.find(({ names }) => names.some((known) => plain(known) === wanted));
}

function plain(name: string): string {
  return name.normalize("NFD").replace(/\p{M}/gu, "").trim().toLowerCase().replace(/市$/, "");
}
