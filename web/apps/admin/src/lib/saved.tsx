import { Button } from "@tessera/ui";
import { Check } from "lucide-react";
import { useState } from "react";
import type { FieldValues, UseFormReturn } from "react-hook-form";
import { useUnsavedWarning } from "./unsaved";

/** Remembers when a form was saved, forgets it at the next change, and has the browser warn before unsaved changes get lost. */
export function useSaved<V extends FieldValues>(form: UseFormReturn<V>): { saved: boolean; markSaved: () => void } {
  const [saved, setSaved] = useState(false);
  const { isDirty } = form.formState;
  useUnsavedWarning(isDirty);
  return {
    saved: saved && !isDirty,
    markSaved: () => {
      form.reset(form.getValues(), { keepValues: true });
      setSaved(true);
    },
  };
}

/** The save button of one part of the settings, and the quiet word that it worked. */
export function SaveBar({ busy, saved, label = "Save" }: { busy: boolean; saved: boolean; label?: string }) {
  return (
    <div className="flex items-center gap-3">
      <Button type="submit" variant="primary" busy={busy}>
        {label}
      </Button>
      <p role="status" className="flex items-center gap-1.5 text-success">
        {saved && (
          <>
            <Check aria-hidden className="size-4" /> Saved
          </>
        )}
      </p>
    </div>
  );
}
