/*
 * How texts mark what a simulation has shown, so that no line of it can be taken for evidence about an org.
 */

export const SIMULATION = 'This computer acts as Salesforce, so this says nothing about an org.';

/** @param of what carries the mark */
export const marked = (text: string, { simulated }: { readonly simulated?: true }): string =>
  simulated === true ? `Simulated: ${text}` : text;
