/** The presets by name: addresses know them before anything else of the screen is loaded. */
export const taxKeys = ["none", "one", "eu_business", "eu_only"] as const;
export type TaxKey = (typeof taxKeys)[number];
export const feeKeys = ["booking", "service", "payment", "own"] as const;
export type FeeKey = (typeof feeKeys)[number];
