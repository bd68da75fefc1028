import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type ReactNode, type Ref, useRef } from "react";
import { Button } from "./button";
import { cn } from "./cn";
import { OwnFields } from "./field";

interface PanelProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
  /** The actions, kept in view at the bottom. */
  footer?: ReactNode;
  className?: string;
}

export const backdropClass =
  "fixed inset-0 z-40 bg-overlay transition-opacity duration-(--motion-panel) data-ending-style:opacity-0 data-starting-style:opacity-0";

interface HeadingProps extends Pick<PanelProps, "title" | "description"> {
  titleRef: Ref<HTMLHeadingElement>;
}

function Heading({ title, description, titleRef }: HeadingProps) {
  return (
    <div className="flex items-start gap-3 border-b border-line px-5 py-3.5">
      <div className="min-w-0 flex-1">
        <Base.Title ref={titleRef} tabIndex={-1} className="text-lg font-semibold">
          {title}
        </Base.Title>
        {description && <Base.Description className="mt-0.5 text-ink-2">{description}</Base.Description>}
      </div>
      <Base.Close render={<Button variant="quiet" size="icon-sm" aria-label="Close" className="-me-2" />}>
        <X aria-hidden />
      </Base.Close>
    </div>
  );
}

function Footer({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-5 py-3">{children}</div>;
}

/** A question that has to be answered before anything else. */
export function Dialog({ open, onOpenChange, title, description, children, footer, className }: PanelProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Popup
          initialFocus={heading}
          className={cn(
            "-translate-x-1/2 -translate-y-1/2 fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-2rem)] w-[min(32rem,calc(100vw-2rem))] flex-col rounded-dialog border border-line bg-surface shadow-overlay transition-opacity duration-(--motion-state) data-ending-style:opacity-0 data-starting-style:opacity-0",
            className,
          )}
        >
          <Heading title={title} description={description} titleRef={heading} />
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">
            <OwnFields>{children}</OwnFields>
          </div>
          {footer && <Footer>{footer}</Footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** A panel from the inline end for details and editors; give its open state an address in the URL. */
export function Drawer({ open, onOpenChange, title, description, children, footer, className }: PanelProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Popup
          initialFocus={heading}
          className={cn(
            "fixed inset-y-0 end-0 z-50 flex w-[min(35rem,100vw)] flex-col border-s border-line bg-surface shadow-overlay transition-[translate,opacity] duration-(--motion-panel) data-ending-style:opacity-0 data-starting-style:opacity-0 motion-safe:data-ending-style:translate-x-8 motion-safe:data-starting-style:translate-x-8 rtl:motion-safe:data-ending-style:-translate-x-8 rtl:motion-safe:data-starting-style:-translate-x-8",
            className,
          )}
        >
          <Heading title={title} description={description} titleRef={heading} />
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-5">
            <OwnFields>{children}</OwnFields>
          </div>
          {footer && <Footer>{footer}</Footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
