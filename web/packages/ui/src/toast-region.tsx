import { Toast as Base } from "@base-ui/react/toast";
import { X } from "lucide-react";
import { useEffect } from "react";
import { Button } from "./button";
import { useLatestToast } from "./toast";

/** Shows the messages of `useToast` at the lower end of the screen. Loaded when the first one comes. */
export default function ToastRegion() {
  return (
    <Base.Provider timeout={10_000} limit={3}>
      <Base.Portal>
        <Base.Viewport className="fixed end-4 bottom-4 z-60 flex w-[min(24rem,calc(100vw-2rem))] flex-col gap-2 outline-none">
          <ToastList />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function ToastList() {
  const { toasts, add, close } = Base.useToastManager();
  const latest = useLatestToast();
  useEffect(() => {
    if (!latest) return;
    const { title, undo } = latest;
    const id = String(latest.id);
    const onClick = () => {
      close(id);
      undo?.();
    };
    add({ id, title, ...(undo && { actionProps: { children: "Undo", onClick } }) });
  }, [latest, add, close]);
  return toasts.map((toast) => (
    <Base.Root
      key={toast.id}
      toast={toast}
      className="rounded-card border border-line bg-surface shadow-overlay transition-opacity data-limited:hidden data-ending-style:opacity-0 data-starting-style:opacity-0"
    >
      <Base.Content className="flex min-h-12 items-center gap-2 py-1.5 ps-4 pe-2">
        <Base.Title className="min-w-0 flex-1 font-normal text-base" />
        <Base.Action render={<Button variant="quiet" size="sm" className="!text-brand" />} />
        <Base.Close aria-label="Close" render={<Button variant="quiet" size="icon-sm" />}>
          <X aria-hidden />
        </Base.Close>
      </Base.Content>
    </Base.Root>
  ));
}
