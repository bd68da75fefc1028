/** The recipes for discounts by name: addresses know them before anything else of the screen is loaded. */
export const recipeKeys = ["early_date", "early_count", "group", "free_one", "value"] as const;
export type RecipeKey = (typeof recipeKeys)[number];
