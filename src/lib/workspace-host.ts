/**
 * The zones that Databricks runs workspaces in, per its SDKs, each with the dot that makes it a suffix. One closed list
 * for the sign-in and for the relay. It is the defence against mix-up (RFC 9700, 4.4): with one shared public client, a
 * look-alike host could redirect the sign-in to the real workspace and collect code and verifier at its own token
 * endpoint.
 */
const zones = [
  '.cloud.databricks.com',
  '.cloud.databricks.us',
  '.azuredatabricks.net',
  '.databricks.azure.us',
  '.databricks.azure.cn',
  '.gcp.databricks.com',
] as const

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const hostName = new RegExp(`^(?:${label}\\.)+${label}$`)
const unifiedHost = new RegExp(`^${label}\\.databricks\\.com$`)

/** Whether this is a dotted host name of letters, digits and dashes, lower case, as a parsed URL has it. */
export const isHostName = (host: string): boolean => hostName.test(host)

/** Whether a host name lies in a zone of Databricks' workspaces, unified hosts (`<name>.databricks.com`) included. */
export const isWorkspaceHost = (host: string): boolean =>
  hostName.test(host) && (zones.some((zone) => host.endsWith(zone)) || unifiedHost.test(host))
