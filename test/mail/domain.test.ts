import { describe, expect, it } from 'vitest';
import { domainPattern, hostNameFault, type DomainPattern } from '../../src/mail/domain.ts';
import { ipAddress } from '../../src/mail/ipAddress.ts';
import { isPublicSuffix, registeredDomain } from '../../src/mail/publicSuffix.ts';

/** One word for what an entry is. */
function short(pattern: DomainPattern): string {
  switch (pattern.kind) {
    case 'domain':
      return `${pattern.wildcard} ${pattern.pattern}`;
    case 'ip':
      return `ip ${pattern.ip.notation} ${pattern.ip.address}`;
    case 'invalid':
      return `invalid ${pattern.fault}${pattern.meant.length > 0 ? ` -> ${pattern.meant.join(' ')}` : ''}`;
  }
}

const label63 = 'a'.repeat(63);
const name253 = `${`${label63}.`.repeat(3)}${'a'.repeat(61)}`;

describe('entries of a domain list', () => {
  it.each([
    ['example.com', 'none example.com'],
    ['  example.com ', 'none example.com'],
    ['Example.COM.', 'none example.com'],
    ['localhost', 'none localhost'],
    ['x--y.example', 'none x--y.example'],
    ['3com.example', 'none 3com.example'],
    [`${label63}.example`, `none ${label63}.example`],
    [name253, `none ${name253}`],
    ['müller.example', 'none xn--mller-kva.example'],
    ['*.müller.example', 'subdomains *.xn--mller-kva.example'],
    ['ｅｘａｍｐｌｅ。com', 'none example.com'],
    ['*.example.com', 'subdomains *.example.com'],
    ['*', 'all *'],
    ['*example.com', 'elsewhere *example.com'],
    ['mail.*.example.com', 'elsewhere mail.*.example.com'],
    ['*.*.example.com', 'elsewhere *.*.example.com'],
    ['example.*', 'elsewhere example.*'],
    ['', 'invalid empty'],
    ['   ', 'invalid empty'],
    ['user@example.com', 'invalid address -> example.com'],
    ['@example.com', 'invalid address -> example.com'],
    ['mailto:user@example.com', 'invalid address -> example.com'],
    ['<user@example.com>', 'invalid address -> example.com'],
    ['https://example.com/path?q#f', 'invalid url -> example.com'],
    ['smtp://user:pw@example.com:25', 'invalid address -> example.com'],
    ['example.com:25', 'invalid port -> example.com'],
    ['example.com/', 'invalid path -> example.com'],
    ['*.example.com:25', 'invalid port -> *.example.com'],
    ['exa mple.com', 'invalid blank'],
    ['a.example b.example', 'invalid blank -> a.example b.example'],
    ['a.example; b.example', 'invalid separator -> a.example b.example'],
    ['a.example;b', 'invalid separator'],
    ['.example.com', 'invalid leading-dot'],
    ['example..com', 'invalid empty-label'],
    ['example.com..', 'invalid empty-label'],
    [`a${label63}.example`, 'invalid label-length'],
    [`${name253}a`, 'invalid length'],
    ['foo_bar.example', 'invalid label-characters'],
    ['-a.example', 'invalid label-characters'],
    ['a-.example', 'invalid label-characters'],
    ['1.2.3.4.5', 'invalid numeric'],
    ['300.1.1.1', 'invalid numeric'],
    ['25', 'invalid numeric'],
    ['x'.repeat(5000), 'invalid length'],
    ['<'.repeat(900), 'invalid label-length'],
    ['192.0.2.10', 'ip ipv4 192.0.2.10'],
    ['192.0.2.10.', 'ip ipv4 192.0.2.10'],
    ['１９２.0.2.10', 'ip ipv4 192.0.2.10'],
    ['[192.0.2.10]', 'ip bracketed 192.0.2.10'],
    ['[192.0.2.10]:25', 'ip port 192.0.2.10'],
    ['192.0.2.10:25', 'ip port 192.0.2.10'],
    ['192.0.2.0/24', 'ip cidr 192.0.2.0'],
    ['192.0.2.0/255.255.255.0', 'ip cidr 192.0.2.0'],
    ['2001:db8::1', 'ip ipv6 2001:db8::1'],
    ['2001:DB8:0:0::1', 'ip ipv6 2001:db8::1'],
    ['[IPv6:2001:db8::1]', 'ip bracketed 2001:db8::1'],
    ['[2001:db8::1]:25', 'ip port 2001:db8::1'],
    ['2001:db8::/32', 'ip cidr 2001:db8::'],
    ['::ffff:192.0.2.1', 'ip ipv6 ::ffff:c000:201'],
    ['0xc0000201', 'ip other 192.0.2.1'],
    ['3221225985', 'ip other 192.0.2.1'],
    ['0300.0.2.1', 'ip other 192.0.2.1'],
    ['192.0.513', 'ip other 192.0.2.1'],
    ['192.0.2.*', 'ip range 192.0.2.0'],
    ['192.0.2.1-192.0.2.9', 'ip range 192.0.2.1'],
    ['http://192.0.2.10/', 'ip ipv4 192.0.2.10'],
    ['postmaster@[192.0.2.10]', 'ip bracketed 192.0.2.10'],
  ])('%j is %j', (entry, expected) => {
    expect(short(domainPattern(entry))).toBe(expected);
  });

  it.each(['a.example', 'face.example', 'dead.beef.example', 'abc', 'cafe'])('%s is no IP address', (name) => {
    expect(ipAddress(name)).toBeUndefined();
    expect(hostNameFault(name)).toBeUndefined();
  });
});

describe('public suffixes', () => {
  it.each([
    ['com', true],
    ['co.uk', true],
    ['kawasaki.jp', true],
    ['example.com', false],
    ['github.io', false],
    ['example', false],
    ['internal', false],
  ])('%s: %s', (name, expected) => {
    expect(isPublicSuffix(name)).toBe(expected);
  });
});

describe('registered domains', () => {
  it.each([
    ['mx.acme.com', 'acme.com'],
    ['acme.com', 'acme.com'],
    ['a.b.acme.co.uk', 'acme.co.uk'],
    ['mx.good.test', 'good.test'],
    ['acme.github.io', 'acme.github.io'],
    ['mail.acme.github.io', 'acme.github.io'],
    ['co.uk', undefined],
    ['github.io', undefined],
    ['localhost', undefined],
  ])('of %s: %s', (name, expected) => {
    expect(registeredDomain(name)).toBe(expected);
  });
});
