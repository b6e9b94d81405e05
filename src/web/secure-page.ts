import { setNonce } from 'get-nonce';

/**
 * Makes the page fit its content security policy: hands the response's nonce to the libraries that write style elements, and
 * sets the Trusted Types policy that lets style text through and no markup. Returns the nonce; empty where there is none.
 */
export function securePage(): string {
  // Browsers hide the nonce from selectors, so it is read as a property, never as an attribute.
  const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
  if (nonce !== '') setNonce(nonce);
  trustedTypes()?.createPolicy('default', {
    createHTML(text) {
      if (text.includes('<')) throw new TypeError('Markup must not be written as text.');
      return text;
    },
    createScriptURL(url) {
      // Workers of the build, and nothing that was put together elsewhere.
      const { origin, pathname } = new URL(url, location.href);
      if (origin !== location.origin || !workerPath.test(pathname))
        throw new TypeError('Not a script of this console.');
      return url;
    },
  });
  return nonce;
}

const workerPath = /^\/(assets\/|src\/).*-worker[\w.-]*$/;

type Rules = { createHTML(text: string): string; createScriptURL(url: string): string };
type PolicyFactory = { createPolicy(name: string, rules: Rules): unknown };

// TypeScript's DOM types do not know Trusted Types yet, and older browsers lack them.
const trustedTypes = () => (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
