import { CSPProvider } from "@base-ui/react/csp-provider";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { Toasts } from "@tessera/ui";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { applyAppearance } from "./app/appearance";
import { reloadOnNewVersion } from "./app/new-version";
import { queryClient, router } from "./router";
import "./styles.css";

applyAppearance();
reloadOnNewVersion();

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <CSPProvider disableStyleElements>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
          <Toasts />
        </QueryClientProvider>
      </CSPProvider>
    </StrictMode>,
  );
}
