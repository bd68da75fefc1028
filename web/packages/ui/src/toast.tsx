import { Toast as Base } from "@base-ui/react/toast";
import { X } from "lucide-react";
import { type ReactNode, useCallback } from "react";
import { Button } from "./button";

/** Around the app: holds the toasts and shows them at the lower end of the screen. */
export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Base.Provider timeout={10_000} limit={3}>
      {children}
      <Base.Portal>
        <Base.Viewport className="fixed end-4 bottom-4 z-60 flex w-[min(24rem,calc(100vw-2rem))] flex-col gap-2 outline-none">
          <ToastList />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function ToastList() {
  const { toasts } = Base.useToastManager();
  return toasts.map((toast) => (
    <Base.Root
      key={toast.id}
      toast={toast}
      className="rounded-card border border-line bg-surface shadow-overlay transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0 data-limited:hidden"
    >
      <Base.Content className="flex min-h-12 items-center gap-2 py-1.5 ps-4 pe-2">
        <Base.Title className="min-w-0 flex-1 text-base font-normal" />
        <Base.Action render={<Button variant="quiet" size="sm" className="text-brand" />} />
        <Base.Close aria-label="Close" render={<Button variant="quiet" size="icon-sm" />}>
          <X aria-hidden />
        </Base.Close>
      </Base.Content>
    </Base.Root>
  ));
}

/** Only for things that are already done: a short sentence and, where it can be, an Undo. Errors stay in place. */
export function useToast(): (title: string, undo?: () => void) => void {
  const { add, close } = Base.useToastManager();
  return useCallback(
    (title, undo) => {
      const id: string = add({
        title,
        ...(undo && {
          actionProps: {
            children: "Undo",
            onClick: () => {
              close(id);
              undo();
            },
          },
        }),
      });
    },
    [add, close],
  );
}
