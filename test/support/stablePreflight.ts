/** A preflight's output without what differs from run to run and from machine to machine. */
export const stablePreflight = (out: string): string =>
  out
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '2026-01-01T00:00:00.000Z')
    .replace(/"ms": \d+/g, '"ms": 0')
    .replace(/\b(192\.0\.2|198\.51\.100|203\.0\.113)\.(?!25\b)\d+/g, '192.0.2.0')
    .replace(/"(system\+)?mozilla/g, '"system+mozilla')
    .replace(/EHLO [^"\\]+/g, 'EHLO client');
