/** The wizard's steps in order. Apart from the wizard, because the address of the page is read before the wizard is fetched. */
export const steps = ['type', 'targets', 'document', 'policy', 'review'] as const;
export type Step = (typeof steps)[number];
