import type { Product } from "@tessera/client";
import { Armchair, BadgePercent, EyeOff, Gift, Tag, Users } from "lucide-react";
import type { RecipeKey } from "./recipe-keys";
import { blank, type VoucherValues } from "./values";

/** What people usually want a voucher for. */
export const recipes = [
  {
    key: "percent",
    icon: BadgePercent,
    title: "A share off",
    about: "20% less for members, partners, the press.",
  },
  {
    key: "price",
    icon: Tag,
    title: "A fixed price",
    about: "The ticket costs what you say, for whoever has the code.",
  },
  { key: "free", icon: Gift, title: "Free tickets", about: "For guests, speakers, sponsors: nothing to pay." },
  {
    key: "hidden",
    icon: EyeOff,
    title: "Show a hidden ticket",
    about: "A presale, a members' ticket: only whoever has the code sees it.",
  },
  {
    key: "group",
    icon: Users,
    title: "A group",
    about: "Cheaper from so many tickets on, such as a class or a company.",
  },
  {
    key: "places",
    icon: Armchair,
    title: "Places kept aside",
    about: "For speakers, sponsors, late guests: nobody else gets them until the day you say.",
  },
] as const satisfies readonly { key: RecipeKey; [more: string]: unknown }[];

/** A form with what the recipe needs filled in; the rest can be left as it is. */
export function recipeValues(recipe: RecipeKey, products: Product[]): VoucherValues {
  const start = blank();
  switch (recipe) {
    case "percent":
      return { ...start, effect: { kind: "percent", amount: null, percent: "20" }, max_uses: 100 };
    case "price":
      return { ...start, effect: { kind: "set", amount: null, percent: "" }, max_uses: 100 };
    case "free":
      return { ...start, effect: { kind: "percent", amount: null, percent: "100" } };
    case "hidden": {
      const secret = products.filter(({ visibility }) => visibility === "voucher" || visibility === "hidden");
      return {
        ...start,
        effect: { kind: "none", amount: null, percent: "" },
        shows_hidden: true,
        scope: { ...start.scope, product_ids: secret.map(({ id }) => id) },
        max_uses: 100,
      };
    }
    case "places": {
      const only = products.length === 1 ? products.map(({ id }) => id) : [];
      return {
        ...start,
        effect: { kind: "percent", amount: null, percent: "100" },
        reserves: true,
        scope: { ...start.scope, product_ids: only },
        max_uses: 5,
      };
    }
    case "group":
      return { ...start, effect: { kind: "percent", amount: null, percent: "10" }, min_uses: 5, max_uses: 50 };
  }
}
