import { CSPProvider } from "@base-ui/react/csp-provider";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { Toasts } from "@tessera/ui";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { reloadOnNewVersion } from "./app/new-version";
import { applyTheme } from "./app/theme";
import { queryClient, router } from "./router";
import "./styles.css";

applyTheme();
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
