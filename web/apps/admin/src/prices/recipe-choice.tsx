import { Drawer } from "@tessera/ui";
import type { LucideIcon } from "lucide-react";

interface Recipe<K extends string> {
  key: K;
  icon: LucideIcon;
  title: string;
  about: string;
}

interface Props<K extends string> {
  recipes: readonly Recipe<K>[];
  onChoose: (key: K) => void;
}

/** What something new can be for; each is a form with the answers filled in. */
export function RecipeChoice<K extends string>({ recipes, onChoose }: Props<K>) {
  return (
    <ul className="flex flex-col gap-2">
      {recipes.map(({ key, icon: Icon, title, about }) => (
        <li key={key}>
          <button
            type="button"
            onClick={() => onChoose(key)}
            className="flex w-full items-start gap-3 rounded-card border border-line px-4 py-3 text-start transition-colors hover:border-control hover:bg-surface-2"
          >
            <Icon aria-hidden className="mt-0.5 size-5 shrink-0 text-brand" />
            <span className="min-w-0">
              <span className="block font-semibold">{title}</span>
              <span className="block text-ink-2">{about}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

interface DrawerProps<K extends string> extends Props<K> {
  title: string;
  description: string;
  onClose: () => void;
}

/** The first step of something new: what it is for. */
export function RecipeDrawer<K extends string>({ title, description, onClose, ...choice }: DrawerProps<K>) {
  return (
    <Drawer open onOpenChange={(open) => !open && onClose()} title={title} description={description}>
      <RecipeChoice {...choice} />
    </Drawer>
  );
}
