import { Tabs as Base } from "@base-ui/react/tabs";
import type { ReactNode } from "react";
import { cn } from "./cn";

interface TabsProps<V extends string> {
  value: V;
  onChange: (value: V) => void;
  label: string;
  tabs: { value: V; label: ReactNode }[];
  children: ReactNode;
  className?: string;
}

/** Tabs over `TabPanel`s. The chosen one belongs into the URL where it is more than decoration. */
export function Tabs<V extends string>({ value, onChange, label, tabs, children, className }: TabsProps<V>) {
  return (
    <Base.Root value={value} onValueChange={(next) => onChange(next as V)} className={className}>
      <Base.List aria-label={label} className="flex gap-1 overflow-x-auto border-b border-line">
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            className="-mb-px flex h-10 items-center gap-1.5 whitespace-nowrap border-b-2 border-transparent px-3 text-ink-2 hover:text-ink focus-visible:-outline-offset-2 data-active:border-brand data-active:font-semibold data-active:text-ink"
          >
            {tab.label}
          </Base.Tab>
        ))}
      </Base.List>
      {children}
    </Base.Root>
  );
}

export function TabPanel({ value, children, className }: { value: string; children: ReactNode; className?: string }) {
  return (
    <Base.Panel value={value} className={cn("pt-4", className)}>
      {children}
    </Base.Panel>
  );
}
