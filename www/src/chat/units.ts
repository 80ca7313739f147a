/** Units of length, mass and temperature. */

interface Unit {
  /** Only units of one kind can be converted into one another. */
  kind: "length" | "mass" | "temperature";
  /** In metres, kilograms or kelvins. */
  size: number;
  /** Where its scale begins, in kelvins. */
  zero: number;
}

const length = (size: number): Unit => ({ kind: "length", size, zero: 0 });
const mass = (size: number): Unit => ({ kind: "mass", size, zero: 0 });
const temperature = (size: number, zero: number): Unit => ({ kind: "temperature", size, zero });

const units: readonly [names: string, unit: Unit][] = [
  ["m metre meter 米", length(1)],
  ["cm centimetre centimeter 厘米", length(0.01)],
  ["km kilometre kilometer 公里 千米", length(1000)],
  ["in inch inche 英寸", length(0.0254)],
  ["ft foot feet 英尺", length(0.3048)],
  ["mi mile 英里", length(1609.344)],
  ["kg kilo kilogram 公斤 千克", mass(1)],
  ["g gram 克", mass(0.001)],
  ["lb pound 磅", mass(0.45359237)],
  ["oz ounce 盎司", mass(0.028349523125)],
  ["c °c celsiu 摄氏度", temperature(1, 273.15)],
  ["f °f fahrenheit 华氏度", temperature(5 / 9, 459.67 * (5 / 9))],
  ["k kelvin 开尔文", temperature(1, 0)],
];

const byName = new Map(units.flatMap(([names, unit]) => names.split(" ").map((name) => [name, unit] as const)));

/** `value` in another unit; null where one of them is not known, or they do not fit together. */
export function converted(value: number, from: string, to: string): number | null {
  const [source, target] = [unitNamed(from), unitNamed(to)];
  if (!source || source.kind !== target?.kind) return null;
  return (value * source.size + source.zero - target.zero) / target.size;
}

/** Names are kept without the s of a plural. */
function unitNamed(name: string): Unit | undefined {
  const lower = name.trim().toLowerCase();
  return byName.get(lower) ?? byName.get(lower.replace(/s$/, ""));
}
