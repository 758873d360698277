/** A notification makes links of `[text](address)`, commands included: names and values in it may be a stranger's. */
export const plainMessage = (text: string): string => text.replaceAll('](', '] (');
