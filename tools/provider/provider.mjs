// An OpenID Connect provider for tests: anybody signs in by typing a name; the name is the subject and the address.
// Usage: node provider.mjs PORT CALLBACK CLIENT SECRET
import { Provider } from "oidc-provider";

const [port, callback, client, secret] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const provider = new Provider(issuer, {
  clients: [{ client_id: client, client_secret: secret, redirect_uris: [callback] }],
  claims: { openid: ["sub"], email: ["email", "email_verified"] },
  pkce: { required: () => true },
  findAccount: (_, sub) => ({
    accountId: sub,
    claims: () => ({ sub, email: sub.replace(/^(unverified|moved)-/, ""), email_verified: !sub.startsWith("unverified-") }),
  }),
});
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
