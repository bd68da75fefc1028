import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button, type ButtonProps } from "./button";

interface CopyButtonProps extends Omit<ButtonProps, "onClick"> {
  /** What lands on the clipboard. */
  text: string;
  /** What the button says: "Copy link". With `size="icon"` only its name. */
  label: string;
}

export function CopyButton({ text, label, size = "sm", variant = "quiet", ...props }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const iconOnly = size === "icon" || size === "icon-sm";
  return (
    <Button
      {...props}
      size={size}
      variant={variant}
      aria-label={iconOnly ? label : undefined}
      onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
    >
      {copied ? <Check aria-hidden className="text-success" /> : <Copy aria-hidden />}
      {!iconOnly && (copied ? "Copied" : label)}
      <span role="status" className="sr-only">
        {copied ? "Copied" : ""}
      </span>
    </Button>
  );
}
