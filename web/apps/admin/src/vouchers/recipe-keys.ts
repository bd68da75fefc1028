/** The recipes for vouchers by name: addresses know them before anything else of the screen is loaded. */
export const recipeKeys = ["percent", "price", "free", "hidden", "group", "places"] as const;
export type RecipeKey = (typeof recipeKeys)[number];
