import { Button, Drawer } from "@tessera/ui";
import { Menu as MenuIcon } from "lucide-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { Mark } from "./mark";
import { Navigation } from "./navigation";

/* The two menus follow right after the first paint; their download starts before anything is drawn. */
const organisationMenu = import("./organisation-menu");
const accountMenu = import("./account-menu");
const OrganisationMenu = lazy(() => organisationMenu);
const AccountMenu = lazy(() => accountMenu);

/** The frame of the admin: top bar, sidebar (a panel on narrow screens), content. */
export function Shell({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <div className="grid min-h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[3rem_1fr] lg:grid-cols-[15rem_minmax(0,1fr)]">
      <header className="sticky top-0 z-30 col-span-full flex items-center gap-1 border-b border-line bg-surface px-2 print:hidden">
        <Button
          variant="quiet"
          size="icon"
          aria-label="Open navigation"
          className="lg:hidden"
          onClick={() => setOpen(true)}
        >
          <MenuIcon aria-hidden />
        </Button>
        <Suspense fallback={<Mark className="ms-3.5 size-5" />}>
          <OrganisationMenu />
          <div className="flex-1" />
          <AccountMenu />
        </Suspense>
      </header>
      <aside className="sticky top-12 hidden h-[calc(100dvh-3rem)] overflow-y-auto border-e border-line bg-surface-2 lg:block print:hidden">
        <Navigation />
      </aside>
      <Drawer open={open} onOpenChange={setOpen} title="Navigation" className="w-[min(20rem,100vw)]">
        <div className="-mx-5 -mt-5">
          <Navigation onNavigate={() => setOpen(false)} />
        </div>
      </Drawer>
      <main id="content" tabIndex={-1} className="min-w-0">
        {children}
      </main>
    </div>
  );
}
