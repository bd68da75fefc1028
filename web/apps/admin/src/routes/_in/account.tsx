import { createFileRoute } from "@tanstack/react-router";
import { AccountPage } from "../../account/account-page";
import { Shell } from "../../app/shell";

export const Route = createFileRoute("/_in/account")({ component: Account });

function Account() {
  return (
    <Shell>
      <AccountPage />
    </Shell>
  );
}
