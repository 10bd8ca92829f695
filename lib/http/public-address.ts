import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import ipaddr from 'ipaddr.js';
import { SetAside } from '../errors/index.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type LookupCallback = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

/** Decides which addresses photos may be fetched from. */
export class AddressGuard {
  readonly #allowed: readonly [Address, number][];

  /** @param allowed addresses or ranges ('10.1.0.0/16') that are let through though they are not public. */
  constructor(allowed: readonly string[]) {
    this.#allowed = allowed.map((range) => {
      if (range.includes('/')) return ipaddr.parseCIDR(range);
      const address = ipaddr.parse(range);
      return [address, address.kind() === 'ipv4' ? 32 : 128];
    });
  }

  /** @throws {SetAside} for an address that is not public: private, loopback, link-local, carrier-grade NAT, multicast … */
  require(address: string): void {
    const ip = embedded(ipaddr.process(address));
    if (ip.range() === 'unicast') return;
    if (this.#allowed.some(([range, bits]) => range.kind() === ip.kind() && ip.match(range, bits))) return;
    throw new SetAside(
      `its host has the ${ip.range()} address ${address}; only public ones are fetched from`,
    );
  }

  /** `require` for a host that is an address itself, for which nothing is looked up. */
  requireHost(hostname: string): void {
    const host = hostname.replace(/^\[|\]$/g, '');
    if (ipaddr.isValid(host)) this.require(host);
  }

  /** A `lookup` for sockets: what a name resolves to is checked as the connection is made, so it cannot change in between. */
  readonly lookup = (hostname: string, options: LookupOptions, callback: LookupCallback): void => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      try {
        for (const { address } of addresses) this.require(address);
      } catch (refusal) {
        return callback(refusal as Error, []);
      }
      if (options.all) callback(null, addresses);
      else callback(null, addresses[0].address, addresses[0].family);
    });
  };
}

/** The IPv4 address inside a NAT64 one (64:ff9b::/96), which is how an IPv6-only network reaches public hosts. */
function embedded(ip: Address): Address {
  if (ip.kind() !== 'ipv6' || ip.range() !== 'rfc6052') return ip;
  return ipaddr.fromByteArray(ip.toByteArray().slice(12));
}
