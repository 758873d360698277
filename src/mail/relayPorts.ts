/** Object Reference, `EmailRelay`, field `Port`: Salesforce connects to no others. */
export const RELAY_PORTS: readonly number[] = [25, 587, 10025, 11025];
