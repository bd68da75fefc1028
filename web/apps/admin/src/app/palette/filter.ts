import type { Command, CommandGroup } from "@tessera/ui/command-palette";

/** Lower case, without accents: what people type when they are in a hurry. */
const fold = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** 2 for a label that starts with the query, 1 for one with all its words somewhere, 0 for neither. */
function rank({ label, detail, words }: Command, query: string): number {
  const name = fold(label);
  if (name.startsWith(query)) return 2;
  const everything = `${name} ${fold(detail ?? "")} ${fold(words ?? "")}`;
  return query.split(/\s+/).every((word) => everything.includes(word)) ? 1 : 0;
}

/** The commands that a query finds, best first, at most `most` in a group; groups without any are left out. */
export function filterCommands(groups: CommandGroup[], query: string, most = 6): CommandGroup[] {
  const wanted = fold(query.trim());
  return groups
    .map(({ label, items }) => {
      const ranked = items
        .map((item) => ({ item, score: wanted ? rank(item, wanted) : 1 }))
        .filter(({ score }) => score > 0)
        .sort((a, b) => b.score - a.score);
      return { label, items: ranked.slice(0, wanted ? most : items.length).map(({ item }) => item) };
    })
    .filter(({ items }) => items.length > 0);
}
