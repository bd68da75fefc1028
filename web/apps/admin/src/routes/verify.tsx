import { useMutation, useQueryClient } from "@tanstack/react-query";
import { createFileRoute, Link } from "@tanstack/react-router";
import { api, keys } from "@tessera/client";
import { Alert, Button, buttonClass } from "@tessera/ui";
import * as z from "zod/mini";
import { Gate } from "../app/gate";
import { ProblemAlert } from "../app/problem-alert";

export const Route = createFileRoute("/verify")({
  validateSearch: z.object({ token: z.catch(z.string(), "") }),
  component: Verify,
});

/** A press of a button, because programs that look into mails follow links by themselves. */
function Verify() {
  const { token } = Route.useSearch();
  const client = useQueryClient();
  const verify = useMutation({
    mutationFn: () => api.POST("/api/v1/auth/verify-email", { body: { token } }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.session() }),
  });
  return (
    <Gate title="Confirm your email address">
      <div role="status">
        {verify.isSuccess && (
          <>
            <Alert tone="success" title="Your address is confirmed" />
            <Link to="/" className={`${buttonClass({ variant: "primary", size: "lg" })} mt-5 w-full`}>
              Continue
            </Link>
          </>
        )}
      </div>
      {!verify.isSuccess && (
        <div className="flex flex-col gap-5">
          {verify.error && (
            <ProblemAlert error={verify.error} title="The address could not be confirmed">
              The link was used or is too old. Your account page mails you a new one.
            </ProblemAlert>
          )}
          <p className="text-ink-2">Tickets, answers and lost passwords go there, so it has to be yours.</p>
          <Button variant="primary" size="lg" busy={verify.isPending} onClick={() => verify.mutate()}>
            Confirm
          </Button>
        </div>
      )}
    </Gate>
  );
}
