/* A real OpenID Connect provider for tests: whoever types a name is that person, and has an address at MAIL_DOMAIN, which
   it vouches for unless the name is "unproven". PORT, REDIRECT_URI, POST_LOGOUT_URI and BACKCHANNEL_URI come from the
   environment, the last two for members only; "up" on standard output says that it listens. */
import Provider from "oidc-provider";

const { PORT, REDIRECT_URI, POST_LOGOUT_URI, BACKCHANNEL_URI, MAIL_DOMAIN = "harbour.example" } = process.env;
const provider = new Provider(`http://127.0.0.1:${PORT}`, {
  clients: [
    {
      client_id: "app",
      client_secret: "app-secret",
      redirect_uris: [REDIRECT_URI],
      ...(POST_LOGOUT_URI && { post_logout_redirect_uris: [POST_LOGOUT_URI] }),
      ...(BACKCHANNEL_URI && { backchannel_logout_uri: BACKCHANNEL_URI, backchannel_logout_session_required: true }),
      grant_types: ["authorization_code"],
      response_types: ["code"],
      token_endpoint_auth_method: "client_secret_basic",
    },
  ],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"], groups: ["groups"] },
  scopes: ["openid", "email", "profile", "groups"],
  features: {
    devInteractions: { enabled: true },
    rpInitiatedLogout: { enabled: true },
    backchannelLogout: { enabled: true },
    userinfo: { enabled: true },
  },
  pkce: { required: () => true },
  findAccount: (_, id) => ({
    accountId: id,
    claims: async () => ({
      sub: id,
      email: `${id}@${MAIL_DOMAIN}`,
      email_verified: id !== "unproven",
      name: `${id.charAt(0).toUpperCase()}${id.slice(1)} Lovelace`,
      groups: ["crew"],
    }),
  }),
  cookies: { keys: ["only for tests"] },
  // Its dispatcher reaches no address of this machine, for the same reasons as ours.
  fetch: (url, { dispatcher: _, ...options }) => fetch(url, { ...options, signal: AbortSignal.timeout(10_000) }),
});
const tell = (_, error) => process.stderr.write(`${error.stack ?? error}\n`);
provider.on("server_error", tell);
provider.on("backchannel.error", tell);
provider.listen(Number(PORT), "127.0.0.1", () => process.stdout.write("up\n"));
