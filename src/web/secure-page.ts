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
  });
  return nonce;
}

type PolicyFactory = { createPolicy(name: string, rules: { createHTML(text: string): string }): unknown };

// TypeScript's DOM types do not know Trusted Types yet, and older browsers lack them.
const trustedTypes = () => (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
