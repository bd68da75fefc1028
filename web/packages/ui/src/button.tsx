import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "./cn";

/** The look of a button, for links that act as one. */
export const buttonClass = cva(
  "inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap max-sm:whitespace-normal rounded-input border font-semibold transition-colors disabled:cursor-not-allowed aria-busy:cursor-progress [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "border-transparent bg-brand text-on-brand hover:bg-brand-hover",
        secondary: "border-control bg-surface text-ink hover:bg-surface-2",
        quiet: "border-transparent bg-transparent text-ink-2 hover:bg-surface-3 hover:text-ink",
        danger: "border-transparent bg-danger text-on-danger hover:bg-danger-hover",
      },
      size: {
        sm: "h-8 px-2.5 text-sm max-sm:h-auto max-sm:min-h-8",
        md: "h-9 px-3.5 text-base max-sm:h-auto max-sm:min-h-9",
        lg: "h-11 px-5 text-lg max-sm:h-auto max-sm:min-h-11",
        icon: "size-9 p-0",
        "icon-sm": "size-8 p-0",
      },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

export interface ButtonProps extends ComponentProps<"button">, VariantProps<typeof buttonClass> {
  /** Shows work in progress; further presses are ignored while the button stays focusable. */
  busy?: boolean;
}

/** One primary per view; secondary, quiet and danger for the rest. Never disabled without a reason beside it. */
export function Button({ variant, size, busy = false, className, children, onClick, type, ...props }: ButtonProps) {
  return (
    <button
      {...props}
      type={type ?? "button"}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={cn(buttonClass({ variant, size }), className)}
    >
      {busy && <LoaderCircle aria-hidden className="motion-safe:animate-spin" />}
      {children}
    </button>
  );
}

/** A link inside text. Router links take this class. */
export const linkClass =
  "text-brand underline decoration-1 underline-offset-3 hover:text-brand-hover hover:decoration-2 rounded-input";

/** A plain anchor, for addresses outside the admin. */
export function TextLink({ className, children, ...props }: ComponentProps<"a">) {
  return (
    <a {...props} className={cn(linkClass, className)}>
      {children}
    </a>
  );
}
