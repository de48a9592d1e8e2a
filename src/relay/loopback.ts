import { BlockList, isIP } from 'node:net'

/**
 * Which names and addresses mean this computer. Everything here expects the spelling that the URL
 * parser gives back (lower case, IPv6 compressed, without brackets), because a check of any other
 * spelling is a check of something that is never connected to.
 */

/**
 * Addresses that a public name must not lead to. Private ranges (RFC 1918, RFC 4193) are not among
 * them: workspaces behind Private Link resolve to those, and the certificate is the real check.
 */
const forbiddenAddresses = new BlockList()
forbiddenAddresses.addSubnet('0.0.0.0', 8, 'ipv4')
forbiddenAddresses.addSubnet('127.0.0.0', 8, 'ipv4')
forbiddenAddresses.addSubnet('169.254.0.0', 16, 'ipv4')
forbiddenAddresses.addSubnet('224.0.0.0', 3, 'ipv4')
forbiddenAddresses.addAddress('::', 'ipv6')
forbiddenAddresses.addAddress('::1', 'ipv6')
forbiddenAddresses.addSubnet('fe80::', 10, 'ipv6')
forbiddenAddresses.addSubnet('ff00::', 8, 'ipv6')
// Ways to write an IPv4 address inside an IPv6 one: NAT64, 6to4 and Teredo. The mapped form
// (`::ffff:7f00:1`) needs no rule: a BlockList judges it by the rules for IPv4.
forbiddenAddresses.addSubnet('64:ff9b::', 96, 'ipv6')
forbiddenAddresses.addSubnet('2002::', 16, 'ipv6')
forbiddenAddresses.addSubnet('2001::', 32, 'ipv6')
// Where cloud machines keep their metadata service on IPv6.
forbiddenAddresses.addAddress('fd00:ec2::254', 'ipv6')

/** `localhost`, `*.localhost` (RFC 6761 section 6.3), 127.0.0.0/8 and ::1. */
export const isLoopbackHost = (hostname: string): boolean => {
  const host = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
  if (isIP(host) === 4) return host.startsWith('127.')
  if (isIP(host) === 6) return host === '::1'
  return host === 'localhost' || /^(?:[a-z0-9_-]+\.)+localhost$/.test(host)
}

export const isForbiddenAddress = (address: string): boolean => {
  const version = isIP(address)
  return version !== 0 && forbiddenAddresses.check(address, version === 4 ? 'ipv4' : 'ipv6')
}

/** What a loopback name resolves to here, whatever the machine's resolver thinks of `*.localhost`. */
export const loopbackRecords = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
] as const
