import { ImageUp } from "lucide-react";
import { useState } from "react";
import { cn } from "./cn";
import { useFieldControl } from "./field";

interface FileDropProps {
  /** Accepted types: `image/jpeg,image/png,image/webp`. */
  accept: string;
  /** In bytes; larger files are refused here with a sentence. */
  maxBytes: number;
  busy?: boolean;
  onFile: (file: File) => void;
  /** Why a file was refused before sending. */
  onRefuse: (reason: string) => void;
  /** "Choose a cover image" */
  label: string;
  className?: string;
}

/** A file by choosing or by dropping. The real input stays, so keyboard and phones work as always. */
export function FileDrop({ accept, maxBytes, busy, onFile, onRefuse, label, className }: FileDropProps) {
  const { labelId: _, ...field } = useFieldControl();
  const [over, setOver] = useState(false);
  const take = (file: File | undefined) => {
    if (!file || busy) return;
    if (!accept.split(",").includes(file.type)) return onRefuse("Choose a JPEG, PNG or WebP image.");
    if (file.size > maxBytes) {
      return onRefuse(`The file has ${toMegabytes(file.size)} MB; choose one of at most ${toMegabytes(maxBytes)} MB.`);
    }
    onFile(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the input inside does the same
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files[0]);
      }}
      className={cn(
        "relative flex min-h-28 flex-col items-center justify-center gap-1 rounded-card border border-control border-dashed px-4 py-5 text-center transition-colors has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2",
        over ? "bg-brand-soft" : "bg-surface hover:bg-surface-2",
        className,
      )}
    >
      <ImageUp aria-hidden className="size-5 text-ink-2" />
      <span className="font-semibold">{busy ? "Uploading…" : label}</span>
      <span className="text-sm text-ink-3">or drop it here · at most {toMegabytes(maxBytes)} MB</span>
      <input
        {...field}
        type="file"
        accept={accept}
        aria-label={label}
        className="absolute inset-0 cursor-pointer opacity-0"
        onChange={(event) => {
          take(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
    </div>
  );
}

const toMegabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(bytes % 1_000_000 === 0 ? 0 : 1);
