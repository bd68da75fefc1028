import { useMutation } from "@tanstack/react-query";
import { api, type Membership } from "@tessera/client";
import { Button } from "@tessera/ui";
import { ProblemAlert } from "../app/problem-alert";

interface Props {
  organisations: Membership[];
  /** The organisation that a provider has just told about the person, by its slug. */
  linked: string | undefined;
}

/** Tells the identity providers of one's organisations to say who one is there. */
export function SingleSignOn({ organisations, linked }: Props) {
  const connect = useMutation({
    mutationFn: (org: string) => api.POST("/api/v1/me/sso/{org}", { params: { path: { org } } }),
    onSuccess: ({ url }) => window.location.assign(url),
  });
  return (
    <div className="flex flex-col gap-4">
      {connect.error && <ProblemAlert error={connect.error} />}
      <ul className="divide-y divide-line rounded-card border border-line">
        {organisations.map(({ slug, name }) => (
          <li key={slug} className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-(--item-pad)">
            <div className="min-w-0 flex-1 basis-48">
              <p className="font-semibold">
                <bdi>{name}</bdi>
              </p>
              {linked === slug && (
                <p role="status" className="text-sm text-success">
                  Connected. You can sign in through it from now on.
                </p>
              )}
            </div>
            <Button busy={connect.isPending && connect.variables === slug} onClick={() => connect.mutate(slug)}>
              Connect<span className="sr-only"> your account at {name}</span>
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
