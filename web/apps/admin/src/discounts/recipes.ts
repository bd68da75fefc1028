import { CalendarClock, Gauge, Percent, ShoppingBasket, Users } from "lucide-react";
import type { RecipeKey } from "./recipe-keys";
import { blank, type DiscountValues } from "./values";

/** What people usually want a discount for. */
export const recipes = [
  {
    key: "early_date",
    icon: CalendarClock,
    title: "Early bird, until a day",
    about: "Cheaper for whoever buys before it.",
  },
  {
    key: "early_count",
    icon: Gauge,
    title: "Early bird, the first so many",
    about: "Cheaper for the first 100 tickets, then the list price.",
  },
  { key: "group", icon: Users, title: "A group", about: "From five tickets on, each is cheaper." },
  { key: "free_one", icon: Percent, title: "Five for four", about: "Of every five tickets the cheapest is free." },
  {
    key: "value",
    icon: ShoppingBasket,
    title: "A large order",
    about: "Cheaper once the tickets are worth so much together.",
  },
] as const satisfies readonly { key: RecipeKey; [more: string]: unknown }[];

/** A form with what the recipe needs filled in, its name in the event's main language. */
export function recipeValues(recipe: RecipeKey, locale: string): DiscountValues {
  const start = blank();
  const percent = (share: string) => ({ kind: "percent" as const, amount: null, percent: share });
  const named = (en: string, de: string) => ({ [locale]: locale.startsWith("de") ? de : en });
  switch (recipe) {
    case "early_date":
      return { ...start, name: named("Early bird", "Frühbucher"), effect: percent("20") };
    case "early_count":
      return { ...start, name: named("Early bird", "Frühbucher"), effect: percent("20"), max_uses: 100 };
    case "group":
      return { ...start, name: named("Group price", "Gruppenpreis"), effect: percent("10"), min_count: 5 };
    case "free_one":
      return {
        ...start,
        name: named("Five for four", "Fünf für vier"),
        effect: percent("100"),
        min_count: 5,
        cheapest: 1,
      };
    case "value":
      return {
        ...start,
        name: named("Large order", "Großbestellung"),
        effect: percent("10"),
        needs: "value",
        min_count: null,
      };
  }
}
